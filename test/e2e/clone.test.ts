/** A URL, cloned from a local server into a temporary folder that does not stay. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { afterEach, describe, expect, it } from 'vitest';
import { cloneBare, isUrl } from '../../packages/core/src/git/clone.ts';
import { gitEnvironment, TestRepository, temporaryFolder, token } from '../helpers/repository.ts';
import { findingOf, historyOf } from '../helpers/scanning.ts';

const secret = token('cloned');

describe('cloneBare', () => {
  const listeners = process.listenerCount('SIGINT');
  afterEach(() => expect(process.listenerCount('SIGINT')).toBe(listeners));

  it('brings every ref, pull requests and notes too, and goes away', async () => {
    const server = new TestRepository();
    server.commit('first', { 'a.txt': 'a\n' });
    server.git('checkout', '-q', '--detach');
    server.commit('from a fork', { 'x.txt': `${secret}\n` });
    server.git('update-ref', 'refs/pull/12/head', 'HEAD');
    server.git('checkout', '-q', 'main');
    server.git('notes', 'add', '-m', 'a note');
    const clone = await cloneBare(`file://${server.root}`);
    const { repository } = clone;
    expect(repository).toMatchObject({ bare: true, root: null, head: server.head() });
    expect(findingOf(await historyOf(repository.gitDir), secret)).toMatchObject({
      held: 'remote',
      refs: ['refs/pull/12/head'],
    });
    expect(existsSync(`${repository.gitDir}/hooks`)).toBe(false);
    clone.dispose();
    expect(existsSync(dirname(repository.gitDir))).toBe(false);
  });

  it('fails with the address, without its password, and leaves nothing', async () => {
    const before = process.listenerCount('exit');
    const url = `https://user:${secret}@localhost:1/none.git`;
    const failure = await cloneBare(url).catch((error: Error) => error);
    expect(failure).toMatchObject({ code: 'git' });
    expect(String((failure as Error).message)).toContain('https://localhost:1/none.git');
    expect(String((failure as Error).message)).not.toContain(secret);
    expect(process.listenerCount('exit')).toBe(before);
  });

  it('never runs a program for a URL', async () => {
    const trace = `${temporaryFolder()}/trace`;
    await expect(cloneBare(`ext::sh -c touch% ${trace}`)).rejects.toMatchObject({ code: 'git' });
    await expect(cloneBare(`--upload-pack=touch ${trace}`)).rejects.toMatchObject({ code: 'git' });
    expect(existsSync(trace)).toBe(false);
  });
});

it('tells a URL from a folder', () => {
  for (const url of ['https://host/x', 'file:///srv/x', 'ssh://git@host/x', 'git@host:owner/x.git'])
    expect(isUrl(url)).toBe(true);
  for (const path of ['.', 'folder/x', '/srv/x', 'C:\\x', 'a:b', './git@host:x']) expect(isUrl(path)).toBe(false);
});

it('is removed when the process is interrupted', async () => {
  const server = new TestRepository();
  server.commit('first', { 'a.txt': 'a\n' });
  const script = join(temporaryFolder(), 'script.mjs');
  const clonePath = fileURLToPath(new URL('../../packages/core/src/git/clone.ts', import.meta.url));
  const program = `import { cloneBare } from ${JSON.stringify(clonePath)};
    const { repository } = await cloneBare(${JSON.stringify(`file://${server.root}`)});
    console.log(repository.gitDir);
    setInterval(() => {}, 1000);`;
  await build({
    stdin: { contents: program, resolveDir: '/' },
    outfile: script,
    bundle: true,
    platform: 'node',
    format: 'esm',
  });
  const child = spawn(process.execPath, [script], { env: gitEnvironment() });
  const [folder] = (await once(child.stdout, 'data')) as [Buffer];
  expect(existsSync(folder.toString().trim())).toBe(true);
  child.kill('SIGINT');
  const [, signal] = await once(child, 'exit');
  expect(signal).toBe('SIGINT');
  expect(existsSync(dirname(folder.toString().trim()))).toBe(false);
});
