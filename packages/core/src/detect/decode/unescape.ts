/**
 * Escapes undone over a stretch of bytes, everything else as it stands: `%2F`; `\/`, `\n`, `\u002f`, `\x2f`; `&amp;`,
 * `&#47;`, `&#x2f;`. One kind at a time, code points above 255 become `?`.
 */
import type { RunTest } from '../required-run.ts';
import { hexValue } from './base64.ts';
import type { Decoded, DecodedAround } from './decoded.ts';

export type EscapeCodec = 'percent' | 'escape' | 'html';

/** An escape read at a place: its byte and its length; length 0: none. Reused, never kept. */
const unit = { byte: 0, length: 0 };
type Reader = (bytes: Buffer, at: number) => void;

const letters: Readonly<Record<string, number>> = {
  n: 10,
  r: 13,
  t: 9,
  b: 8,
  f: 12,
  '/': 47,
  '"': 34,
  "'": 39,
  '\\': 92,
};
const entities: Readonly<Record<string, number>> = { amp: 38, lt: 60, gt: 62, quot: 34, apos: 39 };

const readers: Readonly<Record<EscapeCodec, { readonly lead: number; readonly read: Reader }>> = {
  percent: {
    lead: 0x25,
    read: (bytes, at) => hexUnit(bytes, at + 1, 2, 3),
  },
  escape: {
    lead: 0x5c,
    read: (bytes, at) => {
      const kind = bytes[at + 1]!;
      if (kind === 0x75) hexUnit(bytes, at + 2, 4, 6);
      else if (kind === 0x78) hexUnit(bytes, at + 2, 2, 4);
      else set(letters[String.fromCharCode(kind)], 2);
    },
  },
  html: {
    lead: 0x26,
    read: (bytes, at) => {
      const text = bytes.toString('latin1', at + 1, at + 10);
      const [whole = '', hex, decimal, name] = /^(?:#[xX]([0-9a-fA-F]{1,6})|#(\d{1,7})|([a-z]{2,4}));/.exec(text) ?? [];
      if (hex !== undefined) set(Number.parseInt(hex, 16), whole.length + 1);
      else if (decimal !== undefined) set(Number(decimal), whole.length + 1);
      else set(name === undefined ? undefined : entities[name], whole.length + 1);
    },
  },
};

function hexUnit(bytes: Buffer, at: number, digits: number, length: number): void {
  unit.length = 0;
  if (at + digits > bytes.length) return;
  let code = 0;
  for (let i = 0; i < digits; i++) {
    const value = hexValue[bytes[at + i]!]!;
    if (value < 0) return;
    code = (code << 4) | value;
  }
  set(code, length);
}

function set(code: number | undefined, length: number): void {
  unit.length = code === undefined ? 0 : length;
  unit.byte = code === undefined || code > 255 ? 63 : code;
}

/** Length of the escape at `at`, 0 if there is none. */
export function escapeLength(bytes: Buffer, at: number, codec: EscapeCodec): number {
  const { lead, read } = readers[codec];
  if (bytes[at] !== lead) return 0;
  read(bytes, at);
  return unit.length;
}

export function undoEscapes(bytes: Buffer, from: number, to: number, codec: EscapeCodec): Decoded {
  const text = { out: Buffer.allocUnsafe(to - from), starts: new Int32Array(to - from + 1), length: 0 };
  undo(bytes, { from, stop: to, to, most: to - from }, codec, text);
  return decodedOf(text, codec);
}

/** What is written: bytes, and the place of each, with that of what comes then as the last. */
interface Text {
  out: Buffer;
  starts: Int32Array;
  length: number;
}

/** One for all calls. */
const around: Text = { out: Buffer.allocUnsafeSlow(4096), starts: new Int32Array(4097), length: 0 };

/** Where to read from, and to: escapes that end past it are none. `most`: bytes that are written from `at` on. */
export interface Surroundings {
  readonly from: number;
  readonly at: number;
  readonly to: number;
  readonly most: number;
}

/** Null where `at` lies inside an escape. `bytes` and `range` serve until the next call. */
export function undoAround(
  bytes: Buffer,
  { from, at, to, most }: Surroundings,
  codec: EscapeCodec,
): DecodedAround | null {
  const longest = Math.min(to - from, at - from + most);
  if (around.out.length < longest) {
    around.out = Buffer.allocUnsafeSlow(2 * longest);
    around.starts = new Int32Array(2 * longest + 1);
  }
  around.length = 0;
  undo(bytes, { from, stop: at, to, most: longest }, codec, around);
  const offset = around.length;
  if (around.starts[offset] !== at) return null;
  undo(bytes, { from: at, stop: to, to, most }, codec, around);
  return { ...decodedOf(around, codec), at: offset };
}

/** Appends what begins in [from, stop), `most` bytes of it. */
function undo(
  bytes: Buffer,
  { from, stop, to, most }: { from: number; stop: number; to: number; most: number },
  codec: EscapeCodec,
  text: Text,
): void {
  const { lead, read } = readers[codec];
  const { out, starts } = text;
  let { length } = text;
  const end = length + most;
  let at = from;
  while (at < stop && length < end) {
    starts[length] = at;
    const byte = bytes[at]!;
    if (byte === lead) {
      unit.length = 0;
      read(bytes, at);
      if (unit.length > 0 && at + unit.length <= to) {
        out[length++] = unit.byte;
        at += unit.length;
        continue;
      }
    }
    out[length++] = byte;
    at++;
  }
  starts[length] = at;
  text.length = length;
}

function decodedOf({ out, starts, length }: Text, codec: EscapeCodec): Decoded {
  return { bytes: out.subarray(0, length), codec, range: (start, end) => [starts[start]!, starts[end]!] };
}

/**
 * `hasRun` (but for the run's lead) in the text that begins at `at`, without writing that text down: reads no further than the run may stand. Meant for an
 * `at` at which a character of the text begins, and a run behind it.
 */
export function hasRunUnescaped(
  bytes: Buffer,
  at: number,
  to: number,
  codec: EscapeCodec,
  { run, mask }: RunTest,
): boolean {
  const { lead, read } = readers[codec];
  const last = run.to + run.length;
  let length = 0;
  for (let place = at, offset = 0; place < to && offset < last; offset++) {
    let byte = bytes[place]!;
    let taken = 1;
    if (byte === lead) {
      unit.length = 0;
      read(bytes, place);
      if (unit.length > 0 && place + unit.length <= to) {
        byte = unit.byte;
        taken = unit.length;
      }
    }
    place += taken;
    if (offset < run.from) continue;
    length = mask[byte] === 1 ? length + 1 : 0;
    if (length === run.length) return true;
  }
  return false;
}
