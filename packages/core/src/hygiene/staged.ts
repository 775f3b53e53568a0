/**
 * What a commit brings: the pre-commit part. Only rules that a changed path calls for are asked, only files that these
 * rules read are read, and YAML and Terraform parsers are loaded only for a file that needs one. Starts no process: the
 * caller has the paths already, and mostly the contents too.
 */

import type { Finding } from '../scan/finding.ts';
import type { RawPath } from '../sources/source.ts';
import type { Check } from './check.ts';
import { checks } from './checks/index.ts';
import { compareFindings, fingerprintsOf, type JudgeOptions, judge, rulesFor } from './judge.ts';
import { loadParsers, type ParserOptions } from './parsers.ts';
import { Tree, type TreeFile } from './tree.ts';

/** A file as the next commit will have it. */
export interface StagedFile {
  readonly path: RawPath;
  /** As git has it: 100644, 100755, 120000 (link), 160000 (submodule). */
  readonly mode: string;
  readonly oid: string;
}

/** Where contents come from. */
export interface StagedContents {
  /** Contents by object id; what is left out (too large, missing) is not judged. Asked at most once a parent, and once before. */
  read(oids: readonly string[]): Promise<ReadonlyMap<string, Buffer>>;
  /** Object ids of the file's versions before the commit, one a parent, its rename source included. Asked only where something was found. */
  earlier(file: StagedFile): Promise<readonly string[]>;
  /** A merge is under way (MERGE_HEAD). */
  readonly merging?: boolean;
  /** Asked first (plain-yaml.ts); only where nobody looks at the places of findings. */
  readonly plainYaml?: ParserOptions['plainYaml'];
}

/**
 * `files`: added and changed ones, without deletions. Findings of stage `staged` in report order, suppressed ones
 * included, less what an earlier version of the same file has already.
 */
export async function stagedHygiene(
  files: readonly StagedFile[],
  contents: StagedContents,
  options: JudgeOptions,
): Promise<Finding[]> {
  if (files.length === 0) return [];
  const now = treeOf(files, 'index', contents.merging);
  const rules = rulesFor(options, 'staged').filter(({ id }) => concerns(checks[id]!, now));
  const { hcl } = options.ruleset;
  const oids = new Map(files.map(({ path, oid }) => [path, oid]));
  const reading = { read: contents.read, hcl, plainYaml: contents.plainYaml };
  await fill(now, { ...reading, checks: rules.map(({ id }) => checks[id]!), oids });
  const found = judge(rules, now, options);
  if (found.length === 0) return found;
  const old = new Set<string>();
  const again = rules.filter(({ id }) => found.some(({ rule }) => rule === id));
  for (const { tree, oids: older } of await treesBefore(files, found, contents)) {
    await fill(tree, { ...reading, checks: again.map(({ id }) => checks[id]!), oids: older });
    for (const fingerprint of fingerprintsOf(again, tree, options)) old.add(fingerprint);
  }
  return found.filter(({ fingerprint }) => !old.has(fingerprint)).sort(compareFindings);
}

function treeOf(files: readonly StagedFile[], where: 'index' | 'tree', merging = false): Tree {
  return new Tree({ where, merging, files: files.map((file) => ({ ...file, tracked: true })), whole: false });
}

/** The earlier versions of the files with findings, under their names of now: a finding that moves with its file is not new. */
async function treesBefore(
  files: readonly StagedFile[],
  found: readonly Finding[],
  { earlier }: StagedContents,
): Promise<{ tree: Tree; oids: Map<RawPath, string> }[]> {
  const blobs = new Set(found.flatMap(({ occurrences }) => occurrences.map(({ blob }) => blob)));
  const parents: Map<RawPath, StagedFile>[] = [];
  for (const file of files) {
    if (!blobs.has(file.oid)) continue;
    for (const [index, oid] of (await earlier(file)).entries()) {
      parents[index] ??= new Map();
      parents[index].set(file.path, { ...file, oid });
    }
  }
  return parents.map((parent) => ({
    tree: treeOf([...parent.values()], 'tree'),
    oids: new Map([...parent].map(([path, { oid }]) => [path, oid])),
  }));
}

/** Whether the changed paths give the check anything to do. */
function concerns(check: Check, tree: Tree): boolean {
  if (check.whole) return false;
  if (check.kinds === undefined && check.reads === undefined) return true;
  return candidates(check, tree).length > 0;
}

function candidates({ kinds, reads }: Check, tree: Tree): readonly TreeFile[] {
  const files = kinds === undefined ? tree.files : tree.ofKind(...kinds);
  return reads === undefined ? files : files.filter(reads);
}

interface Filling extends ParserOptions {
  readonly checks: readonly Check[];
  readonly oids: ReadonlyMap<RawPath, string>;
  readonly read: StagedContents['read'];
}

async function fill(tree: Tree, { checks: wanted, oids, read, ...parsers }: Filling): Promise<void> {
  const files = new Map<RawPath, TreeFile>();
  const parsed = new Map<RawPath, TreeFile>();
  const reading = wanted.filter(({ kinds, reads, search }) => kinds ?? reads ?? search);
  for (const check of reading) for (const file of candidates(check, tree)) files.set(file.path, file);
  const bytes = await read([...new Set([...files.keys()].map((path) => oids.get(path)!))]);
  for (const path of files.keys()) {
    const content = bytes.get(oids.get(path)!);
    if (content !== undefined) tree.give(path, content);
  }
  // Where git would have searched, the text says itself whether it needs a parser.
  for (const check of reading) {
    const pattern = check.search === undefined ? null : new RegExp(check.search, 'm');
    for (const file of candidates(check, tree)) {
      if (pattern === null || pattern.test(tree.text(file.path))) parsed.set(file.path, file);
    }
  }
  await loadParsers(tree, [...parsed.values()], parsers);
}
