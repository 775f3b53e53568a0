/** Objects that stand whole in a pack or loose, in chunks: constant memory whatever their size. Deltas are not for here. */
import { inflateChunks, inflateFaultCode } from './inflate-chunks.ts';
import { createInflater } from './inflater.ts';
import type { LooseReader } from './loose-objects.ts';
import type { Location, ObjectStore, StreamResult } from './object-store.ts';
import { fileFault, type PackFault } from './pack-fault.ts';
import { NO_BASE, type PackReader } from './pack-reader.ts';

/** Large enough that a window of it is scanned in one go, small enough to forget about. */
const CHUNK = 1 << 20;

/** Null for a delta. */
export function streamPacked(store: ObjectStore, location: Location): StreamResult | null {
  const reader = store.reader(location.pack);
  const fault = reader.open(location.entry);
  if (fault !== null) return { type: 0, size: 0, chunks: null, fault };
  if (reader.base !== NO_BASE) return null;
  return { type: reader.kind, size: reader.size, chunks: packedChunks(reader, location.entry), fault: null };
}

/** Has an inflater of its own: the consumer may read other objects between two chunks. */
function* packedChunks(reader: PackReader, entry: number): Generator<Uint8Array | PackFault> {
  const opened = reader.open(entry);
  if (opened !== null) return yield opened;
  const inflater = createInflater();
  inflater.begin(reader.size);
  const ring = { bytes: new Uint8Array(CHUNK), at: 0, length: CHUNK, filled: 0 };
  for (const chunk of inflateChunks(reader.packedRange(), inflater, reader.size, ring)) {
    if (typeof chunk === 'string') return yield reader.fault(inflateFaultCode(chunk), entry, chunk);
    yield chunk;
  }
  const damaged = reader.check(entry);
  if (damaged !== null) yield damaged;
}

export function streamLoose(store: ObjectStore, folder: number, oid: string): StreamResult {
  let loose: LooseReader | null = null;
  try {
    loose = store.looseReader(folder, oid, createInflater());
    const fault = loose.open();
    if (fault !== null) {
      loose.close();
      return { type: 0, size: 0, chunks: null, fault };
    }
  } catch (error) {
    return { type: 0, size: 0, chunks: null, fault: { ...fileFault(store.loose[folder]!.folder, error), oid } };
  }
  return { type: loose.type, size: loose.size, chunks: looseChunks(loose), fault: null };
}

function* looseChunks(loose: LooseReader): Generator<Uint8Array | PackFault> {
  try {
    yield* loose.chunks(new Uint8Array(CHUNK), 0, CHUNK);
  } finally {
    loose.close();
  }
}
