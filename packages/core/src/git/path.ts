/** Paths as git has them (latin1, one character a byte), as the file system wants them, and as people read them. */
/** A path as git has it: one latin1 character a byte. The same type as `RawPath` of sources/, which stands above git/. */
export type RawPath = string;

let utf8: InstanceType<typeof TextDecoder> | null = null;

/** UTF-8 text of the path; null where its bytes are not UTF-8. */
function decoded(raw: RawPath): string | null {
  try {
    utf8 ??= new TextDecoder('utf-8', { fatal: true });
    return utf8.decode(Buffer.from(raw, 'latin1'));
  } catch {
    return null;
  }
}

// Control characters (C0, DEL, C1), line and paragraph separators, and the ones that turn the reading direction.
const unsafe = /[\x00-\x1f\x7f-\x9f\u2028\u2029\u200e\u200f\u202a-\u202e\u2066-\u2069]/g;

/** Text that cannot move the cursor, start a line or turn the reading direction: `\n`, `\t`, else `\xNN` or `\u{NNNN}`. */
export function escapeControls(text: string): string {
  return text.replace(unsafe, (character) => {
    if (character === '\n') return '\\n';
    if (character === '\r') return '\\r';
    if (character === '\t') return '\\t';
    const code = character.charCodeAt(0);
    return code < 0x100 ? `\\x${code.toString(16).padStart(2, '0')}` : `\\u{${code.toString(16)}}`;
  });
}

/** What a report shows: UTF-8 with control characters escaped; bytes that are not UTF-8 as `\xNN`. */
export function displayPath(raw: RawPath): string {
  const text = decoded(raw);
  if (text !== null) return escapeControls(text);
  return escapeControls(raw).replace(/[\xa0-\xff]/g, (character) => `\\x${character.charCodeAt(0).toString(16)}`);
}

/** base64 of a path that is not UTF-8; undefined where it is. */
export function pathBytes(raw: RawPath): string | undefined {
  return decoded(raw) === null ? Buffer.from(raw, 'latin1').toString('base64') : undefined;
}

/** A file-system path or any other JavaScript string → RawPath. */
export function toRawPath(path: string | Uint8Array): RawPath {
  return Buffer.from(path as string).toString('latin1');
}
