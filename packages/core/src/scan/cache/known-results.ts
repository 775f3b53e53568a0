/**
 * What was found in known objects, in numbers: rules, offsets, positions. Values (secrets, what they absorbed, the text of
 * a comment) have a number each and no other trace: one object that holds the value is read again when it is needed.
 * Neither a secret nor a hash of one is ever written.
 */
import type { Facts } from '../../detect/match.ts';
import { findHexOid, hexOid } from '../../git/pack/oid-table.ts';
import { type Confidence, confidences } from '../../rules/rule.ts';
import type { Located } from '../located.ts';
import type { KnownObjects } from './known-objects.ts';
import { BadCache, below, type PayloadReader, type PayloadWriter } from './payload.ts';

/** Results of one object. */
export interface KnownResult {
  readonly oid: string;
  readonly located: readonly Located[];
  /** By position in `located`: the secret is the object's bytes from start to end, as they stand there. */
  readonly plain: readonly boolean[];
}

/** A match without its values; those by number. `inline` 0: none. */
export interface Spot {
  readonly rule: number;
  readonly start: number;
  readonly end: number;
  readonly line: number;
  readonly column: number;
  readonly endLine: number;
  readonly endColumn: number;
  readonly confidence: Confidence;
  readonly madeUp: Located['madeUp'];
  readonly facts: Facts;
  readonly plain: boolean;
  readonly secret: number;
  readonly inline: number;
  readonly inlineLine: number;
  readonly absorbed: readonly number[];
}

export interface KnownSpots {
  readonly oid: string;
  readonly row: number;
  readonly spots: readonly Spot[];
}

const madeUps: readonly Located['madeUp'][] = [null, 'checksum', 'structure', 'placeholder'];
const fixedFields = 13;

/** Objects that the table lacks are left out. */
export function writeResults(writer: PayloadWriter, results: readonly KnownResult[], table: KnownObjects): void {
  const values = new Numbering();
  const comments = new Numbering();
  const facts = new Numbering();
  const numbers: number[] = [];
  for (const { oid, located, plain } of results) {
    const row = findHexOid(table, oid);
    if (row < 0) continue;
    numbers.push(row, located.length);
    for (const [i, one] of located.entries()) {
      const comment = one.inline === null ? 0 : 1 + comments.of(`${one.inline.rule ?? ''}\0${one.inline.reason}`);
      numbers.push(
        one.rule.index,
        one.start,
        one.end,
        one.line,
        one.column,
        one.endLine,
        one.endColumn,
        confidences.indexOf(one.confidence) * 8 + madeUps.indexOf(one.madeUp) * 2 + (plain[i] ? 1 : 0),
        facts.of(JSON.stringify(one.facts)),
        values.of(one.secret.toString('latin1')),
        comment,
        one.inline?.line ?? 0,
        one.absorbed.length,
      );
      for (const value of one.absorbed) numbers.push(values.of(value.toString('latin1')));
    }
  }
  writer.numbers(Uint32Array.from(numbers)).bytes(Buffer.from(JSON.stringify(facts.keys())));
}

/** `rules`: how many there are. */
export function readResults(reader: PayloadReader, table: KnownObjects, rules: number): KnownSpots[] {
  const numbers = reader.numbers();
  const facts = readFacts(reader.bytes());
  const found: KnownSpots[] = [];
  const most = 0x7fffffff;
  let at = 0;
  const next = (limit: number): number => below(numbers[at++], limit);
  while (at < numbers.length) {
    const row = next(table.count);
    const count = next(Math.floor((numbers.length - at) / fixedFields) + 1);
    const spots: Spot[] = [];
    for (let i = 0; i < count; i++) {
      const rule = next(rules);
      const start = next(most);
      const end = next(most);
      const [line, column, endLine, endColumn] = [next(most), next(most), next(most), next(most)];
      const flags = next(confidences.length * 8);
      const fact = facts[next(facts.length)]!;
      const [secret, inline, inlineLine] = [next(most), next(most), next(most)];
      const others = next(numbers.length - at);
      const absorbed = Array.from({ length: others }, () => next(most));
      if (start > end || flags >> 3 >= confidences.length) throw new BadCache();
      spots.push({
        rule,
        start,
        end,
        line,
        column,
        endLine,
        endColumn,
        confidence: confidences[flags >> 3]!,
        madeUp: madeUps[(flags >> 1) & 3]!,
        facts: fact,
        plain: (flags & 1) === 1,
        secret,
        inline,
        inlineLine,
        absorbed,
      });
    }
    found.push({ oid: hexOid(table, row), row, spots });
  }
  return found;
}

function readFacts(bytes: Buffer): Facts[] {
  let list: unknown;
  try {
    list = JSON.parse(bytes.toString('utf8'));
  } catch {
    throw new BadCache();
  }
  if (!Array.isArray(list)) throw new BadCache();
  return list.map((text) => {
    const facts: unknown = typeof text === 'string' ? parsed(text) : null;
    if (typeof facts !== 'object' || facts === null || Array.isArray(facts)) throw new BadCache();
    for (const fact of Object.values(facts)) {
      if (!['string', 'number', 'boolean'].includes(typeof fact)) throw new BadCache();
    }
    return facts as Facts;
  });
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new BadCache();
  }
}

class Numbering {
  readonly #numbers = new Map<string, number>();

  of(key: string): number {
    let number = this.#numbers.get(key);
    if (number === undefined) {
      number = this.#numbers.size;
      this.#numbers.set(key, number);
    }
    return number;
  }

  keys(): string[] {
    return [...this.#numbers.keys()];
  }
}
