/**
 * The objects folders of a repository: its own and those that objects/info/alternates names, recursively, each once.
 * Same reading of the file as git's: one path a line, `#` comments, quoted paths, relative to the objects folder.
 */
import * as fs from 'node:fs';
import { isAbsolute, join } from 'node:path';
import { fileFault, type PackFault } from './pack-fault.ts';

/** git's own limit; deeper ones it ignores with an error. */
const MAX_DEPTH = 5;

/** `more`: folders from GIT_ALTERNATE_OBJECT_DIRECTORIES. The first folder is always `objectsDir`. */
export function listObjectFolders(
  objectsDir: string,
  more: readonly string[],
): { folders: string[]; faults: PackFault[] } {
  const folders: string[] = [];
  const faults: PackFault[] = [];
  const seen = new Set<string>();
  const queue = [
    { folder: objectsDir, depth: 0, file: objectsDir },
    ...more.map((folder) => ({ folder, depth: 1, file: folder })),
  ];
  for (let next = queue.shift(); next !== undefined; next = queue.shift()) {
    const { folder, depth, file } = next;
    try {
      const real = fs.realpathSync(folder);
      if (seen.has(real)) continue;
      seen.add(real);
      if (!fs.statSync(real).isDirectory()) throw new Error(`${folder} is not a folder`);
    } catch (error) {
      faults.push(fileFault(file, error, 'bad-alternate'));
      continue;
    }
    folders.push(folder);
    const list = join(folder, 'info', 'alternates');
    const named = readAlternates(list, faults);
    if (named.length > 0 && depth >= MAX_DEPTH)
      faults.push(fileFault(list, 'alternates are nested too deeply', 'bad-alternate'));
    else
      for (const path of named)
        queue.push({ folder: isAbsolute(path) ? path : join(folder, path), depth: depth + 1, file: list });
  }
  return { folders, faults };
}

function readAlternates(file: string, faults: PackFault[]): string[] {
  try {
    const lines = fs.readFileSync(file, 'utf8').split('\n');
    return lines
      .filter((line) => line !== '' && !line.startsWith('#'))
      .map((line) => (line.startsWith('"') ? unquote(line) : line));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') faults.push(fileFault(file, error, 'bad-alternate'));
    return [];
  }
}

const ESCAPES: Record<string, string> = { a: '\x07', b: '\b', f: '\f', n: '\n', r: '\r', t: '\t', v: '\v' };

/** Git's C-style quoting; octal escapes are bytes of UTF-8. A line that is not well quoted is taken as it is. */
function unquote(line: string): string {
  const quoted = /^"((?:[^"\\]|\\.)*)"$/.exec(line);
  if (quoted === null) return line;
  const latin1 = Buffer.from(quoted[1]!).toString('latin1');
  const bytes = latin1.replace(/\\([0-3][0-7]{2}|.)/g, (_, code: string) =>
    code.length === 3 ? String.fromCharCode(Number.parseInt(code, 8)) : (ESCAPES[code] ?? code),
  );
  return Buffer.from(bytes, 'latin1').toString('utf8');
}
