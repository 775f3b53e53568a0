/** Is a blob an archive that is unpacked? By its first bytes alone, so that every engine and source says the same. */

export type ArchiveKind = 'zip' | 'gzip' | 'tar';

/** zip stands for jar, war, whl, docx and all others of that form. */
export function archiveKind(bytes: Uint8Array): ArchiveKind | null {
  const first = bytes[0];
  if (first === 0x50 && bytes[1] === 0x4b && bytes[2] === 3 && bytes[3] === 4) return 'zip';
  if (first === 0x1f && bytes[1] === 0x8b && bytes[2] === 8) return 'gzip';
  return isTar(bytes) ? 'tar' : null;
}

/** `ustar` at 257, as POSIX and GNU write it. */
function isTar(bytes: Uint8Array): boolean {
  return (
    bytes[257] === 0x75 && bytes[258] === 0x73 && bytes[259] === 0x74 && bytes[260] === 0x61 && bytes[261] === 0x72
  );
}
