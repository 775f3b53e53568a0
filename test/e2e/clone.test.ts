/** A URL, cloned from a local server into a temporary folder that does not stay. */
import { existsSync } from 'node:fs';
import { dirname } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { cloneBare, isUrl } from '../../packages/core/src/git/clone.ts';
import { TestRepository, temporaryFolder, token } from '../helpers/repository.ts';
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
