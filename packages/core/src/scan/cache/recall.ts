/**
 * Known objects held against what is in the repository now: which entries need not be read, and what they hold. Packs that
 * are new only because git packed known objects again have their bytes checked against their index first. Every value is
 * read again from an object that holds it. Throws BadCache where file and repository do not fit.
 */
import { messageStart } from '../../git/commit-object.ts';
import { largestWhole } from '../../git/object-limits.ts';
import { BLOB } from '../../git/pack/entry-header.ts';
import type { ObjectStore } from '../../git/pack/object-store.ts';
import { compareBytes, findHexOid, hexOid, toHex } from '../../git/pack/oid-table.ts';
import type { PackIndex } from '../../git/pack/pack-index.ts';
import type { Located } from '../located.ts';
import { redact } from '../redact.ts';
import { type BlobScanner, scanBlob } from '../scan-blob.ts';
import { type KnownObjects, typeMask } from './known-objects.ts';
import type { KnownResult, KnownSpots, Spot } from './known-results.ts';
import { BadCache } from './payload.ts';

export interface RememberedObjects {
  readonly table: KnownObjects;
  /** Trailers (hex) of packs whose every byte has been read and found sound. */
  readonly packs: ReadonlySet<string>;
  readonly tags: ReadonlyMap<string, string>;
  readonly results: readonly KnownSpots[];
}

export interface Recalled {
  readonly table: KnownObjects;
  /** By row: 1 if the object is still there. */
  readonly present: Uint8Array;
  /** By pack and entry: 1 for what need not be read; shared memory. */
  readonly entries: readonly Uint8Array[];
  /** Loose objects that need not be read. */
  readonly loose: ReadonlySet<string>;
  readonly results: readonly KnownResult[];
  readonly tags: ReadonlyMap<string, string>;
  /** The file says nothing of some pack that is there, or much that is gone. */
  readonly stale: boolean;
}

/** Null where a pack that nobody has read holds known objects with damaged bytes: then everything is read. */
export function recall(store: ObjectStore, remembered: RememberedObjects, scanner: BlobScanner): Recalled | null {
  const { table } = remembered;
  const present = new Uint8Array(table.count);
  const entries: Uint8Array[] = [];
  let unverified = false;
  for (const [pack, { index }] of store.packs.entries()) {
    const known = knownEntries(index, table, present);
    entries.push(known);
    const sound = remembered.packs.has(packTrailer(store, pack));
    unverified ||= !sound;
    if (!sound && !checkEntries(store, pack, known)) return null;
  }
  const loose = knownLoose(store, table, present);
  const results = readValues(store, remembered, present, scanner);
  const tags = new Map([...remembered.tags].filter(([oid]) => present[findHexOid(table, oid)] === 1));
  const gone = present.reduce((sum, one) => sum + 1 - one, 0);
  return { table, present, entries, loose, results, tags, stale: unverified || gone * 4 > table.count };
}

/** The pack's checksum as its index has it; empty where it has none. */
export function packTrailer(store: ObjectStore, pack: number): string {
  const { packChecksum } = store.packs[pack]!.index;
  return packChecksum === null ? '' : toHex(packChecksum, 0, packChecksum.length);
}

/** Both tables are sorted: one pass over the two. */
function knownEntries(index: PackIndex, table: KnownObjects, present: Uint8Array): Uint8Array {
  const { width } = index;
  const flags = new Uint8Array(new SharedArrayBuffer(index.count));
  for (let i = 0, row = 0; i < index.count && row < table.count; ) {
    const order = compareBytes(index.oids, i * width, table.oids, row * width, width);
    if (order === 0) {
      flags[index.entryOf[i]!] = 1;
      present[row] = 1;
    }
    if (order <= 0) i++;
    if (order >= 0) row++;
  }
  return flags;
}

function checkEntries(store: ObjectStore, pack: number, known: Uint8Array): boolean {
  const reader = store.reader(pack);
  for (let entry = 0; entry < known.length; entry++) {
    if (known[entry] === 0) continue;
    if (reader.index.crcs === null || reader.check(entry) !== null) return false;
  }
  return true;
}

/** A loose file that was cut short (a power loss does that) no longer begins as it should. */
function knownLoose(store: ObjectStore, table: KnownObjects, present: Uint8Array): Set<string> {
  const known = new Set<string>();
  for (const { oids } of store.loose) {
    for (let i = 0; i < oids.count; i++) {
      const oid = hexOid(oids, i);
      const row = findHexOid(table, oid);
      if (row < 0) continue;
      if (present[row] === 0 && store.typeOf(oid) !== (table.kinds[row]! & typeMask)) continue;
      present[row] = 1;
      known.add(oid);
    }
  }
  return known;
}

/** Where a value can be read: the smallest object that has it. */
class Values {
  readonly secrets = new Map<number, Buffer>();
  readonly comments = new Map<number, { rule: string | null; reason: string }>();

  /** Whether something of these spots is still wanting that only a scan can give. */
  lacks(spots: readonly Spot[]): boolean {
    return spots.some(
      ({ plain, secret, inline, absorbed }) =>
        (!plain && !this.secrets.has(secret)) ||
        (inline > 0 && !this.comments.has(inline)) ||
        absorbed.some((value) => !this.secrets.has(value)),
    );
  }

  learn(spots: readonly Spot[], located: readonly Located[]): void {
    if (located.length !== spots.length) throw new BadCache();
    for (const [i, spot] of spots.entries()) {
      const one = located[i]!;
      const same = one.rule.index === spot.rule && one.start === spot.start && one.end === spot.end;
      const fits = one.absorbed.length === spot.absorbed.length && (one.inline === null) === (spot.inline === 0);
      if (!same || !fits) throw new BadCache();
      this.secrets.set(spot.secret, one.secret);
      for (const [j, value] of spot.absorbed.entries()) this.secrets.set(value, one.absorbed[j]!);
      if (one.inline !== null) this.comments.set(spot.inline, one.inline);
    }
  }

  slice(spots: readonly Spot[], bytes: Buffer): void {
    for (const { plain, secret, start, end } of spots) {
      if (!plain || this.secrets.has(secret)) continue;
      if (end > bytes.length) throw new BadCache();
      this.secrets.set(secret, Buffer.from(bytes.subarray(start, end)));
    }
  }
}

function readValues(
  store: ObjectStore,
  { table, results }: RememberedObjects,
  present: Uint8Array,
  scanner: BlobScanner,
): KnownResult[] {
  const there = results.filter(({ row }) => present[row] === 1);
  const bySize = [...there].sort((a, b) => table.sizes[a.row]! - table.sizes[b.row]!);
  const values = new Values();
  for (const { oid, row, spots } of bySize) {
    if (!values.lacks(spots)) continue;
    const blob = (table.kinds[row]! & typeMask) === BLOB;
    values.learn(spots, scanBlob(scanner, contentOf(store, table, row), [], blob ? oid : null).located);
  }
  for (const { row, spots } of bySize) {
    if (!spots.some(({ secret }) => !values.secrets.has(secret))) continue;
    values.slice(spots, contentOf(store, table, row));
  }
  const { rules } = scanner.ruleset;
  return there.map(({ oid, spots }): KnownResult => {
    const located = spots.map((spot): Located => {
      const rule = rules[spot.rule]!;
      const secret = values.secrets.get(spot.secret)!;
      const comment = spot.inline === 0 ? null : values.comments.get(spot.inline)!;
      return {
        rule,
        secret,
        redacted: redact(secret.toString('utf8'), rule.prefix),
        start: spot.start,
        end: spot.end,
        line: spot.line,
        column: spot.column,
        endLine: spot.endLine,
        endColumn: spot.endColumn,
        severity: rule.severity,
        confidence: spot.confidence,
        madeUp: spot.madeUp,
        facts: spot.facts,
        inline: comment === null ? null : { rule: comment.rule, reason: comment.reason, line: spot.inlineLine },
        absorbed: spot.absorbed.map((value) => values.secrets.get(value)!),
      };
    });
    return { oid, located, plain: spots.map(({ plain }) => plain) };
  });
}

/** The blob, or the message of a commit or tag. */
function contentOf(store: ObjectStore, table: KnownObjects, row: number): Buffer {
  const read = store.readWhole(hexOid(table, row), largestWhole);
  const type = table.kinds[row]! & typeMask;
  if (read.fault !== null || read.type !== type) throw new BadCache();
  return type === BLOB ? read.bytes : read.bytes.subarray(messageStart(read.bytes));
}
