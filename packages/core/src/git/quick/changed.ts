/**
 * What the index adds to HEAD, without git: folders that git knows to be the same tree are passed over, of the others HEAD's
 * tree is read. The same answer as `git diff-index --cached HEAD` less deletions.
 */
import type { RawPath } from '../path.ts';
import type { CachedTree, IndexEntries } from './index-file.ts';
import { NotQuick } from './not-quick.ts';
import type { QuickObjects } from './objects.ts';

export interface ChangedFile {
  readonly path: RawPath;
  /** As git has it, six octal digits. */
  readonly mode: string;
  readonly oid: string;
  /** HEAD's version of the path; null: new, or another kind of thing there. */
  readonly before: string | null;
}

interface TreeEntry {
  readonly mode: number;
  readonly oid: string;
}

const folderMode = 0o40000;

/** Throws NotQuick: unmerged paths, trees that cannot be read. */
export function changedFiles(index: IndexEntries, head: string | null, objects: QuickObjects): ChangedFile[] {
  const found: ChangedFile[] = [];
  let at = 0;

  /** Passes the entries below `prefix`; `tree`: HEAD's, null where it has none. */
  const folder = (prefix: string, tree: string | null, cached: CachedTree | null): void => {
    if (cached !== null && cached.entries >= 0 && cached.oid === tree) {
      at += cached.entries;
      return;
    }
    const before = tree === null ? null : readTree(objects, tree);
    const folders = cached?.folders();
    while (at < index.count) {
      const path = index.path(at);
      if (!path.startsWith(prefix)) return;
      const slash = path.indexOf('/', prefix.length);
      const entry = index.entry(at);
      if (entry.stage !== 0) throw new NotQuick('unmerged');
      if (entry.mode === folderMode) {
        // A folder outside a sparse checkout stands as one entry, `name/`.
        const old = before?.get(path.slice(prefix.length, -1));
        if (old?.mode !== folderMode || old.oid !== entry.oid) throw new NotQuick('a sparse folder that differs');
        at++;
      } else if (slash >= 0) {
        const name = path.slice(prefix.length, slash);
        const old = before?.get(name);
        folder(path.slice(0, slash + 1), old?.mode === folderMode ? old.oid : null, folders?.get(name) ?? null);
      } else {
        at++;
        if (entry.announced) continue;
        const old = before?.get(path.slice(prefix.length));
        if (old?.oid === entry.oid && old.mode === entry.mode) continue;
        const mode = entry.mode.toString(8).padStart(6, '0');
        const isFile = old !== undefined && old.mode !== folderMode && old.mode !== 0o160000;
        found.push({ path, mode, oid: entry.oid, before: isFile ? old.oid : null });
      }
    }
  };
  folder('', head === null ? null : treeOfCommit(objects, head), index.tree);
  if (at !== index.count) throw new NotQuick('an index out of order');
  return found;
}

function treeOfCommit(objects: QuickObjects, commit: string): string {
  const { type, bytes } = objects.read(commit);
  const tree = /^tree ([0-9a-f]{40})\n/.exec(bytes.toString('latin1', 0, 46))?.[1];
  if (type !== 'commit' || tree === undefined) throw new NotQuick('HEAD is no commit');
  return tree;
}

function readTree(objects: QuickObjects, oid: string): Map<string, TreeEntry> {
  const { type, bytes } = objects.read(oid);
  if (type !== 'tree') throw new NotQuick('no tree');
  const entries = new Map<string, TreeEntry>();
  for (let at = 0; at < bytes.length; ) {
    const space = bytes.indexOf(32, at);
    const nul = bytes.indexOf(0, space);
    if (space < 0 || nul < 0 || nul + 21 > bytes.length) throw new NotQuick('a damaged tree');
    const mode = canonical(Number.parseInt(bytes.toString('latin1', at, space), 8));
    entries.set(bytes.toString('latin1', space + 1, nul), { mode, oid: bytes.toString('hex', nul + 1, nul + 21) });
    at = nul + 21;
  }
  return entries;
}

/** Trees of early gits hold modes such as 100664. */
function canonical(mode: number): number {
  if ((mode & 0o170000) !== 0o100000) return mode;
  return mode & 0o100 ? 0o100755 : 0o100644;
}
