/** A secret → the byte strings as which it may stand somewhere: as it is and in the usual encodings. Raw secrets: not for a screen. */

export interface Needle {
  /** As a report names it: `as it is`, `base64` … */
  readonly form: string;
  readonly bytes: Buffer;
}

/** A shorter value stands in many places by chance: finding it proves nothing. */
export const shortestNeedle = 8;

/** Lines of a key's body are compared one by one, so that other line ends and indentations are found too. */
const pemLine = 64;

/** Each byte string once; values too short to tell are left out. */
export function needlesFor(values: readonly Buffer[]): Needle[] {
  const needles = new Map<string, Needle>();
  for (const text of values.flatMap(piecesOf).filter(({ length }) => length >= shortestNeedle)) {
    for (const needle of formsOf(text)) {
      const key = needle.bytes.toString('latin1');
      if (!needles.has(key)) needles.set(key, needle);
    }
  }
  return [...needles.values()];
}

/** Of a private key two lines of its body: its armour and the DER header are every key's. */
function piecesOf(value: Buffer): Buffer[] {
  const body = /-----BEGIN [^-]+-----([\s\S]+?)-----END/.exec(value.toString('latin1'))?.[1];
  if (body === undefined) return [value];
  const text = body.replace(/\\[rn]|\s/g, '');
  const pieces = [text.slice(pemLine, 2 * pemLine), text.slice(2 * pemLine, 3 * pemLine)];
  return pieces.filter(({ length }) => length > 0).map((piece) => Buffer.from(piece, 'latin1'));
}

function formsOf(bytes: Buffer): Needle[] {
  const text = bytes.toString('utf8');
  const wide = Buffer.from(text, 'utf16le');
  const latin = (form: string, value: string): Needle => ({ form, bytes: Buffer.from(value, 'latin1') });
  return [
    { form: 'as it is', bytes },
    latin('percent-encoded', encodeURIComponent(text)),
    { form: 'escaped as in JSON', bytes: Buffer.from(JSON.stringify(text).slice(1, -1)) },
    { form: 'UTF-16', bytes: wide },
    { form: 'UTF-16', bytes: Buffer.from(wide).swap16() },
    latin('hex', bytes.toString('hex')),
    latin('hex', bytes.toString('hex').toUpperCase()),
    ...[0, 1, 2].flatMap((offset) => [
      latin('base64', base64At(bytes, offset, 'base64')),
      latin('base64', base64At(bytes, offset, 'base64url')),
    ]),
  ].filter((needle) => needle.bytes.length >= shortestNeedle);
}

/** What base64 makes of the bytes behind `offset` others: only the characters that depend on nothing else. */
function base64At(bytes: Buffer, offset: number, encoding: 'base64' | 'base64url'): string {
  const text = Buffer.concat([Buffer.alloc(offset), bytes]).toString(encoding);
  return text.slice(Math.ceil((offset * 8) / 6), Math.floor(((offset + bytes.length) * 8) / 6));
}
