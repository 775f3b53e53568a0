/** Everything that makes a commit: what is stopped, what passes. Data for the table of `hooks-table.test.ts`. */
import { chmodSync, rmSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'vitest';
import { makeRepository } from '../../cli/harness.ts';
import type { WayName } from '../hook-ways.ts';
import { type HookedRepository, line, secret } from '../hooked-repository.ts';

export interface CommitCase {
  readonly name: string;
  /** Brings the repository to the moment before; returns the arguments of git. */
  prepare(repo: HookedRepository): readonly string[];
  readonly blocked: boolean;
  /** The command itself changes the index before it asks (`am`). */
  readonly changesIndex?: true;
  /** Where git is called, from the root. */
  readonly cwd?: string;
  /** What is set when git is called. */
  env?(repo: HookedRepository): Record<string, string>;
  /** Managers that leave this one open, and why; that they do is tested. */
  readonly open?: Partial<Record<WayName, string>>;
}

const commit = ['commit', '-q', '-m', 'x'];

const noPatchStage = 'the framework has no such stage, the push is the net';

/** main and side both changed a.txt, side is merged (or picked) into main, and stops with a conflict. */
function conflict(repo: HookedRepository, how: readonly string[]): void {
  repo.git('checkout', '-q', '-b', 'side');
  repo.commitUnseen('theirs', { 'a.txt': 'theirs\n' });
  repo.git('checkout', '-q', 'main');
  repo.commitUnseen('ours', { 'a.txt': 'ours\n' });
  expect(repo.try([...how, 'side']).code).not.toBe(0);
}

/** A side branch with the secret, main elsewhere: no conflict. */
function diverge(repo: HookedRepository, content: string): void {
  repo.git('checkout', '-q', '-b', 'side');
  repo.commitUnseen('theirs', { 'side.txt': content });
  repo.git('checkout', '-q', 'main');
  repo.commitUnseen('ours', { 'b.txt': 'b\n' });
}

export const commitCases: readonly CommitCase[] = [
  {
    name: 'commit of a new file',
    blocked: true,
    prepare(repo) {
      repo.write('new.txt', line).git('add', '-A');
      return commit;
    },
  },
  {
    name: 'commit without a secret',
    blocked: false,
    prepare(repo) {
      repo.write('new.txt', 'fine\n').git('add', '-A');
      return commit;
    },
  },
  {
    name: 'the very first commit',
    blocked: true,
    prepare(repo) {
      repo.git('checkout', '-q', '--orphan', 'fresh');
      repo.write('new.txt', line).git('add', '-A');
      return commit;
    },
  },
  {
    name: 'commit --amend',
    blocked: true,
    prepare(repo) {
      repo.write('a.txt', line).git('add', '-A');
      return ['commit', '-q', '--amend', '--no-edit'];
    },
  },
  {
    name: 'commit --amend of the message only',
    blocked: false,
    prepare: () => ['commit', '-q', '--amend', '-m', 'other'],
  },
  {
    name: 'commit -a',
    blocked: true,
    prepare(repo) {
      repo.write('a.txt', line);
      return ['commit', '-q', '-a', '-m', 'x'];
    },
  },
  {
    name: 'commit PATH with the secret',
    blocked: true,
    prepare(repo) {
      repo.write('a.txt', line);
      return [...commit, 'a.txt'];
    },
  },
  {
    name: 'commit PATH beside a staged secret',
    blocked: false,
    prepare(repo) {
      repo.commitUnseen('b', { 'b.txt': 'b\n' });
      repo.write('a.txt', line).write('b.txt', 'bb\n').git('add', 'a.txt');
      return [...commit, 'b.txt'];
    },
  },
  {
    name: 'a partial stage: secret in the index, not in the worktree',
    blocked: true,
    prepare(repo) {
      repo.write('a.txt', line).git('add', 'a.txt');
      repo.write('a.txt', 'clean\n');
      return commit;
    },
  },
  {
    name: 'a partial stage: secret in the worktree only',
    blocked: false,
    prepare(repo) {
      repo.write('a.txt', 'clean\n').git('add', 'a.txt');
      repo.write('a.txt', line);
      return commit;
    },
  },
  {
    name: 'intent-to-add',
    blocked: false,
    prepare(repo) {
      repo.write('later.txt', line).git('add', '-N', 'later.txt');
      repo.write('b.txt', 'b\n').git('add', 'b.txt');
      return commit;
    },
  },
  {
    name: 'intent-to-add, then commit -a',
    blocked: true,
    prepare(repo) {
      repo.write('later.txt', line).git('add', '-N', 'later.txt');
      return ['commit', '-q', '-a', '-m', 'x'];
    },
  },
  {
    name: 'from a subfolder',
    blocked: true,
    cwd: 'deep/er',
    prepare(repo) {
      repo.write('deep/er/b.txt', 'b\n').write('a.txt', line).git('add', '-A');
      return commit;
    },
  },
  {
    name: 'a rename without an edit of a file that has a secret in HEAD',
    blocked: false,
    prepare(repo) {
      repo.commitUnseen('old', { 'old.txt': line });
      repo.git('mv', 'old.txt', 'new.txt');
      return commit;
    },
  },
  {
    name: 'a rename that brings a secret',
    blocked: true,
    prepare(repo) {
      const filler = Array.from({ length: 40 }, (_, i) => `line ${i}\n`).join('');
      repo.commitUnseen('old', { 'old.txt': filler });
      repo.git('mv', 'old.txt', 'new.txt');
      repo.write('new.txt', filler + line).git('add', '-A');
      return commit;
    },
  },
  {
    name: 'a mode change of a file that has a secret in HEAD',
    blocked: false,
    prepare(repo) {
      repo.commitUnseen('old', { 'run.sh': line });
      chmodSync(join(repo.root, 'run.sh'), 0o755);
      repo.git('add', '-A');
      return commit;
    },
  },
  {
    name: 'a symlink whose target holds a secret',
    blocked: true,
    prepare(repo) {
      symlinkSync(`/srv/${secret}`, join(repo.root, 'link'));
      repo.git('add', '-A');
      return commit;
    },
  },
  {
    name: 'a file that becomes a symlink whose target holds a secret',
    blocked: true,
    prepare(repo) {
      rmSync(join(repo.root, 'a.txt'));
      symlinkSync(`/srv/${secret}`, join(repo.root, 'a.txt'));
      repo.git('add', '-A');
      return commit;
    },
  },
  {
    name: 'a symlink to an untracked file with a secret',
    blocked: false,
    prepare(repo) {
      symlinkSync('outside.txt', join(repo.root, 'link'));
      repo.git('add', 'link');
      repo.write('outside.txt', line);
      return commit;
    },
  },
  {
    name: 'a submodule pointer',
    blocked: false,
    prepare(repo) {
      const other = makeRepository({ 's.txt': line });
      repo.git('-c', 'protocol.file.allow=always', 'submodule', 'add', '-q', other, 'sub');
      return commit;
    },
  },
  {
    name: 'deleting the secret',
    blocked: false,
    prepare(repo) {
      repo.commitUnseen('old', { 'old.txt': line });
      repo.git('rm', '-q', 'old.txt');
      return commit;
    },
  },
  {
    name: 'a file name with spaces, quotes and a line feed',
    blocked: true,
    prepare(repo) {
      repo.write('a "b"\n c.txt', line).git('add', '-A');
      return commit;
    },
  },
  {
    name: 'in a sparse checkout',
    blocked: true,
    prepare(repo) {
      repo.commitUnseen('dirs', { 'in/x.txt': 'x\n', 'out/y.txt': 'y\n' });
      repo.git('sparse-checkout', 'set', '--sparse-index', 'in', '.husky');
      repo.write('in/new.txt', line).git('add', '-A');
      return commit;
    },
  },
  {
    name: 'with a split index',
    blocked: true,
    prepare(repo) {
      repo.git('update-index', '--split-index');
      repo.write('new.txt', line).git('add', '-A');
      return commit;
    },
  },
  {
    name: 'a merge without conflict (pre-merge-commit) that brings a published secret',
    blocked: false,
    prepare(repo) {
      diverge(repo, line);
      return ['merge', '-q', '--no-edit', 'side'];
    },
  },
  {
    name: 'a merge without conflict, of a secret changed by hand before the commit',
    blocked: true,
    prepare(repo) {
      diverge(repo, 'fine\n');
      repo.git('merge', '-q', '--no-commit', 'side');
      repo.write('side.txt', line).git('add', '-A');
      return ['commit', '-q', '--no-edit'];
    },
  },
  {
    name: 'the resolution of a merge, commit',
    blocked: true,
    prepare(repo) {
      conflict(repo, ['merge']);
      repo.write('a.txt', line).git('add', '-A');
      return ['commit', '-q', '--no-edit'];
    },
  },
  {
    name: 'the resolution of a merge, merge --continue',
    blocked: true,
    prepare(repo) {
      conflict(repo, ['merge']);
      repo.write('a.txt', line).git('add', '-A');
      return ['merge', '--continue'];
    },
  },
  {
    name: 'a clean resolution of a merge',
    blocked: false,
    prepare(repo) {
      conflict(repo, ['merge']);
      repo.write('a.txt', 'both\n').git('add', '-A');
      return ['commit', '-q', '--no-edit'];
    },
  },
  {
    name: 'cherry-pick --continue',
    blocked: true,
    prepare(repo) {
      conflict(repo, ['cherry-pick']);
      repo.write('a.txt', line).git('add', '-A');
      return ['cherry-pick', '--continue'];
    },
  },
  {
    name: 'cherry-pick without conflict: git runs no hook, the push is the net',
    blocked: false,
    prepare(repo) {
      diverge(repo, line);
      return ['cherry-pick', 'side'];
    },
  },
  {
    name: 'rebase: git runs no hook on its picks, the push is the net',
    blocked: false,
    prepare(repo) {
      diverge(repo, line);
      repo.git('checkout', '-q', 'side');
      return ['rebase', '-q', 'main'];
    },
  },
  {
    name: 'revert of the removal',
    blocked: false,
    prepare(repo) {
      repo.commitUnseen('old', { 'old.txt': line });
      repo.git('rm', '-q', 'old.txt');
      repo.commitUnseen('gone');
      return ['revert', '--no-edit', 'HEAD'];
    },
  },
  {
    name: 'am (pre-applypatch)',
    open: { 'pre-commit': noPatchStage, prek: noPatchStage },
    changesIndex: true,
    blocked: true,
    prepare(repo) {
      repo.commitUnseen('patch', { 'p.txt': line });
      repo.git('format-patch', '-q', '-1', '-o', '.git/patches');
      repo.git('reset', '-q', '--hard', 'HEAD~1');
      return ['am', '-q', '.git/patches/0001-patch.patch'];
    },
  },
  {
    name: 'commit --include PATH beside what is staged',
    blocked: true,
    prepare(repo) {
      repo.commitUnseen('b', { 'b.txt': 'b\n' });
      repo.write('a.txt', 'aa\n').write('b.txt', line).git('add', 'a.txt');
      return [...commit, '--include', 'b.txt'];
    },
  },
  {
    name: 'an index named by GIT_INDEX_FILE',
    blocked: true,
    prepare(repo) {
      repo.write('new.txt', line);
      const other = { GIT_INDEX_FILE: join(repo.root, '.git', 'other-index') };
      repo.try(['read-tree', 'HEAD'], { env: other });
      repo.try(['add', 'new.txt'], { env: other });
      return commit;
    },
    env: (repo) => ({ GIT_INDEX_FILE: join(repo.root, '.git', 'other-index') }),
  },
  {
    name: 'GIT_DIR and GIT_WORK_TREE set, called from outside',
    blocked: true,
    prepare(repo) {
      repo.write('new.txt', line).git('add', '-A');
      return commit;
    },
    env: (repo) => ({ GIT_DIR: join(repo.root, '.git'), GIT_WORK_TREE: repo.root }),
    cwd: '..',
  },
  {
    name: 'in a linked worktree',
    blocked: true,
    cwd: '../linked',
    prepare(repo) {
      const linked = join(repo.root, '..', 'linked');
      repo.git('worktree', 'add', '-q', '-b', 'other', linked);
      symlinkSync(`/srv/${secret}`, join(linked, 'link'));
      repo.git('-C', linked, 'add', '-A');
      return commit;
    },
  },
  {
    name: 'a file that .gitattributes marks as binary',
    blocked: true,
    prepare(repo) {
      repo.write('.gitattributes', '*.txt -diff -text\n').write('new.txt', line).git('add', '-A');
      return commit;
    },
  },
  {
    name: 'merge --squash, then commit',
    blocked: true,
    prepare(repo) {
      diverge(repo, line);
      repo.git('merge', '-q', '--squash', 'side');
      return commit;
    },
  },
  {
    name: 'cherry-pick --no-commit, then commit',
    blocked: true,
    prepare(repo) {
      diverge(repo, line);
      repo.git('cherry-pick', '--no-commit', 'side');
      return commit;
    },
  },
  {
    name: 'revert --no-commit of the removal, then commit',
    blocked: true,
    prepare(repo) {
      repo.commitUnseen('old', { 'old.txt': line });
      repo.git('rm', '-q', 'old.txt');
      repo.commitUnseen('gone');
      repo.git('revert', '--no-commit', 'HEAD');
      return commit;
    },
  },
  {
    name: 'rebase --continue after a conflict: git runs no pre-commit, the push is the net',
    blocked: false,
    prepare(repo) {
      conflict(repo, ['rebase']);
      repo.write('a.txt', line).git('add', '-A');
      return ['rebase', '--continue'];
    },
  },
  {
    name: 'a force-added file that .gitignore names',
    blocked: true,
    prepare(repo) {
      repo.write('.gitignore', 'node_modules/\n*.log\n').write('x.log', line).git('add', '-f', '.gitignore', 'x.log');
      return commit;
    },
  },
  { name: 'a secret in the message', blocked: true, prepare: () => [...commit.slice(0, 3), line, '--allow-empty'] },
  {
    name: 'a comment that allows the line',
    blocked: false,
    prepare(repo) {
      repo.write('new.py', `x = "${secret}"  # gitmoat:allow made up\n`).git('add', '-A');
      return commit;
    },
  },
  {
    name: 'an exception in the staged settings',
    blocked: false,
    prepare(repo) {
      repo.write('.gitmoat.yaml', 'allow:\n  - paths: [docs/**]\n    reason: made up\n');
      repo.write('docs/x.txt', line).git('add', '-A');
      return commit;
    },
  },
  {
    name: 'mode: observe',
    blocked: false,
    prepare(repo) {
      repo.write('.gitmoat.yaml', 'mode: observe\n').write('x.txt', line).git('add', '-A');
      return commit;
    },
  },
];
