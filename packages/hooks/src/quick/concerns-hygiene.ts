/**
 * Whether the hygiene rules of a stage could have a word about a file: told by its name and a few bytes, so that they are
 * not loaded for ordinary code and prose. Errs on the side of asking; a test holds it against every rule's examples.
 */
import type { ChangedFile } from '@gitmoat/core/git/quick/changed';

// Words and small classes: making an expression of all of them takes longer than everything else here.

/** Code, prose and styles that no rule reads for what they mean. */
const ordinary = new Set(
  (
    'js cjs mjs ts cts mts jsx cjsx mjsx tsx ctsx mtsx vue svelte py go rs java kt kts rb php cs swift scala ex exs ' +
    'c h cc cpp hpp md mdx rst adoc txt css scss less htm html svg'
  ).split(' '),
);
const plainName = /^[\w@+-][\w@+.-]*$/;

/** Documents that rules ask for by name. */
const documents = ['readme', 'license', 'licence', 'copying', 'contributing', 'security', 'codeowners'];

/** Folders that are not meant to be committed, and those with a dot. */
const special = new Set([
  'node_modules',
  'bower_components',
  'dist',
  'build',
  'out',
  'target',
  'coverage',
  '__pycache__',
]);

/** What looks like a dump, a history or a state. */
const oddWords =
  'dump backup history secret credential password tfvars tfstate core. .min. compose docker gitlab'.split(' ');
/** Names that Windows cannot have. */
const device = /^(?:con|prn|aux|nul|com\d|lpt\d)\./;
const oddPath = /[^\x20-\x7e]|[<>:"|?*\\]|[ .]\//;

/** Conflict marks, carriage returns, what a dump or a workflow would hold. */
const oddText = /^(?:<{7}|={7}|>{7}|\|{7})|\r|\0|^version https:|^-- .*(?:dump|MySQL|PostgreSQL|MariaDB)|INSERT INTO/m;

/** What that needs, looked for as bytes: an expression takes thirty times as long where its code has to be made first. */
const oddParts = ['<<<<<<<', '=======', '>>>>>>>', '|||||||', '\r', '\0', 'version https:', '-- ', 'INSERT INTO'];

/** Far below what counts as a large file. */
const ordinarySize = 256 << 10;

export function concernsHygiene({ path, mode }: Pick<ChangedFile, 'path' | 'mode'>, bytes: Buffer): boolean {
  const name = path.slice(path.lastIndexOf('/') + 1);
  if (mode !== '100644' || !isOrdinary(name.toLowerCase())) return true;
  const folders = path.slice(0, -name.length).toLowerCase().split('/');
  if (oddPath.test(path) || folders.some((folder) => folder[0] === '.' || special.has(folder))) return true;
  if (bytes.length > ordinarySize || bytes[0] === 0xef) return true;
  return oddParts.some((part) => bytes.includes(part)) && oddText.test(bytes.toString('latin1'));
}

function isOrdinary(name: string): boolean {
  if (!ordinary.has(name.slice(name.lastIndexOf('.') + 1)) || !plainName.test(name) || device.test(name)) return false;
  return !documents.some((word) => name.startsWith(word)) && !oddWords.some((word) => name.includes(word));
}
