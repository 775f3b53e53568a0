/**
 * Whether the hygiene rules of a stage could have a word about a file: told by its name and a few bytes, so that they are
 * not loaded for ordinary code and prose. Errs on the side of asking; a test holds it against every rule's examples.
 */
import type { ChangedFile } from '@gitmoat/core/git/quick/changed';

/** Code, prose and styles that no rule reads for what they mean. */
const ordinary =
  /^(?!(?:readme|license|licence|copying|contributing|security|codeowners)\b)[\w@+-][\w@+.-]*\.(?:[cm]?[jt]sx?|vue|svelte|py|go|rs|java|kt|kts|rb|php|cs|swift|scala|ex|exs|c|h|cc|cpp|hpp|md|mdx|rst|adoc|txt|css|scss|less|html?|svg)$/i;

/** Folders that are not meant to be committed. */
const special = /(?:^|\/)(?:node_modules|bower_components|dist|build|out|target|coverage|__pycache__|\.[^/]*)\//i;

/** Names that Windows cannot have, and what looks like a dump, a history or a state. */
const oddName =
  /^(?:con|prn|aux|nul|com\d|lpt\d)\.|dump|backup|history|secret|credential|password|tfvars|tfstate|core\.|\.min\.|compose|docker|gitlab/i;

/** Conflict marks, carriage returns, what a dump or a workflow would hold. */
const oddText = /^(?:<{7}|={7}|>{7}|\|{7})|\r|\0|^version https:|^-- .*(?:dump|MySQL|PostgreSQL|MariaDB)|INSERT INTO/m;

/** What that needs, looked for as bytes: an expression takes thirty times as long where its code has to be made first. */
const oddParts = ['<<<<<<<', '=======', '>>>>>>>', '|||||||', '\r', '\0', 'version https:', '-- ', 'INSERT INTO'];

/** Far below what counts as a large file. */
const ordinarySize = 256 << 10;

export function concernsHygiene({ path, mode }: Pick<ChangedFile, 'path' | 'mode'>, bytes: Buffer): boolean {
  const name = path.slice(path.lastIndexOf('/') + 1);
  if (mode !== '100644' || !ordinary.test(name) || special.test(path) || oddName.test(name)) return true;
  if (!/^[\x20-\x7e]+$/.test(path) || /[<>:"|?*\\]|[ .](?:\/|$)/.test(path)) return true;
  if (bytes.length > ordinarySize || bytes[0] === 0xef) return true;
  return oddParts.some((part) => bytes.includes(part)) && oddText.test(bytes.toString('latin1'));
}
