/**
 * Settings that a whole run has read and found to be plain: valid, and nothing in them makes more count than the defaults.
 * Remembered by object id in the git folder, so that the next commit does not parse YAML again.
 */
import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** Another build may understand the same text otherwise. */
declare const __BUILD_ID__: string | undefined;
const build = typeof __BUILD_ID__ === 'string' ? __BUILD_ID__ : 'source';

const fileOf = (commonDir: string): string => join(commonDir, 'gitmoat-cache', 'plain-settings');

/** `oids`: of the setting files in their order, empty for one that is not there. */
function lineOf(oids: readonly string[]): string {
  return `${build} ${oids.map((oid) => oid || '-').join(' ')}\n`;
}

export function arePlain(commonDir: string, oids: readonly string[]): boolean {
  try {
    return readFileSync(fileOf(commonDir), 'latin1') === lineOf(oids);
  } catch {
    return false;
  }
}

/** A folder that cannot be written costs the next commit some milliseconds, nothing else. */
export function rememberPlain(commonDir: string, oids: readonly string[]): void {
  const file = fileOf(commonDir);
  if (arePlain(commonDir, oids)) return;
  try {
    mkdirSync(join(commonDir, 'gitmoat-cache'), { recursive: true });
    writeFileSync(`${file}.${process.pid}`, lineOf(oids));
    renameSync(`${file}.${process.pid}`, file);
  } catch {
    // See above.
  }
}
