/** Files by their names, sizes and modes: what does not check out everywhere, and what should never be committed. */
import { posix } from 'node:path';
import { sideFolder } from '../../ignore/must-ignore.ts';
import { type Check, type Checks, type Problem, perFile, perName } from '../check.ts';
import type { Tree, TreeFile } from '../tree.ts';

const nameOf = (path: string): string => path.slice(path.lastIndexOf('/') + 1);

/** A rule about names: an expression, what to say, and whether folders of tests and examples are left out. */
function named(pattern: RegExp, message: (name: string) => string, aside = true): ReturnType<typeof perName> {
  return perName(({ path, mode, tracked }) => {
    if (!tracked || !mode.startsWith('100') || !pattern.test(path) || (aside && sideFolder.test(path))) return null;
    return { path, text: path, message: message(nameOf(path)) };
  });
}

/** GitHub warns at 50 MiB and refuses at 100; 10 is where clones begin to hurt. */
const largest = 10 * 2 ** 20;

function* largeFiles(tree: Tree): Iterable<Problem> {
  for (const [path, size] of tree.sizes) {
    if (size < largest || tree.file(path)?.tracked !== true) continue;
    yield { path, text: path, message: `${nameOf(path)} has ${Math.round(size / 2 ** 20)} MiB and is not in LFS` };
  }
}

/** Paths that are one path where case does not count. */
function* caseConflicts(tree: Tree): Iterable<Problem> {
  const seen = new Map<string, string>();
  const told = new Set<string>();
  for (const { path, tracked } of tree.files) {
    if (!tracked) continue;
    // Folders count too: `Docs/a` and `docs/b` end up in one folder.
    for (let at = path.indexOf('/'); ; at = path.indexOf('/', at + 1)) {
      const part = at < 0 ? path : path.slice(0, at);
      const key = part.toLowerCase();
      const other = seen.get(key);
      if (other === undefined) seen.set(key, part);
      else if (other !== part && !told.has(key)) {
        told.add(key);
        yield { path, text: part, message: `${part} and ${other} differ in case only` };
      }
      if (at < 0) break;
    }
  }
}

// https://learn.microsoft.com/windows/win32/fileio/naming-a-file
// ¹, ² and ³ count as digits there; paths are latin1 here.
const reserved = /^(?:con|prn|aux|nul|(?:com|lpt)(?:[1-9]|\xc2[\xb9\xb2\xb3]))(?:\.|$)/i;
const illegal = /[<>:"|?*\\\x01-\x1f]|[. ]$/;

const windowsNames = perName(({ path }) => {
  const bad = path.split('/').find((part) => reserved.test(part) || illegal.test(part));
  return bad === undefined
    ? null
    : { path, text: path, message: `Windows cannot have the name ${JSON.stringify(bad)}` };
});

function linkTarget({ path }: TreeFile, tree: Tree): string {
  return (tree.bytes(path) ?? Buffer.alloc(0)).toString('latin1');
}

const escapingLinks = perFile(['link'], function* (file, tree) {
  const target = linkTarget(file, tree);
  if (target === '') return;
  const full = posix.normalize(posix.join(posix.dirname(file.path), target));
  const out = target.startsWith('/') || /^[A-Za-z]:[\\/]/.test(target) || full === '..' || full.startsWith('../');
  if (out) yield { path: file.path, text: target, message: `The link leaves the repository: ${target}` };
});

const brokenLinks = {
  ...perFile(['link'], function* (file, tree) {
    const target = linkTarget(file, tree);
    if (target === '' || target.startsWith('/')) return;
    const full = posix.normalize(posix.join(posix.dirname(file.path), target)).replace(/\/$/, '');
    if (full === '.' || full.startsWith('..') || tree.has(full)) return;
    // A folder, or something below a link or a submodule.
    if (foldersOf(tree).has(full) || isBelowOther(full, tree)) return;
    yield { path: file.path, text: target, message: `The link leads nowhere: ${target}` };
  }),
  whole: true,
};

const folderSets = new WeakMap<Tree, Set<string>>();

function foldersOf(tree: Tree): Set<string> {
  let folders = folderSets.get(tree);
  if (folders === undefined) {
    folders = new Set();
    for (const { path } of tree.files) {
      for (let at = path.lastIndexOf('/'); at > 0; at = path.lastIndexOf('/', at - 1)) {
        const folder = path.slice(0, at);
        if (folders.has(folder)) break;
        folders.add(folder);
      }
    }
    folderSets.set(tree, folders);
  }
  return folders;
}

function isBelowOther(path: string, tree: Tree): boolean {
  for (let at = path.lastIndexOf('/'); at > 0; at = path.lastIndexOf('/', at - 1)) {
    const mode = tree.file(path.slice(0, at))?.mode;
    if (mode === '120000' || mode === '160000') return true;
  }
  return false;
}

/** One finding a folder, at its first file. */
function committedFolder(pattern: RegExp, what: string): ReturnType<typeof perName> {
  return {
    *run(tree) {
      const told = new Set<string>();
      for (const { path, tracked } of tree.files) {
        const found = tracked ? pattern.exec(path) : null;
        if (found === null || told.has(found[0])) continue;
        // The folders above; node_modules itself counts as somebody else's code.
        if (sideFolder.test(found[0].replace(/[^/]+\/?$/, ''))) continue;
        told.add(found[0]);
        yield { path, text: found[0], message: `${found[0].replace(/\/$/, '')} is committed: ${what}` };
      }
    },
  };
}

/** In the index's mode, which is what others get. */
const shebangs: Check = {
  search: '^#!',
  also: ['executable'],
  *run(tree) {
    for (const { path, mode } of tree.files) {
      const bytes = tree.bytes(path);
      if (bytes === null || !mode.startsWith('100') || /\.bat$|\.cmd$|\.ps1$/.test(path)) continue;
      if (bytes.subarray(0, 8000).includes(0)) continue;
      const has = bytes[0] === 0x23 && bytes[1] === 0x21;
      if (mode === '100755' && !has) {
        yield { path, text: path, message: `${nameOf(path)} is executable and has no #! line` };
      }
      if (mode === '100644' && has) {
        const problem = { path, text: path, message: `${nameOf(path)} begins with #! and is not executable` };
        // Modules often begin so and are only ever imported.
        yield /\.sh$/.test(path) ? problem : { ...problem, severity: 'info' };
      }
    }
  },
};

export const fileChecks: Checks = {
  'large-file': { sizes: true, run: largeFiles },
  'case-conflict': { whole: true, run: caseConflicts },
  'windows-illegal-name': windowsNames,
  'link-escapes-repository': escapingLinks,
  'broken-link': brokenLinks,
  'executable-bit-and-shebang': shebangs,
  'keystore-committed': named(/\.(?:p12|pfx|jks|keystore|bks|kdbx)$/i, (name) => `${name} is a key store`),
  'terraform-state-committed': named(
    /\.tfstate(?:\.\w+)*$|\.tfplan$|(?:^|\/)tfplan$/,
    (name) => `${name} holds every value of the infrastructure, passwords included`,
  ),
  'core-dump-committed': named(
    /(?:^|\/)core\.\d+$|\.(?:hprof|mdmp)$|(?:^|\/)hs_err_pid\d+\.log$/,
    (name) => `${name} is a memory dump`,
  ),
  'shell-history-committed': named(
    /(?:^|\/)\.(?:bash|zsh|sh|psql|mysql|sqlite|python|node_repl|rediscli|irb|lesshst)_?(?:history|hst)$/,
    (name) => `${name} is a history of commands`,
    false,
  ),
  'node-modules-committed': committedFolder(/(?:^|.*\/)node_modules\//, 'installed dependencies'),
  'build-output-committed': committedFolder(
    /(?:^|.*\/)(?:__pycache__|\.gradle|\.terraform|\.venv|\.pytest_cache|\.mypy_cache|\.next|\.nuxt|bower_components)\/|(?:^|.*\/)(?:\.DS_Store|Thumbs\.db)$|[^/]+\.(?:pyc|class)$/,
    'it is made again by tools',
  ),
};
