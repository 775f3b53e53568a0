/** A hook that dies at any moment loses nothing: gitmoat never writes index or worktree, so there is nothing half written. */
import { spawn } from 'node:child_process';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { bundle, env } from '../cli/harness.ts';
import { full, seededRandom, testSeed } from '../helpers/random.ts';
import { type HookedRepository, hooked, line } from './hooked-repository.ts';

/** All of the repository and its working tree but gitmoat's own folder. */
function everything(folder: string, found = new Map<string, string>()): Map<string, string> {
  for (const name of readdirSync(folder)) {
    const path = join(folder, name);
    if (name === 'gitmoat-cache') continue;
    if (statSync(path).isDirectory()) everything(path, found);
    else found.set(path, readFileSync(path, 'latin1'));
  }
  return found;
}

/** Runs a hook as git would and kills it after so many milliseconds; true: it was still running. */
function killed(repo: HookedRepository, hook: string, after: number): Promise<boolean> {
  const child = spawn(process.execPath, [bundle, 'hooks', 'run', hook], { cwd: repo.root, env, stdio: 'ignore' });
  const timer = setTimeout(() => child.kill('SIGKILL'), after);
  return new Promise((resolve) => {
    child.on('close', (_code, signal) => {
      clearTimeout(timer);
      resolve(signal === 'SIGKILL');
    });
  });
}

it('kill -9 at any moment changes neither index nor working tree', { timeout: 300_000 }, async () => {
  const random = seededRandom(testSeed);
  const repo = hooked();
  // A match, so that the whole command runs after the quick one; settings, so that something is remembered.
  repo.write('new.txt', line).write('.gitmoat.yaml', 'mode: enforce\n').git('add', '-A');
  repo.write('new.txt', 'not staged\n');
  const before = everything(repo.root);
  let died = 0;
  for (let round = 0; round < (full ? 200 : 12); round++) {
    if (await killed(repo, 'pre-commit', random.below(400))) died++;
    expect(everything(repo.root), `seed ${testSeed}, round ${round}`).toEqual(before);
  }
  expect(died).toBeGreaterThan(2);
  const stopped = repo.try(['commit', '-q', '-m', 'x']);
  expect(stopped.stderr).toContain('gitmoat: commit blocked: ');
  expect(everything(repo.root).get(join(repo.root, 'new.txt'))).toBe('not staged\n');
});
