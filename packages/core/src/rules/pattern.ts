/**
 * What a pattern can do, read off its syntax tree: how long its match can be, how far its assertions look, where its
 * anchors stand, how many steps it can take. Refuses what has no bound. Build time only.
 */
import { type AST, RegExpParser } from '@eslint-community/regexpp';
import { GitmoatError } from '../errors.ts';
import { byteSet } from './byte-set.ts';

/** Lengths in bytes; `back`/`ahead`: bytes before the start and after the end that assertions can look at. */
export interface Extent {
  readonly min: number;
  readonly max: number;
  readonly back: number;
  readonly ahead: number;
  /** Upper bound on the ways a backtracking matcher can try from one start. */
  readonly ways: number;
}

/** Ways that a matcher may have to try from one start; what they cost in the worst case is printed by `bench adversarial`. */
export const waysLimit = 60_000_000;

const parser = new RegExpParser({ ecmaVersion: 2024 });

export function parsePattern(source: string, flags: string): AST.Pattern {
  try {
    new RegExp(source, flags); // what the run time's own parser refuses, it refuses here
    return parser.parsePattern(source, 0, source.length, { unicode: false });
  } catch (cause) {
    throw new GitmoatError('config', `pattern does not parse: ${(cause as Error).message}`, { cause });
  }
}

export function extentOf(node: AST.Pattern | AST.Element | AST.Alternative): Extent {
  switch (node.type) {
    case 'Pattern':
    case 'Group':
    case 'CapturingGroup':
      return either(node.alternatives.map(extentOf));
    case 'Alternative':
      return sequence(node.elements);
    case 'Quantifier':
      return repeated(node);
    case 'Assertion':
      return assertion(node);
    case 'Backreference':
      throw refused(`back-reference ${node.raw}`, 'Write the alternatives out.');
    case 'Character':
      return checkedCharacter(node);
    case 'CharacterClass':
    case 'CharacterSet':
      return { min: 1, max: 1, back: 0, ahead: 0, ways: 1 };
    default:
      throw refused(`${node.type} ${node.raw}`, 'Patterns read latin1 bytes without the v flag.');
  }
}

function checkedCharacter(node: AST.Character): Extent {
  if (node.value > 0xff) {
    throw refused(`character ${node.raw}`, 'Patterns read bytes: write its UTF-8 bytes as \\xNN.');
  }
  return { min: 1, max: 1, back: 0, ahead: 0, ways: 1 };
}

function either(parts: Extent[]): Extent {
  return {
    min: Math.min(...parts.map((p) => p.min)),
    max: Math.max(...parts.map((p) => p.max)),
    back: Math.max(...parts.map((p) => p.back)),
    ahead: Math.max(...parts.map((p) => p.ahead)),
    ways: parts.reduce((sum, p) => sum + p.ways, 0),
  };
}

function sequence(elements: readonly AST.Element[]): Extent {
  const parts = elements.map(extentOf);
  let min = 0;
  let max = 0;
  let back = 0;
  let ways = 1;
  let slack = 0;
  parts.forEach((part, i) => {
    back = Math.max(back, part.back - min);
    min += part.min;
    max += part.max;
    // Given-back bytes that cannot begin what follows fail at once: they add to the work, they do not multiply it.
    if (part.ways > 1 && isSettled(elements, i)) slack += part.ways;
    else ways *= part.ways;
  });
  let ahead = 0;
  let suffix = 0;
  for (const part of parts.toReversed()) {
    ahead = Math.max(ahead, part.ahead - suffix);
    suffix += part.min;
  }
  return { min, max, back, ahead, ways: ways + slack };
}

/** A repeated byte set whose bytes cannot begin what follows it: only one number of repetitions can go on. */
function isSettled(elements: readonly AST.Element[], at: number): boolean {
  const node = elements[at]!;
  if (node.type !== 'Quantifier' || !isByte(node.element)) return false;
  const own = byteSet(node.element, true);
  for (const next of elements.slice(at + 1)) {
    if (next.type === 'Assertion') continue;
    const first = firstBytes(next);
    if (first === null || first.some((bit, byte) => bit === 1 && own[byte] === 1)) return false;
    if (extentOf(next).min > 0) return true;
  }
  return false;
}

/** Bytes that a match of the element can begin with; null where that is not simple to say. */
function firstBytes(node: AST.Element): Uint8Array | null {
  if (isByte(node)) return byteSet(node, true);
  if (node.type === 'Quantifier') return firstBytes(node.element);
  if (node.type !== 'Group' && node.type !== 'CapturingGroup') return null;
  const set = new Uint8Array(256);
  for (const { elements } of node.alternatives) {
    const head = elements.find((element) => element.type !== 'Assertion');
    const first = head === undefined || extentOf(head).min === 0 ? null : firstBytes(head);
    if (first === null) return null;
    first.forEach((bit, byte) => {
      if (bit === 1) set[byte] = 1;
    });
  }
  return set;
}

function isByte(node: AST.Element): node is AST.Character | AST.CharacterClass | AST.CharacterSet {
  return node.type === 'Character' || node.type === 'CharacterClass' || node.type === 'CharacterSet';
}

function repeated(node: AST.Quantifier): Extent {
  if (node.max === Number.POSITIVE_INFINITY) {
    throw refused(
      `unbounded ${node.raw}`,
      `Give it a bound, such as ${node.element.raw}{${node.min},${Math.max(64, node.min * 4)}}.`,
    );
  }
  const inner = extentOf(node.element);
  const ways =
    inner.ways === 1 ? node.max - node.min + 1 : (node.max - node.min + 1) * inner.ways ** Math.min(node.max, 64);
  return { min: inner.min * node.min, max: inner.max * node.max, back: inner.back, ahead: inner.ahead, ways };
}

function assertion(node: AST.Assertion): Extent {
  if (node.kind === 'word') return { min: 0, max: 0, back: 1, ahead: 1, ways: 1 };
  if (node.kind === 'start' || node.kind === 'end') {
    const start = node.kind === 'start'; // the m flag is always on: one neighbour byte is looked at
    return { min: 0, max: 0, back: start ? 1 : 0, ahead: start ? 0 : 1, ways: 1 };
  }
  const around = node as AST.LookaroundAssertion;
  const inner = either(around.alternatives.map(extentOf));
  const behind = around.kind === 'lookbehind';
  return {
    min: 0,
    max: 0,
    back: behind ? inner.max + inner.back : inner.back,
    ahead: behind ? inner.ahead : inner.max + inner.ahead,
    ways: inner.ways,
  };
}

function refused(what: string, hint: string): GitmoatError {
  return new GitmoatError('config', `pattern refused: ${what}`, { hint });
}
