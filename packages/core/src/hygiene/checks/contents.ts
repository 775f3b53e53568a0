/** Files whose content says that they should not be there, or not like this. */
import { sideFolder } from '../../ignore/must-ignore.ts';
import { type Check, type Checks, matches, type Problem, perFile } from '../check.ts';
import type { Tree, TreeFile } from '../tree.ts';
import { envKeysDiffer, isTemplate } from './env-files.ts';
import { isRealValue, isSecretName } from './secret-words.ts';

/** `<<<<<<< `, `=======`, `>>>>>>> `, in this order, at the beginning of lines. */
function* conflictMarkers({ path }: TreeFile, tree: Tree): Iterable<Problem> {
  const text = tree.text(path);
  if (!tree.merging && !text.includes('<<<<<<< ')) return;
  if (sideFolder.test(path) || /\.(?:md|mdx|rst|adoc|txt|patch|diff)$/i.test(path)) return;
  // A script that writes such lines on purpose, or a program that reads them.
  if (/(?<!<)<<-?[ \t]*\\?['"]?[A-Za-z_]|["'`/]<{7}/.test(text)) return;
  const block = /^<{7} [^\n]*\n(?:(?!<{7} )[^\n]*\n)*?={7}\r?\n(?:(?!<{7} )[^\n]*\n)*?>{7} [^\n]*$/gm;
  // While a merge goes on one marker is enough: somebody removed the others.
  const single = /^(?:<{7} .*|={7}\r?|>{7} .*)$/gm;
  for (const { index, 0: whole } of text.matchAll(tree.merging ? single : block)) {
    const line = whole.split('\n', 1)[0]!.trimEnd();
    yield { path, text: line, message: 'A merge conflict was committed', range: [index, index + line.length] };
  }
}

const dumpHead = /^-- (?:PostgreSQL database dump|MySQL dump|MariaDB dump|phpMyAdmin SQL Dump)/m;
/** Rows that say which migrations have run are no data. */
const bookkeeping = /schema_migrations|ar_internal_metadata|flyway|alembic/;

function* databaseDump({ path }: TreeFile, tree: Tree): Iterable<Problem> {
  const text = tree.text(path);
  if (sideFolder.test(path) || !dumpHead.test(text)) return;
  const rows = text.split('\n').find((line) => /^(?:INSERT INTO|COPY) /.test(line) && !bookkeeping.test(line));
  if (rows !== undefined)
    yield { path, text: path, message: `${path.slice(path.lastIndexOf('/') + 1)} is a database dump with rows` };
}

const npmLogin = /^\s*(?<text>[^#;\s=]*(?:_authToken|_password|_auth|npmAuthToken))\s*[=:]\s*["']?(?<value>[^\s"']+)/gm;

function* npmLogins({ path }: TreeFile, tree: Tree): Iterable<Problem> {
  if (sideFolder.test(path)) return;
  for (const found of tree.text(path).matchAll(npmLogin)) {
    const { text = '', value = '' } = found.groups ?? {};
    // A registry of this machine takes any login.
    if (!isRealValue(value) || /localhost|127\.0\.0\.1/.test(text)) continue;
    const start = found.index + found[0].indexOf(text);
    yield { path, text, message: `${text} has its value in the file`, range: [start, start + text.length] };
  }
}

function* tfvarsSecrets({ path }: TreeFile, tree: Tree): Iterable<Problem> {
  if (sideFolder.test(path)) return;
  for (const found of tree.text(path).matchAll(/^\s*"?([A-Za-z_][\w-]*)"?\s*[=:]\s*"([^"\n]*)"/gm)) {
    const [whole, name = '', value = ''] = found;
    if (!isSecretName(name) || !isRealValue(value)) continue;
    const start = found.index + whole.indexOf(name);
    yield { path, text: name, message: `${name} has its value in the file`, range: [start, start + name.length] };
  }
}

function* passwordIn({ path }: TreeFile, tree: Tree): Iterable<Problem> {
  for (const found of tree.text(path).matchAll(/^.*?\b(password)\s*[ =:]\s*(\S+)/gim)) {
    if (!isRealValue(found[2]!)) continue;
    const start = found.index + found[0].search(/password/i);
    yield { path, text: 'password', message: 'A login with its password', range: [start, start + 8] };
    return;
  }
}

function* byteOrderMark({ path }: TreeFile, tree: Tree): Iterable<Problem> {
  if (sideFolder.test(path)) return;
  if (
    !/\.(?:csv|tsv|cs|csproj|sln|resx|ps1|psm1|rc|vcxproj\w*|xaml|config)$/i.test(path) &&
    tree.text(path).startsWith('\ufeff')
  ) {
    yield { path, text: 'BOM', message: 'The file begins with a byte-order mark', range: [0, 1] };
  }
}

function* mixedLineEnds({ path }: TreeFile, tree: Tree): Iterable<Problem> {
  if (sideFolder.test(path)) return;
  const text = tree.text(path);
  const ends = { CRLF: text.split('\r\n').length - 1, LF: 0, CR: 0 };
  ends.LF = text.split('\n').length - 1 - ends.CRLF;
  ends.CR = text.split('\r').length - 1 - ends.CRLF;
  const found = Object.entries(ends).filter(([, count]) => count > 0);
  if (found.length < 2) return;
  const rarest = found.toSorted(([, a], [, b]) => a - b)[0]!;
  const counts = found.map(([name, count]) => `${count} lines end in ${name}`).join(', ');
  yield { path, text: rarest[0], message: `Line ends are mixed: ${counts}` };
}

function* notebookOutputs({ path }: TreeFile, tree: Tree): Iterable<Problem> {
  let cells: unknown;
  try {
    cells = (JSON.parse(tree.text(path)) as { cells?: unknown }).cells;
  } catch {
    return;
  }
  if (!Array.isArray(cells)) return;
  const count = cells.filter((cell) => Array.isArray(cell?.outputs) && cell.outputs.length > 0).length;
  if (count > 0) yield { path, text: 'outputs', message: `${count} cells are saved with their outputs` };
}

function* lfsPointer({ path }: TreeFile, tree: Tree): Iterable<Problem> {
  if (!tree.text(path).startsWith('version https://git-lfs.github.com/spec/')) return;
  const attributes = tree.ofKind('gitattributes').map((file) => tree.text(file.path));
  if (attributes.some((text) => /filter=lfs/.test(text))) return;
  yield { path, text: path, message: 'An LFS pointer, but no .gitattributes names LFS: the content is nowhere' };
}

function* envTemplateMissing(tree: Tree): Iterable<Problem> {
  if (tree.files.some(({ path }) => isTemplate(path))) return;
  for (const file of tree.ofKind('package-json')) {
    if (!sideFolder.test(file.path) && /"dotenv"\s*:/.test(tree.text(file.path))) {
      yield* matches(file, tree, /"dotenv"(?=\s*:)/g, () => 'Settings come from a .env that has no .env.example');
      return;
    }
  }
}

/** Files in which git finds something; `name` narrows. Every text of a few changed files is read instead. */
function searched(search: string, check: (file: TreeFile, tree: Tree) => Iterable<Problem>, name: RegExp = /./): Check {
  return {
    search,
    reads: ({ path, mode }) => mode.startsWith('100') && name.test(path),
    *run(tree) {
      for (const file of tree.files) {
        if (!file.mode.startsWith('100') || !name.test(file.path)) continue;
        const bytes = tree.bytes(file.path);
        // Read for another check; git's own test for binary content.
        if (bytes !== null && !bytes.subarray(0, 8000).includes(0)) yield* check(file, tree);
      }
    },
  };
}

export const contentChecks: Checks = {
  'merge-conflict': searched('^(<{7} |>{7} )', conflictMarkers),
  'database-dump-committed': searched(
    '^-- (PostgreSQL database|MySQL|MariaDB|phpMyAdmin SQL) [Dd]ump',
    databaseDump,
    /\.(?:sql|dump|bak)$/i,
  ),
  'npmrc-login': perFile(['npmrc'], npmLogins),
  'login-file-committed': perFile(['pypirc', 'netrc'], passwordIn),
  'tfvars-secret': searched('=', tfvarsSecrets, /\.tfvars(?:\.json)?$/),
  'byte-order-mark': searched('^\ufeff', byteOrderMark),
  'mixed-line-ends': searched('\r', mixedLineEnds),
  'notebook-outputs': perFile(['notebook'], notebookOutputs),
  'lfs-pointer-without-lfs': {
    ...searched('^version https://git-lfs.github.com/spec/', lfsPointer),
    also: ['gitattributes'],
    whole: true,
  },
  'env-template-outdated': envKeysDiffer,
  'env-template-missing': { kinds: ['package-json'], whole: true, run: envTemplateMissing },
};
