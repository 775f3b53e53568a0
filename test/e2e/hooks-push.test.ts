/** Everything that a push can carry, on real git with the installed pre-push hook: what is stopped, what passes, what is said. */
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { gitmoat, makeFolder } from '../cli/harness.ts';
import { bareRemote, HookedRepository, hooked, huskyPackage, line, secret } from './hooked-repository.ts';

/** A repository whose main is on `origin` already. */
function published(way: 'plain' | 'husky' = 'plain'): HookedRepository {
  const repo = hooked(way);
  repo.git('remote', 'add', 'origin', bareRemote());
  repo.git('push', '-q', '--no-verify', '-u', 'origin', 'main');
  return repo;
}

interface Case {
  readonly name: string;
  prepare(repo: HookedRepository): readonly string[];
  /** Null: it passes; else what the message says beside the block. */
  readonly says: RegExp | null;
}

const cases: readonly Case[] = [
  {
    name: 'a new commit on the branch: amend',
    says: /is the last commit: .*git commit --amend/,
    prepare(repo) {
      repo.commitUnseen('secret', { 's.txt': line });
      return ['push', 'origin', 'main'];
    },
  },
  {
    name: 'a new commit without a secret',
    says: null,
    prepare(repo) {
      repo.commitUnseen('fine', { 's.txt': 'fine\n' });
      return ['push', 'origin', 'main'];
    },
  },
  {
    name: 'an older commit: rebase',
    says: /is older and not on any remote: git rebase --interactive --autostash [0-9a-f]{10}\^\n.* as edit;/,
    prepare(repo) {
      repo.commitUnseen('secret', { 's.txt': line });
      repo.commitUnseen('later', { 'b.txt': 'b\n' });
      return ['push'];
    },
  },
  {
    name: 'added and removed inside the range',
    says: /is older and not on any remote/,
    prepare(repo) {
      repo.commitUnseen('secret', { 's.txt': line });
      repo.commitUnseen('gone', { 's.txt': 'fine\n' });
      return ['push'];
    },
  },
  {
    name: 'to another remote, of a commit that one remote has: rotate first',
    says: /is on origin\/main already: rotate the secret first/,
    prepare(repo) {
      repo.commitUnseen('secret', { 's.txt': line });
      repo.git('push', '-q', '--no-verify', 'origin', 'main');
      repo.git('remote', 'add', 'fork', bareRemote());
      return ['push', 'fork', 'main'];
    },
  },
  { name: 'nothing new: empty input', says: null, prepare: () => ['push', 'origin', 'main'] },
  {
    name: 'a new branch from a published commit',
    says: null,
    prepare(repo) {
      repo.commitUnseen('old', { 's.txt': line });
      repo.git('push', '-q', '--no-verify', 'origin', 'main');
      return ['push', 'origin', 'HEAD:refs/heads/other'];
    },
  },
  {
    name: 'a new branch with a secret',
    says: /is the last commit/,
    prepare(repo) {
      repo.git('checkout', '-q', '-b', 'topic');
      repo.commitUnseen('secret', { 's.txt': line });
      return ['push', '-u', 'origin', 'topic'];
    },
  },
  {
    name: 'a new branch that is not checked out',
    says: /git switch to its branch, then git rebase/,
    prepare(repo) {
      repo.git('checkout', '-q', '-b', 'topic');
      repo.commitUnseen('secret', { 's.txt': line });
      repo.git('checkout', '-q', 'main');
      return ['push', 'origin', 'topic'];
    },
  },
  {
    name: 'a forced push',
    says: /is the last commit/,
    prepare(repo) {
      repo.commitUnseen('one', { 'x.txt': 'x\n' });
      repo.git('push', '-q', '--no-verify', 'origin', 'main');
      repo.git('reset', '-q', '--hard', 'HEAD~1');
      repo.commitUnseen('two', { 's.txt': line });
      return ['push', '--force', 'origin', 'main'];
    },
  },
  {
    name: 'a forced push back to what the remote had',
    says: null,
    prepare(repo) {
      repo.commitUnseen('one', { 's.txt': line });
      repo.git('push', '-q', '--no-verify', 'origin', 'main');
      return ['push', '--force', 'origin', 'HEAD~1:refs/heads/main'];
    },
  },
  {
    name: 'a deletion',
    says: null,
    prepare(repo) {
      repo.git('push', '-q', '--no-verify', 'origin', 'main:refs/heads/old');
      repo.commitUnseen('secret', { 's.txt': line });
      return ['push', 'origin', '--delete', 'old'];
    },
  },
  {
    name: 'a deletion beside a branch with a secret',
    says: /is the last commit/,
    prepare(repo) {
      repo.git('push', '-q', '--no-verify', 'origin', 'main:refs/heads/old');
      repo.commitUnseen('secret', { 's.txt': line });
      return ['push', 'origin', ':old', 'main'];
    },
  },
  {
    name: 'a secret on the second of several refs',
    says: /git switch to its branch/,
    prepare(repo) {
      repo.git('checkout', '-q', '-b', 'zz');
      repo.commitUnseen('secret', { 's.txt': line });
      repo.git('checkout', '-q', '-b', 'aa', 'main');
      repo.commitUnseen('fine', { 'b.txt': 'b\n' });
      return ['push', 'origin', 'aa', 'zz'];
    },
  },
  {
    name: 'an annotated tag with the secret in its message',
    says: /in a tag’s message: git tag --force/,
    prepare(repo) {
      repo.git('tag', '-a', '-m', line, 'v1');
      return ['push', 'origin', 'v1'];
    },
  },
  {
    name: 'a tag of an unpublished commit, by --follow-tags',
    says: /is the last commit/,
    prepare(repo) {
      repo.commitUnseen('secret', { 's.txt': line });
      repo.git('tag', '-a', '-m', 'fine', 'v1');
      return ['push', '--follow-tags', 'origin', 'main'];
    },
  },
  {
    name: 'a tag on a tag on a commit that no branch has',
    says: /is on no branch/,
    prepare(repo) {
      repo.commitUnseen('secret', { 's.txt': line });
      repo.git('tag', '-a', '-m', 'fine', 'v1');
      repo.git('tag', '-a', '-m', 'fine', 'v2', 'v1');
      repo.git('reset', '-q', '--hard', 'HEAD~1');
      return ['push', 'origin', 'v2'];
    },
  },
  {
    name: 'a tag on a file that no commit has',
    says: /a file that only a tag holds/,
    prepare(repo) {
      repo.write('loose.txt', line);
      repo.git('tag', 'loose', repo.git('hash-object', '-w', 'loose.txt'));
      return ['push', 'origin', 'loose'];
    },
  },
  {
    name: 'notes',
    says: /is on no branch/,
    prepare(repo) {
      repo.git('notes', 'add', '-m', line);
      return ['push', 'origin', 'refs/notes/commits'];
    },
  },
  {
    name: '--mirror: every ref',
    says: /is on no branch/,
    prepare(repo) {
      repo.commitUnseen('secret', { 's.txt': line });
      repo.git('update-ref', 'refs/backup/x', 'HEAD');
      repo.git('reset', '-q', '--hard', 'HEAD~1');
      return ['push', '--mirror', 'origin'];
    },
  },
  {
    name: 'a URL that a remote has: what that remote has is left out',
    says: null,
    prepare(repo) {
      repo.commitUnseen('old', { 's.txt': line });
      repo.git('push', '-q', '--no-verify', 'origin', 'main');
      repo.commitUnseen('new', { 'b.txt': 'b\n' });
      return ['push', repo.git('config', 'remote.origin.url'), 'main:refs/heads/next'];
    },
  },
  {
    name: 'an unknown URL: everything is outgoing',
    says: /is older/,
    prepare(repo) {
      repo.commitUnseen('secret', { 's.txt': line });
      repo.commitUnseen('gone', { 's.txt': 'fine\n' });
      return ['push', bareRemote(), 'main'];
    },
  },
  {
    name: 'an expression with spaces as the local side',
    says: /is the last commit/,
    prepare(repo) {
      repo.commitUnseen('secret words', { 's.txt': line });
      return ['push', 'origin', 'HEAD^{/secret words}:refs/heads/x'];
    },
  },
  {
    name: 'a secret in a commit message: reword',
    says: /mark [0-9a-f]{10} as reword/,
    prepare(repo) {
      repo.commitUnseen(`with ${line}`);
      repo.commitUnseen('later');
      return ['push', 'origin', 'main'];
    },
  },
  {
    name: 'a secret in the resolution of a merge',
    says: /is the last commit/,
    prepare(repo) {
      repo.git('checkout', '-q', '-b', 'side');
      repo.commitUnseen('theirs', { 'a.txt': 'theirs\n' });
      repo.git('checkout', '-q', 'main');
      repo.commitUnseen('ours', { 'a.txt': 'ours\n' });
      repo.try(['merge', 'side']);
      repo.commitUnseen('merged', { 'a.txt': line });
      return ['push', 'origin', 'main'];
    },
  },
  {
    name: '--dry-run',
    says: /is the last commit/,
    prepare(repo) {
      repo.commitUnseen('secret', { 's.txt': line });
      return ['push', '--dry-run', 'origin', 'main'];
    },
  },
  {
    name: 'from a detached HEAD',
    says: /is the last commit/,
    prepare(repo) {
      repo.git('checkout', '-q', '--detach');
      repo.commitUnseen('secret', { 's.txt': line });
      return ['push', 'origin', 'HEAD:refs/heads/x'];
    },
  },
  {
    name: 'the root commit',
    says: /git rebase --interactive --autostash --root/,
    prepare(repo) {
      repo.git('checkout', '-q', '--orphan', 'fresh');
      repo.commitUnseen('secret', { 's.txt': line });
      repo.commitUnseen('later');
      return ['push', 'origin', 'fresh'];
    },
  },
];

describe('pre-push', () => {
  it.each(cases)('$name', ({ prepare, says }) => {
    const repo = published();
    const ran = repo.try(prepare(repo));
    expect(ran.stdout + ran.stderr).not.toContain(secret);
    if (says === null) {
      expect(ran.stderr).not.toContain('gitmoat:');
      expect(ran.code).toBe(0);
      return;
    }
    expect(ran.stderr).toMatch(/^gitmoat: push blocked: GitHub /m);
    expect(ran.stderr).toMatch(says);
    expect(ran.code).toBe(1);
  });

  it('500 commits on three refs, the secret added and removed inside', () => {
    const repo = published();
    const commits = Array.from({ length: 500 }, (_, i) => {
      const branch = `refs/heads/b${i % 3}`;
      const content = i === 200 ? line : `${i}\n`;
      return [
        `commit ${branch}`,
        `committer A <a@example.com> ${1_700_000_000 + i} +0000`,
        `data ${`c${i}`.length}\nc${i}`,
        ...(i < 3 ? ['from refs/heads/main^0'] : []),
        `M 100644 inline f${i % 3}.txt\ndata ${content.length}\n${content}`,
      ].join('\n');
    });
    repo.import(`${commits.join('\n')}\n`);
    const ran = repo.try(['push', 'origin', 'b0', 'b1', 'b2']);
    expect(ran.stderr).toMatch(/^gitmoat: push blocked: .* in f2\.txt:1\./);
    expect(ran.code).toBe(1);
  });

  it('in a sha256 repository, zeros of 64 digits', () => {
    const repo = new HookedRepository(makeFolder());
    repo.git('init', '-q', '-b', 'main', '--object-format=sha256');
    const head = repo.commitUnseen('secret', { 's.txt': line });
    const zeros = '0'.repeat(64);
    const input = `refs/heads/main ${head} refs/heads/main ${zeros}\n(delete) ${zeros} refs/heads/old ${'f'.repeat(64)}\n`;
    const ran = gitmoat(['hooks', 'run', 'pre-push', 'origin', 'url'], { cwd: repo.root, input });
    expect(ran.stderr).toMatch(/^gitmoat: push blocked: .* in s\.txt:1\./);
  });

  it.skipIf(huskyPackage() === null)('in a husky project', () => {
    const repo = published('husky');
    repo.commitUnseen('secret', { 's.txt': line });
    expect(repo.try(['push', 'origin', 'main']).stderr).toMatch(/^gitmoat: push blocked/m);
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
