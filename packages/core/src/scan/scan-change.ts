/**
 * Whether a changed file can bring a secret that counts, by looking only at what the change can have touched: an anchor
 * whose whole reach lies in bytes that the version before has too gives the same match there, and what that version holds
 * is not new. Answers no only where it is sure; `scan` says what was found. The same reach as the delta walk's.
 */
import { anchorFinder } from '../detect/anchor-finder.ts';
import { AnchorList } from '../detect/anchor-list.ts';
import type { Match } from '../detect/match.ts';
import { noMatchFilter } from '../detect/no-match.ts';
import { textClassOf } from '../detect/text-class.ts';
import type { CompiledRule } from '../rules/rule.ts';
import type { AnchorReach, Ruleset } from '../rules/ruleset.ts';
import type { RawPath } from '../sources/source.ts';
import { archiveKind } from './archive/archive-kind.ts';
import type { Located } from './located.ts';
import { nameFilter } from './name-filter.ts';
import type { BlobScanner } from './scan-blob.ts';

/** `count`: made-up matches and low ones without a format are let through; `any`: they are not. Comments are left to `scan`. */
export type Wanted = 'count' | 'any';

type Judged = Pick<Located, 'madeUp' | 'confidence'>;

function isWanted({ madeUp, confidence }: Judged, { kind }: Pick<CompiledRule, 'kind'>, wanted: Wanted): boolean {
  if (wanted === 'any') return true;
  // A low match of a provider's rule can make more of a secret beside it, of a line that did not change (`joins`).
  return madeUp === null && (confidence !== 'low' || kind !== 'assignment');
}

export interface Change {
  readonly path: RawPath;
  readonly bytes: Buffer;
  /** The version that the change starts from; null: there is none. Asked for only where it could matter. */
  before(): Buffer | null;
}

/** Answers for one change after the other. The confirming part of the detector is loaded with the first anchor that is touched. */
export function changeJudge(ruleset: Ruleset, wanted: Wanted): (change: Change) => Promise<boolean> {
  const findAnchors = anchorFinder(ruleset.automaton);
  const mayBePathRule = nameFilter(ruleset.pathNames);
  const reach = ruleset.reach!;
  const noMatch = noMatchFilter(ruleset);
  const found = new AnchorList();
  let scanner: BlobScanner | null = null;
  return async ({ path, bytes, before }) => {
    const whole = async (): Promise<boolean> => {
      const { createBlobScanner, scanBlob } = await import('./scan-blob.ts');
      scanner ??= createBlobScanner(ruleset);
      return scanBlob(scanner, bytes, [path], null).located.some((one) => isWanted(one, one.rule, wanted));
    };
    // Unpacking is the whole command's.
    if (archiveKind(bytes) !== null) return true;
    if (textClassOf(bytes) !== 'text' || mayBePathRule(path)) return whole();
    found.clear();
    findAnchors(bytes, 0, bytes.length, found);
    if (found.length === 0) return false;
    const old = before();
    const isText = old !== null && textClassOf(old) === 'text';
    const window = isText ? changedWindow(bytes, old) : { from: 0, to: bytes.length };
    const touched: number[] = [];
    for (let i = 0; i < found.length; i++) {
      // A document's verdict depends on all of it.
      if (reach.document[found.anchor[i]!] === 1) return whole();
      if (!touches(bytes, reach, { anchor: found.anchor[i]!, at: found.at[i]! }, window)) continue;
      if (!noMatch(bytes, found.anchor[i]!, found.at[i]!)) touched.push(i);
    }
    if (touched.length === 0) return false;
    const { createBlobScanner } = await import('./scan-blob.ts');
    scanner ??= createBlobScanner(ruleset);
    const matches: Match[] = [];
    for (const i of touched) scanner.detector.confirmAnchor(bytes, found.anchor[i]!, found.at[i]!, false, matches);
    return matches.some((match) => isWanted(match, ruleset.rules[match.rule]!, wanted));
  };
}

interface Window {
  readonly from: number;
  readonly to: number;
}

function touches(
  bytes: Buffer,
  reach: AnchorReach,
  { anchor, at }: { readonly anchor: number; readonly at: number },
  window: Window,
): boolean {
  let from = at - reach.before[anchor]!;
  let to = at + reach.after[anchor]!;
  if (reach.line[anchor] === 1) {
    from = Math.max(from, bytes.lastIndexOf(10, Math.max(0, at - 1)));
    const end = bytes.indexOf(10, at);
    if (end >= 0) to = Math.min(to, end + 1);
  }
  return from <= window.to && to >= window.from;
}

/**
 * What differs, in whole lines and one more line at each side: a comment on a line, or on the one before it, decides
 * about the matches there.
 */
export function changedWindow(now: Buffer, before: Buffer): Window {
  const head = commonHead(now, before);
  const tail = commonTail(now, before, Math.min(now.length, before.length) - head);
  const start = head === 0 ? -1 : now.lastIndexOf(10, head - 1);
  const from = start <= 0 ? 0 : now.lastIndexOf(10, start - 1) + 1;
  const first = now.indexOf(10, now.length - tail);
  const second = first < 0 ? -1 : now.indexOf(10, first + 1);
  return { from, to: second < 0 ? now.length : second + 1 };
}

/** Bytes compared at a time: one call is dearer than a few of them. */
const block = 512;

function commonHead(a: Buffer, b: Buffer): number {
  const end = Math.min(a.length, b.length);
  let at = 0;
  while (at + block <= end && a.compare(b, at, at + block, at, at + block) === 0) at += block;
  while (at < end && a[at] === b[at]) at++;
  return at;
}

function commonTail(a: Buffer, b: Buffer, most: number): number {
  let n = 0;
  while (n + block <= most) {
    const [x, y] = [a.length - n, b.length - n];
    if (a.compare(b, y - block, y, x - block, x) !== 0) break;
    n += block;
  }
  while (n < most && a[a.length - 1 - n] === b[b.length - 1 - n]) n++;
  return n;
}
