/** Hooks in git's config (git 2.54): found first, beside what is there, proven, and taken out without a trace. */
import { chmodSync, existsSync, lstatSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { gitmoat, makeFolder } from '../cli/harness.ts';
import { readiness } from './hook-ways.ts';
import { bareRemote, HookedRepository, line } from './hooked-repository.ts';

const ready = readiness('native');

function everything(root: string): Record<string, string> {
  const names = readdirSync(root, { recursive: true, encoding: 'utf8' }).filter(
    (name) => !/^\.git\/(?:objects|logs|index|refs|COMMIT_EDITMSG)/.test(name),
  );
  return Object.fromEntries(
    names.sort().map((name) => {
      const path = join(root, name);
      return [name, lstatSync(path).isFile() ? readFileSync(path, 'latin1') : ''];
    }),
  );
}

if ('missing' in ready) it(`not run: ${ready.missing}`, ({ skip }) => skip(ready.missing));
else {
  it.each(['.git/hooks', "my 'hooks'"])('beside hooks in %s', (hooks) => {
    const { env } = ready;
    const repo = new HookedRepository(join(makeFolder(), "it's here"), { ...env });
    new HookedRepository(makeFolder(), { ...env }).git('init', '-q', '-b', 'main', repo.root);
    if (hooks !== '.git/hooks') repo.git('config', 'core.hooksPath', hooks);
    for (const name of ['pre-push', 'pre-commit']) {
      repo.write(
        `${hooks}/${name}`,
        `#!/bin/sh\necho ${name} >> .git/ran\n${name === 'pre-push' ? 'cat >> .git/ran' : ''}\n`,
      );
      chmodSync(join(repo.root, hooks, name), 0o755);
    }
    repo.commitUnseen('first', { 'a.txt': 'a\n', 'lefthook.yml': '' });
    const before = everything(repo.root);
    const run = (...args: readonly string[]) => gitmoat(['hooks', ...args], { cwd: repo.root, env: { ...env } });

    expect(run('install').stdout).toContain('by way of native');
    expect(run('install').stdout).toContain('Installed already');
    expect(run('status')).toMatchObject({ code: 0, stdout: expect.stringMatching(/^pre-commit +native$/m) });
    expect(run('doctor')).toMatchObject({ code: 0, stdout: expect.not.stringContaining('NOT PROVEN') });

    repo.write('b.txt', line).git('add', '-A');
    expect(repo.try(['commit', '-q', '-m', 'x']).stderr).toContain('gitmoat: commit blocked: ');
    repo.write('b.txt', 'fine\n').git('add', '-A');
    expect(repo.try(['commit', '-q', '-m', 'x'])).toMatchObject({ code: 0, stderr: '' });
    repo.write('.git/ran', '');
    expect(repo.try(['push', '-q', bareRemote(), 'main']).code).toBe(0);
    expect(repo.read('.git/ran')).toMatch(/^pre-push\nrefs\/heads\/main [0-9a-f]{40} /);
    repo.git('reset', '-q', '--hard', 'HEAD~1');

    expect(run('uninstall')).toMatchObject({ code: 0, stderr: '' });
    const after = everything(repo.root);
    for (const name of ['.git/ran', '.git/ORIG_HEAD']) delete after[name];
    delete before['.git/ORIG_HEAD'];
    expect(after).toEqual(before);
    expect(existsSync(join(repo.root, '.git/gitmoat-hooks'))).toBe(false);
  });
}
