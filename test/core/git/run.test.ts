import { execFileSync } from 'node:child_process';
import { afterEach, describe, expect, it } from 'vitest';
import { openRepository } from '../../../packages/core/src/git/repository.ts';
import { readGit, runGit, streamGit } from '../../../packages/core/src/git/run.ts';
import { TestRepository, temporaryFolder } from '../../helpers/repository.ts';

const path = process.env.PATH;
afterEach(() => {
  process.env.PATH = path;
});

describe('runGit', () => {
  it('says what to do where git is missing', async () => {
    process.env.PATH = temporaryFolder();
    await expect(runGit({ cwd: '/', env: {} }, ['version'])).rejects.toMatchObject({
      code: 'git',
      hint: /Install git/,
    });
  });

  it('gives the exit code to judge, readGit judges it', async () => {
    const place = { cwd: temporaryFolder(), env: {} };
    expect(await runGit(place, ['rev-parse'])).toMatchObject({ code: 128, stderr: /not a git repository/ });
    await expect(readGit(place, ['rev-parse'])).rejects.toMatchObject({
      code: 'git',
      message: /rev-parse failed \(128\)/,
    });
  });

  it('writes input of any size while it reads', async () => {
    const repo = await openRepository(new TestRepository().root);
    function* lines() {
      for (let i = 0; i < 20_000; i++) yield `${'0'.repeat(39)}1\n`;
    }
    const stdout = await readGit(repo, ['cat-file', '--batch-check'], { input: lines() });
    expect(stdout.toString().split('\n')).toHaveLength(20_001);
  });
});

describe('streamGit', () => {
  it('leaves no process behind when it is left early', async () => {
    const repo = new TestRepository();
    repo.commit('big', { 'big.txt': Buffer.alloc(1 << 22, 'x') });
    const opened = await openRepository(repo.root);
    for await (const chunk of streamGit(opened, ['cat-file', 'blob', 'HEAD:big.txt'])) {
      expect(chunk.length).toBeGreaterThan(0);
      break;
    }
    await expect
      .poll(() => execFileSync('ps', ['-o', 'args=', '--ppid', String(process.pid)]).toString())
      .not.toContain('cat-file');
  });

  it('throws after the last chunk where git failed', async () => {
    const repo = await openRepository(new TestRepository().root);
    await expect(drain(repo)).rejects.toMatchObject({ code: 'git' });
  });
});

async function drain(repo: Parameters<typeof streamGit>[0]): Promise<void> {
  for await (const _ of streamGit(repo, ['cat-file', 'blob', 'HEAD:none']));
}
