/** What `npm pack` would take of a folder. Nothing is built, run or fetched: scripts are off and npm is offline. */
import { execFile } from 'node:child_process';

/** A package of thousands of files takes a second or two. */
const longest = 15_000;
const args = ['pack', '--dry-run', '--json', '--ignore-scripts', '--offline', '--loglevel=silent'];

/** Paths from the folder; null where there is no npm, or it cannot say. */
export function npmPack(folder: string): Promise<string[] | null> {
  return new Promise((resolve) => {
    execFile('npm', args, { cwd: folder, timeout: longest, maxBuffer: 64 * 2 ** 20 }, (error, stdout) => {
      resolve(error === null ? pathsOf(stdout) : null);
    });
  });
}

function pathsOf(text: string): string[] | null {
  try {
    const [pack] = JSON.parse(text) as { files?: { path: string }[] }[];
    return pack?.files?.map(({ path }) => path) ?? null;
  } catch {
    return null;
  }
}
