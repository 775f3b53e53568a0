/**
 * Objects in chunks, constant memory whatever their size: those that stand whole in a pack or loose, as often as they are
 * asked for; deltas by way of temporary files, one link of a chain after another.
 */
import { deltaToFile, RESULT_TOO_BIG } from './delta-to-file.ts';
import { inflateChunks, inflateFaultCode } from './inflate-chunks.ts';
import { createInflater } from './inflater.ts';
import type { LooseReader } from './loose-objects.ts';
import type { Location, ObjectStore, StreamResult } from './object-store.ts';
import { fileFault, type PackFault } from './pack-fault.ts';
import { NO_BASE, type PackReader } from './pack-reader.ts';
import { SpillFile } from './spill-file.ts';

/** Large enough that a window of it is scanned in one go, small enough to forget about. */
const CHUNK = 1 << 20;

/** What a chunk's place may hold instead: the object cannot be read to its end. */
export class StreamFault extends Error {
  readonly fault: PackFault;

  constructor(fault: PackFault) {
    super(fault.reason);
    this.fault = fault;
  }
}

/** The chunks alone; throws StreamFault. */
export function* soundChunks(chunks: Iterable<Uint8Array | PackFault>): Generator<Uint8Array> {
  for (const chunk of chunks) {
    if (!(chunk instanceof Uint8Array)) throw new StreamFault(chunk);
    yield chunk;
  }
}

const nothingToClose = (): void => {};

/** Null for a delta. */
export function streamPacked(store: ObjectStore, location: Location): StreamResult | null {
  const reader = store.reader(location.pack);
  const fault = reader.open(location.entry);
  if (fault !== null) return { type: 0, size: 0, chunks: null, fault };
  if (reader.base !== NO_BASE) return null;
  const chunks = (): Iterable<Uint8Array | PackFault> => packedChunks(reader, location.entry);
  return { type: reader.kind, size: reader.size, chunks, close: nothingToClose, fault: null };
}

/** An entry's inflated data, a delta's too. Has an inflater of its own: the consumer may read other objects between two chunks. */
export function* packedChunks(reader: PackReader, entry: number): Generator<Uint8Array | PackFault> {
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
  const opened = openLoose(store, folder, oid);
  if ('code' in opened) return { type: 0, size: 0, chunks: null, fault: opened };
  const { type, size } = opened;
  opened.close();
  return { type, size, chunks: () => looseChunks(store, folder, oid), close: nothingToClose, fault: null };
}

export function* looseChunks(store: ObjectStore, folder: number, oid: string): Generator<Uint8Array | PackFault> {
  const opened = openLoose(store, folder, oid);
  if ('code' in opened) return yield opened;
  try {
    yield* opened.chunks(new Uint8Array(CHUNK), 0, CHUNK);
  } finally {
    opened.close();
  }
}

/** Close it. */
function openLoose(store: ObjectStore, folder: number, oid: string): LooseReader | PackFault {
  let loose: LooseReader | null = null;
  try {
    loose = store.looseReader(folder, oid, createInflater());
    const fault = loose.open();
    if (fault === null) return loose;
    loose.close();
    return fault;
  } catch (error) {
    return { ...fileFault(store.loose[folder]!.folder, error), oid };
  }
}

/** A file of these chunks. What fails is thrown, a StreamFault or the file system's error. */
export function spillChunks(chunks: Iterable<Uint8Array | PackFault>): SpillFile {
  return filled((file) => {
    for (const chunk of soundChunks(chunks)) file.write(chunk);
    file.flush();
  });
}

/** An entry's delta applied to `base`, which stays open. Throws as `spillChunks` does. */
export function spillDelta(reader: PackReader, entry: number, base: SpillFile): SpillFile {
  return filled((file) => {
    const wrong = deltaToFile(soundChunks(packedChunks(reader, entry)), base, file);
    if (wrong === null) return;
    throw new StreamFault(reader.fault(wrong === RESULT_TOO_BIG ? 'too-big' : 'bad-delta', entry, wrong));
  });
}

function filled(fill: (file: SpillFile) => void): SpillFile {
  const file = new SpillFile();
  try {
    fill(file);
    return file;
  } catch (error) {
    file.close();
    throw error;
  }
}
