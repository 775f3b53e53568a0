/** Example trees of rule files as real repositories. */
import { execFileSync } from 'node:child_process';
import { chmodSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { completeExample } from '../../../packages/core/src/detect/examples/generate.ts';
import type { ExampleFile, ExampleTree } from '../../../packages/core/src/hygiene/schema.ts';
import { gitEnvironment } from '../../helpers/repository.ts';

/** Makes the tree in `root` and stages it. */
export function makeTree(root: string, tree: ExampleTree, seed: string): void {
  const git = (...args: string[]) => execFileSync('git', args, { cwd: root, env: gitEnvironment(), stdio: 'pipe' });
  mkdirSync(root, { recursive: true });
  git('init', '-q', '-b', 'main');
  if (tree.removed) {
    for (const [path, entry] of Object.entries(tree.removed)) write(join(root, path), objectOf(entry), seed);
    git('add', '-f', '-A');
    git(...identity, 'commit', '-q', '-m', 'Before');
    git('rm', '-q', '-r', '.');
    git(...identity, 'commit', '-q', '--allow-empty', '-m', 'Removed');
  }
  const tracked: string[] = [];
  for (const [path, entry] of Object.entries(tree.files)) {
    const file = typeof entry === 'string' ? { content: entry } : entry;
    if (file.submodule) {
      git('update-index', '--add', '--cacheinfo', `160000,${'1'.repeat(40)},${path}`);
      mkdirSync(join(root, path), { recursive: true });
      if (file.drifted) commitIn(join(root, path));
      continue;
    }
    write(join(root, path), file, seed);
    if (!file.untracked) tracked.push(path);
  }
  if (tracked.length > 0) git('add', '-f', '--', ...tracked);
  for (const [path, entry] of Object.entries(tree.later ?? {})) write(join(root, path), objectOf(entry), seed);
  if (tree.refs) {
    git(...identity, 'commit', '-q', '-m', 'Tree');
    for (const ref of tree.refs) git('update-ref', ref, 'HEAD');
  }
  for (const [key, value] of Object.entries(tree.config ?? {})) git('config', key, value);
  if (tree.exclude !== undefined) writeFileSync(join(root, '.git/info/exclude'), tree.exclude);
}

const identity = ['-c', 'user.name=A', '-c', 'user.email=a@example.com'];
const objectOf = (entry: ExampleFile) => (typeof entry === 'string' ? { content: entry } : entry);

function commitIn(root: string): void {
  const git = (...args: string[]) => execFileSync('git', args, { cwd: root, env: gitEnvironment(), stdio: 'pipe' });
  git('init', '-q', '-b', 'main');
  git(...identity, 'commit', '-q', '--allow-empty', '-m', 'Other');
}

function write(path: string, file: Exclude<ExampleFile, string>, seed: string): void {
  mkdirSync(dirname(path), { recursive: true });
  if (file.symlink !== undefined) return symlinkSync(file.symlink, path);
  const text = completeExample(file.content ?? '', seed);
  const content = file.base64 === undefined ? Buffer.from(text) : Buffer.from(file.base64, 'base64');
  writeFileSync(path, file.size === undefined ? content : Buffer.alloc(file.size, content.length > 0 ? content : 'x'));
  if (file.executable) chmodSync(path, 0o755);
}
