/** UTF-16 blobs: transcoded to UTF-8 for the detector, offsets mapped back to the blob's own bytes. */

export interface Transcoded {
  readonly utf8: Buffer;
  /** Offset in `utf8` → offset in the blob. */
  original(offset: number): number;
}

export function transcode(bytes: Buffer, order: 'utf16le' | 'utf16be'): Transcoded {
  const even = bytes.length & ~1;
  const little = order === 'utf16le' ? bytes.subarray(0, even) : Buffer.from(bytes.subarray(0, even)).swap16();
  const mark = little[0] === 0xff && little[1] === 0xfe ? 2 : 0;
  const utf8 = Buffer.from(little.toString('utf16le', mark), 'utf8');
  return { utf8, original: (offset) => mark + 2 * utf8.toString('utf8', 0, offset).length };
}
