/** Example trees of rule files without git: what a rule says is a function of the tree, and hundreds of repositories take a minute. */
import { completeExample } from '../../../packages/core/src/detect/examples/generate.ts';
import { checks } from '../../../packages/core/src/hygiene/checks/index.ts';
import { type HygieneRuleset, judge } from '../../../packages/core/src/hygiene/judge.ts';
import { filesFor } from '../../../packages/core/src/hygiene/load-tree.ts';
import { loadParsers } from '../../../packages/core/src/hygiene/parsers.ts';
import type { ExampleFile, ExampleTree } from '../../../packages/core/src/hygiene/schema.ts';
import { Tree } from '../../../packages/core/src/hygiene/tree.ts';
import type { Finding } from '../../../packages/core/src/scan/finding.ts';

/** What needs a repository of its own: settings, excludes, files that git has to leave out. */
export function needsGit({ config, exclude, later, removed, refs, files }: ExampleTree): boolean {
  const special = Object.values(files).some((file) => isObject(file) && (file.untracked || file.drifted));
  return special || [config, exclude, later, removed, refs].some((part) => part !== undefined);
}

export async function findingsInMemory(
  id: string,
  example: ExampleTree,
  { ruleset, seed }: { readonly ruleset: HygieneRuleset; readonly seed: string },
): Promise<Finding[]> {
  const contents = new Map(Object.entries(example.files).map(([path, file]) => [path, contentOf(file, seed)]));
  const files = Object.entries(example.files)
    .map(([path, file]) => ({ path, mode: modeOf(file), oid: path, tracked: !isObject(file) || !file.untracked }))
    .sort((a, b) => (a.path < b.path ? -1 : 1));
  const tree = new Tree({ where: 'worktree', files, whole: true });
  const check = checks[id]!;
  const wanted = await filesFor([check], tree, async (pattern) => {
    const found = new RegExp(pattern, 'm');
    return files.flatMap(({ path }) => (found.test(contents.get(path)!.toString('utf8')) ? [path] : []));
  });
  for (const { path } of wanted) tree.give(path, contents.get(path)!);
  if (check.sizes) for (const { path } of files) tree.sizes.set(path, contents.get(path)!.length);
  await loadParsers(tree, wanted, { hcl: ruleset.hcl });
  return judge(
    ruleset.rules.filter((rule) => rule.id === id),
    tree,
    { ruleset },
  );
}

const isObject = (file: ExampleFile): file is Exclude<ExampleFile, string> => typeof file !== 'string';

function modeOf(file: ExampleFile): string {
  if (!isObject(file)) return '100644';
  if (file.symlink !== undefined) return '120000';
  return file.submodule ? '160000' : file.executable ? '100755' : '100644';
}

function contentOf(file: ExampleFile, seed: string): Buffer {
  if (!isObject(file)) return Buffer.from(completeExample(file, seed));
  if (file.symlink !== undefined) return Buffer.from(file.symlink);
  const text = Buffer.from(completeExample(file.content ?? '', seed));
  const bytes = file.base64 === undefined ? text : Buffer.from(file.base64, 'base64');
  return file.size === undefined ? bytes : Buffer.alloc(file.size, bytes.length > 0 ? bytes : 'x');
}
