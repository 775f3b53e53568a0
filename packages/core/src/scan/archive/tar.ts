/** Files of a tar archive: POSIX ustar and pax, GNU long names. Links, folders and devices hold nothing to read. */
import { type ArchiveEntry, longestName, type Refusal } from './entry.ts';

const block = 512;

export function* tarEntries(bytes: Buffer): Generator<ArchiveEntry | Refusal> {
  let longName: string | null = null;
  let longSize: number | null = null;
  for (let at = 0; at + block <= bytes.length; ) {
    const header = bytes.subarray(at, at + block);
    // Blocks of zeros end an archive.
    if (header[0] === 0 && header.every((byte) => byte === 0)) return;
    const size: number = longSize ?? sizeOf(header);
    if (!hasSum(header) || size < 0) {
      yield 'damaged';
      return;
    }
    const kind = String.fromCharCode(header[156]!);
    const body = bytes.subarray(at + block, at + block + size);
    at += block + Math.ceil(size / block) * block;
    if (kind === 'L') longName = text(body, 0, Math.min(body.length, longestName));
    else if (kind === 'x') {
      const records = paxRecords(body);
      longName = records.get('path')?.slice(0, longestName) ?? longName;
      longSize = records.has('size') ? Number(records.get('size')) || 0 : null;
    } else if (kind !== 'g' && kind !== 'K') {
      const name = longName ?? nameOf(header);
      [longName, longSize] = [null, null];
      const whole = body.length === size;
      if (kind === '0' || kind === '\0' || kind === '7')
        yield { name, read: (limit) => (body.length > limit ? 'limits' : body) };
      if (!whole) break;
    }
  }
  yield 'damaged';
}

/** Octal digits, or (GNU) a big-endian number behind a byte with its high bit set. -1: neither. */
function sizeOf(header: Buffer): number {
  if (header[124]! & 0x80) return Number(header.readBigUInt64BE(128) & 0xffff_ffff_ffffn);
  const digits = text(header, 124, 136).trim();
  return /^[0-7]{1,12}$/.test(digits) ? Number.parseInt(digits, 8) : digits === '' ? 0 : -1;
}

/** The header's bytes added up, its own sum taken as blanks. */
function hasSum(header: Buffer): boolean {
  let sum = 8 * 32;
  for (let i = 0; i < block; i++) if (i < 148 || i >= 156) sum += header[i]!;
  return Number.parseInt(text(header, 148, 156).trim(), 8) === sum;
}

function nameOf(header: Buffer): string {
  const name = text(header, 0, 100);
  const prefix = header[263] === 0x30 ? text(header, 345, 500) : '';
  return prefix === '' ? name : `${prefix}/${name}`;
}

/** `LENGTH KEY=VALUE\n`, LENGTH counting all of it. */
function paxRecords(body: Buffer): Map<string, string> {
  const records = new Map<string, string>();
  for (let at = 0; at < body.length; ) {
    const [head = '', digits = ''] = /^(\d{1,9}) /.exec(body.toString('latin1', at, at + 11)) ?? [];
    const length = Number(digits);
    if (length <= head.length) break;
    const record = body.toString('latin1', at + head.length, at + length - 1);
    const equals = record.indexOf('=');
    if (equals > 0) records.set(record.slice(0, equals), record.slice(equals + 1));
    at += length;
  }
  return records;
}

/** Up to the first NUL. */
function text(bytes: Buffer, from: number, to: number): string {
  const whole = bytes.toString('latin1', from, to);
  const end = whole.indexOf('\0');
  return end < 0 ? whole : whole.slice(0, end);
}
