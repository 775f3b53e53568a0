/**
 * One file of the cache: magic, key, payload, checksum. What is torn, cut, of another key, or not ours alone to write is
 * no file at all. Written beside and renamed, so a reader sees a whole old file or a whole new one.
 */
import { createHash, randomBytes } from 'node:crypto';
import * as fs from 'node:fs';

const magic = Buffer.from('gitmoat-cache/1\n', 'latin1');
const checksumLength = 32;
/** More is not kept: Node reads no larger file in one piece. */
export const largestFile: number = 2 ** 30;

/** The payload, or null. `key`: 32 bytes that the file must carry. Never throws. */
export function readChecked(path: string, key: Uint8Array): Buffer | null {
  let fd = -1;
  try {
    fd = fs.openSync(path, fs.constants.O_RDONLY | (fs.constants.O_NOFOLLOW ?? 0) | (fs.constants.O_NONBLOCK ?? 0));
    const stat = fs.fstatSync(fd);
    const head = magic.length + key.length;
    if (!stat.isFile() || !isPrivate(stat) || stat.size < head + checksumLength || stat.size > largestFile) return null;
    const begin = Buffer.alloc(head);
    if (fs.readSync(fd, begin, 0, head, 0) !== head || !begin.equals(Buffer.concat([magic, key]))) return null;
    const all = Buffer.allocUnsafeSlow(stat.size);
    for (let at = 0; at < all.length; ) {
      const got = fs.readSync(fd, all, at, all.length - at, at);
      if (got === 0) return null;
      at += got;
    }
    const end = all.length - checksumLength;
    const sum = createHash('sha256').update(all.subarray(0, end)).digest();
    return sum.equals(all.subarray(end)) ? all.subarray(head, end) : null;
  } catch {
    return null;
  } finally {
    if (fd >= 0) fs.closeSync(fd);
  }
}

/** False where it could not be written (a read-only folder, a full disk): then nothing is left behind. */
export function writeChecked(path: string, key: Uint8Array, parts: readonly Uint8Array[]): boolean {
  const size = parts.reduce((sum, part) => sum + part.length, magic.length + key.length + checksumLength);
  if (size > largestFile) return false;
  const temporary = `${path}.${randomBytes(6).toString('hex')}.tmp`;
  let fd = -1;
  try {
    fd = fs.openSync(temporary, 'wx', 0o600);
    const hash = createHash('sha256');
    for (const part of [magic, key, ...parts]) {
      hash.update(part);
      writeAll(fd, part);
    }
    writeAll(fd, hash.digest());
    // Renamed before its bytes are on disk it could be an empty file after a power loss; the checksum would tell, too.
    fs.fsyncSync(fd);
    fs.closeSync(fd);
    fd = -1;
    fs.renameSync(temporary, path);
    return true;
  } catch {
    if (fd >= 0) fs.closeSync(fd);
    fs.rmSync(temporary, { force: true });
    return false;
  }
}

function writeAll(fd: number, bytes: Uint8Array): void {
  for (let at = 0; at < bytes.length; ) at += fs.writeSync(fd, bytes, at, bytes.length - at);
}

/** Whoever could have written it could have written "clean". */
function isPrivate(stat: fs.Stats): boolean {
  const user = process.getuid?.();
  return user === undefined || (stat.uid === user && (stat.mode & 0o022) === 0);
}
