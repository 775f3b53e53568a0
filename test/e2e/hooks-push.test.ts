/** Pushes beside the table of `hooks-table.test.ts`: other zeros, `gitmoat outgoing`, the server's side. */
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { gitmoat, makeFolder } from '../cli/harness.ts';
import { bareRemote, HookedRepository, hooked, line } from './hooked-repository.ts';

/** A repository whose main is on `origin` already. */
function published(): HookedRepository {
  const repo = hooked();
  repo.git('remote', 'add', 'origin', bareRemote());
  repo.git('push', '-q', '--no-verify', '-u', 'origin', 'main');
  return repo;
}

describe('pre-push', () => {
  it('in a sha256 repository, zeros of 64 digits', () => {
    const repo = new HookedRepository(makeFolder());
    repo.git('init', '-q', '-b', 'main', '--object-format=sha256');
    const head = repo.commitUnseen('secret', { 's.txt': line });
    const zeros = '0'.repeat(64);
    const input = `refs/heads/main ${head} refs/heads/main ${zeros}\n(delete) ${zeros} refs/heads/old ${'f'.repeat(64)}\n`;
    const ran = gitmoat(['hooks', 'run', 'pre-push', 'origin', 'url'], { cwd: repo.root, input });
    expect(ran.stderr).toMatch(/^gitmoat: push blocked: .* in s\.txt:1\./);
  });
});

describe('gitmoat outgoing', () => {
  it('by hand: what HEAD has and the remote has not', () => {
    const repo = published();
    repo.commitUnseen('secret', { 's.txt': line });
    const ran = gitmoat(['outgoing', '--remote', 'origin', '--format', 'json'], { cwd: repo.root });
    expect(ran.code).toBe(1);
    const report = JSON.parse(ran.stdout);
    expect(report.coverage).toMatchObject({ source: 'outgoing', commits: 1, complete: true });
    expect(report.findings).toMatchObject([{ path: 's.txt', commit: { subject: 'secret' } }]);
    expect(gitmoat(['outgoing', '--remote', 'origin', 'origin/main'], { cwd: repo.root }).code).toBe(0);
  });

  it("reads git's lines, from a subfolder too", () => {
    const repo = published();
    const head = repo.commitUnseen('secret', { 'deep/s.txt': line });
    const input = `refs/heads/main ${head} refs/heads/main ${'0'.repeat(40)}\n`;
    expect(gitmoat(['outgoing', 'origin', 'url'], { cwd: join(repo.root, 'deep'), input }).code).toBe(1);
    expect(gitmoat(['outgoing', 'origin', 'url'], { cwd: repo.root, input: '' }).code).toBe(0);
    expect(gitmoat(['outgoing'], { cwd: repo.root, input: 'hello\n' }).code).toBe(2);
  });
});

describe('on the server', () => {
  function server(hook: string): { repo: HookedRepository; remote: string } {
    const remote = bareRemote();
    const repo = hooked();
    repo.git('remote', 'add', 'origin', remote);
    repo.git('push', '-q', '--no-verify', 'origin', 'main');
    const installed = gitmoat(['hooks', 'install', '--events', hook], { cwd: remote });
    expect(installed.code).toBe(0);
    return { repo, remote };
  }

  it.each(['pre-receive', 'update'])('%s refuses the push, from the quarantine', (hook) => {
    const { repo } = server(hook);
    repo.commitUnseen('fine', { 'b.txt': 'b\n' });
    expect(repo.try(['push', '-q', '--no-verify', 'origin', 'main']).code).toBe(0);
    repo.commitUnseen('secret', { 's.txt': line });
    const ran = repo.try(['push', '-q', '--no-verify', 'origin', 'main', 'HEAD~1:refs/heads/old']);
    expect(ran.code).toBe(1);
    expect(ran.stderr).toMatch(/remote: gitmoat: push blocked: GitHub/);
    repo.git('push', '-q', '--no-verify', 'origin', 'HEAD~2:refs/heads/gone');
    expect(repo.try(['push', '-q', '--no-verify', 'origin', ':gone']).code).toBe(0);
  });

  // A millisecond is less than node needs to start: the limit is met whatever the machine.
  it.each(['block', 'pass'])('a push that is not judged in time: %s', (policy) => {
    const { repo } = server('pre-receive');
    repo.commitUnseen('settings', { '.gitmoat.yaml': `receive: {timeLimit: 0.001, onFailure: ${policy}}\n` });
    repo.git('push', '-q', '--no-verify', 'origin', 'main');
    const head = repo.commitUnseen('fine', { 'b.txt': 'b\n' });
    const ran = repo.try(['push', '-q', '--no-verify', 'origin', 'main']);
    expect(ran.stderr).toMatch(
      policy === 'pass'
        ? /gitmoat: push not judged within 0\.001 s, taken in all the same \(receive\.onFailure: pass\)/
        : /gitmoat: push stopped: not judged within 0\.001 s\. Push fewer commits/,
    );
    expect(ran.code).toBe(policy === 'pass' ? 0 : 1);
    expect(repo.git('ls-remote', 'origin', 'main').startsWith(head)).toBe(policy === 'pass');
  });

  it.each(['pre-receive', 'update'])('%s: a finding refuses whatever the policy', (hook) => {
    const { repo } = server(hook);
    repo.commitUnseen('settings', { '.gitmoat.yaml': 'receive: {onFailure: pass}\n' });
    repo.git('push', '-q', '--no-verify', 'origin', 'main');
    repo.commitUnseen('secret', { 's.txt': line });
    expect(repo.try(['push', '-q', '--no-verify', 'origin', 'main'])).toMatchObject({
      code: 1,
      stderr: expect.stringMatching(/gitmoat: push blocked: GitHub/),
    });
  });

  it.each(['block', 'pass'])('a server without an object of the push: %s', (policy) => {
    const { repo, remote } = server('pre-receive');
    repo.commitUnseen('settings', { '.gitmoat.yaml': `receive: {onFailure: ${policy}}\n`, 'x.txt': 'x\n' });
    repo.git('push', '-q', '--no-verify', 'origin', 'main');
    // The objects of a branch that nobody has any more; the push names them by refs alone.
    const judged = gitmoat(['hooks', 'run', 'pre-receive'], {
      cwd: remote,
      input: `${'0'.repeat(40)} ${'1'.repeat(40)} refs/heads/lost\n`,
    });
    expect(judged.code, judged.stderr).toBe(policy === 'pass' ? 0 : 3);
    expect(judged.stderr).toContain(policy === 'pass' ? 'taken in all the same' : 'push stopped');
  });

  it('settings that cannot be read refuse', () => {
    const { repo } = server('pre-receive');
    repo.commitUnseen('settings', { '.gitmoat.yaml': 'receive: {timeLimit: 0, onFailure: pass}\n' });
    repo.git('push', '-q', '--no-verify', 'origin', 'main');
    repo.commitUnseen('fine', { 'b.txt': 'b\n' });
    const ran = repo.try(['push', '-q', '--no-verify', 'origin', 'main']);
    expect(ran).toMatchObject({ code: 1, stderr: expect.stringContaining('must be more than 0 seconds') });
  });
});
