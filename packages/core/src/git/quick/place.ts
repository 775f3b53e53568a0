/**
 * A repository's parts read from its files, for the commit hook: a git process costs a third of what node's own start
 * does. Only the plain cases; whatever looks otherwise is left to `openRepository`.
 */
import { lstatSync, readFileSync, statSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { NotQuick } from './not-quick.ts';

export interface QuickPlace {
  /** Top of the working tree. */
  readonly root: string;
  readonly gitDir: string;
  readonly commonDir: string;
  readonly indexFile: string;
  /** Commit of HEAD; null while unborn. */
  readonly head: string | null;
}

type Environment = Readonly<Record<string, string | undefined>>;

/** Variables that move parts of a repository elsewhere. GIT_DIR and GIT_INDEX_FILE are what git sets for its hooks. */
const elsewhere =
  /^GIT_(?:WORK_TREE|COMMON_DIR|OBJECT_DIRECTORY|ALTERNATE_OBJECT_DIRECTORIES|QUARANTINE_PATH|NAMESPACE|CONFIG|CEILING_DIRECTORIES|DISCOVERY_ACROSS_FILESYSTEM|REPLACE_REF_BASE)$/;

/** Where `git -c name=value` hands its settings on, and those that would matter here. */
const settingVariables = /^GIT_CONFIG_(?:PARAMETERS$|KEY_)/;
const decidingSettings = /core\.(?:worktree|bare)|extensions\.|promisor|partialclone|include/i;

/** Extensions of the repository format that change nothing here. */
const harmlessExtensions =
  /^(?:worktreeconfig\s*=.*|preciousobjects\s*=.*|objectformat\s*=\s*sha1|relativeworktrees\s*=.*)$/i;

const longestRefChain = 5;

/** Throws NotQuick. */
export function quickPlace(cwd: string, env: Environment): QuickPlace {
  for (const [name, value] of Object.entries(env)) {
    if (!name.startsWith('GIT_')) continue;
    if (elsewhere.test(name)) throw new NotQuick(name);
    if (settingVariables.test(name) && decidingSettings.test(value ?? '')) throw new NotQuick(name);
  }
  const { root, gitDir } = findGitDir(cwd, env.GIT_DIR);
  const link = text(join(gitDir, 'commondir'));
  const commonDir = link === null ? gitDir : resolve(gitDir, link.trim());
  checkOwner([root, gitDir]);
  const config = text(join(commonDir, 'config'));
  checkConfig(config);
  if (link !== null || /worktreeconfig/i.test(config ?? '')) checkWorktreeConfig(gitDir);
  const index = env.GIT_INDEX_FILE;
  return {
    root,
    gitDir,
    commonDir,
    // `git commit -a` and `git commit PATH` name a temporary index, relative to the top of the working tree.
    indexFile: index ? resolve(root, index) : join(gitDir, 'index'),
    head: resolveRef(gitDir, commonDir, 'HEAD', 0),
  };
}

function findGitDir(cwd: string, named: string | undefined): { root: string; gitDir: string } {
  // git tells hooks GIT_DIR without GIT_WORK_TREE only where they stand at the top.
  if (named) return { root: cwd, gitDir: resolve(cwd, named) };
  for (let at = cwd; ; at = dirname(at)) {
    const dot = join(at, '.git');
    const stat = lstatSync(dot, { throwIfNoEntry: false });
    if (stat?.isDirectory()) return { root: at, gitDir: dot };
    if (stat?.isFile()) {
      const to = /^gitdir: (.+?)\r?\n?$/.exec(readFileSync(dot, 'utf8'))?.[1];
      if (to !== undefined) return { root: at, gitDir: resolve(at, to) };
    }
    if (stat !== undefined || dirname(at) === at) throw new NotQuick('no plain .git');
    // A bare repository has no working tree, and `git` itself answers for one.
    if (text(join(at, 'HEAD')) !== null) throw new NotQuick('a git folder');
  }
}

/** git refuses what belongs to another user, unless its settings say otherwise: then it is asked. */
function checkOwner(paths: readonly string[]): void {
  const user = process.getuid?.();
  if (user === undefined) return;
  for (const path of paths) if (lstatSync(path).uid !== user) throw new NotQuick('owner');
}

function checkConfig(config: string | null): void {
  if (config === null) throw new NotQuick('no config');
  let section = '';
  for (const raw of config.split('\n')) {
    const line = raw.trim();
    const head = /^\[\s*([\w.-]+)[^\]]*\]\s*(.*)$/.exec(line);
    if (head !== null) section = head[1]!.toLowerCase();
    const setting = head === null ? line : head[2]!;
    if (/^include(?:if)?$/.test(section)) throw new NotQuick('included settings');
    if (setting === '' || /^[#;]/.test(setting)) continue;
    if (/\\$/.test(setting)) throw new NotQuick('a continued line');
    if (section === 'extensions' && !harmlessExtensions.test(setting)) throw new NotQuick('extension');
    if (section === 'core' && /^worktree\b|^bare\b(?!\s*=\s*false)/i.test(setting))
      throw new NotQuick('worktree or bare');
    if (section === 'remote' && /^(?:promisor|partialclonefilter)\b/i.test(setting))
      throw new NotQuick('partial clone');
  }
}

/** Sparse checkouts have settings of their own; only those may stand there. */
function checkWorktreeConfig(gitDir: string): void {
  const config = text(join(gitDir, 'config.worktree'));
  if (config !== null) checkConfig(config);
}

function resolveRef(gitDir: string, commonDir: string, name: string, depth: number): string | null {
  const own = text(join(name === 'HEAD' ? gitDir : commonDir, name))?.trim();
  if (own === undefined) {
    if (name === 'HEAD') throw new NotQuick('no HEAD');
    return packedRef(commonDir, name);
  }
  const target = /^ref: (refs\/.+)$/.exec(own)?.[1];
  if (target === undefined) return oidOf(own);
  // Refs of one worktree (bisect, rewritten) are not branches.
  if (depth === longestRefChain || /^refs\/(?:worktree|bisect|rewritten)\/|\.\./.test(target))
    throw new NotQuick('ref');
  return resolveRef(gitDir, commonDir, target, depth + 1);
}

function packedRef(commonDir: string, name: string): string | null {
  const packed = text(join(commonDir, 'packed-refs'));
  if (packed === null) return null;
  const at = packed.indexOf(` ${name}\n`);
  return at < 0 ? null : oidOf(packed.slice(packed.lastIndexOf('\n', at) + 1, at));
}

function oidOf(word: string): string {
  if (!/^[0-9a-f]{40}$/.test(word)) throw new NotQuick('not an object id');
  return word;
}

/** Null: there is no such file. Asked before it is read: an error costs node ten times what the question does. */
function text(file: string): string | null {
  try {
    return statSync(file, { throwIfNoEntry: false })?.isFile() ? readFileSync(file, 'latin1') : null;
  } catch (error) {
    throw new NotQuick(`${(error as NodeJS.ErrnoException).code}`);
  }
}
