/** Everything that a push can carry: what is stopped, what passes, what is said. Data for `hooks-table.test.ts`. */
import type { WayName } from '../hook-ways.ts';
import { bareRemote, type HookedRepository, line } from '../hooked-repository.ts';

export interface PushCase {
  readonly name: string;
  prepare(repo: HookedRepository): readonly string[];
  /** Null: it passes; else what the message says beside the block. */
  readonly says: RegExp | null;
  /** Managers that leave this one open, and why; that they do is tested. */
  readonly open?: Partial<Record<WayName, string>>;
}

const noCommits = 'the framework runs no hook for a ref without new commits';

export const pushCases: readonly PushCase[] = [
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
    open: { 'pre-commit': noCommits, prek: noCommits },
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
    open: { 'pre-commit': noCommits, prek: noCommits },
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
  {
    name: '--tags: a tag that no branch has',
    says: /is on no branch/,
    prepare(repo) {
      repo.commitUnseen('secret', { 's.txt': line });
      repo.git('tag', 'v1');
      repo.git('reset', '-q', '--hard', 'HEAD~1');
      return ['push', '--tags', 'origin'];
    },
  },
  {
    name: '--all: a branch that is not checked out',
    says: /git switch to its branch/,
    prepare(repo) {
      repo.git('checkout', '-q', '-b', 'topic');
      repo.commitUnseen('secret', { 's.txt': line });
      repo.git('checkout', '-q', 'main');
      return ['push', '--all', 'origin'];
    },
  },
  {
    name: 'what a cherry-pick brought, which no commit hook saw',
    says: /is the last commit/,
    prepare(repo) {
      repo.git('checkout', '-q', '-b', 'side');
      repo.commitUnseen('theirs', { 's.txt': line });
      repo.git('checkout', '-q', 'main');
      repo.commitUnseen('ours', { 'b.txt': 'b\n' });
      repo.git('cherry-pick', 'side');
      repo.git('branch', '-q', '-D', 'side');
      return ['push', 'origin', 'main'];
    },
  },
  {
    name: 'from a shallow clone',
    says: /is the last commit/,
    prepare(repo) {
      repo.commitUnseen('one', { 'x.txt': 'x\n' });
      repo.git('push', '-q', '--no-verify', 'origin', 'main');
      const url = repo.git('config', 'remote.origin.url');
      repo.git('remote', 'set-url', 'origin', `file://${url}`);
      repo.git('fetch', '-q', '--depth', '1', 'origin', 'main');
      repo.commitUnseen('secret', { 's.txt': line });
      return ['push', 'origin', 'main'];
    },
  },
  {
    name: '500 commits on three refs, the secret added and removed inside',
    says: /push blocked: .* in f2\.txt:1\./,
    prepare(repo) {
      manyCommits(repo);
      return ['push', 'origin', 'b0', 'b1', 'b2'];
    },
  },
];

/** Branches b0, b1 and b2 in turn; the secret stands in one commit of b2. */
export function manyCommits(repo: HookedRepository): void {
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
}
