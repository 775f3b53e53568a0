/**
 * The ways through a pattern as flat sequences of byte sets, for the questions that need order: at which offset an
 * anchor stands, what must follow it, which literal every match begins with. Build time only.
 */
import type { AST } from '@eslint-community/regexpp';
import { GitmoatError } from '../errors.ts';
import { byteSet } from './byte-set.ts';

/** `min`–`max` bytes out of `set` (a 256-entry mask). */
export interface Step {
  readonly set: Uint8Array;
  readonly min: number;
  readonly max: number;
  /** Inside the `secret` group. */
  readonly secret: boolean;
}

export type Path = readonly Step[];

const pathLimit = 4096;

/** Every way through the pattern; assertions take no bytes and are left out. */
export function pathsOf(pattern: AST.Pattern, ignoreCase: boolean): Path[] {
  return alternatives(pattern.alternatives, ignoreCase, false);
}

function alternatives(list: readonly AST.Alternative[], fold: boolean, secret: boolean): Path[] {
  return limited(list.flatMap((alternative) => sequence(alternative.elements, fold, secret)));
}

function sequence(elements: readonly AST.Element[], fold: boolean, secret: boolean): Path[] {
  let paths: Path[] = [[]];
  for (const element of elements) {
    const tails = single(element, fold, secret);
    if (tails.length === 1 && tails[0]!.length === 0) continue;
    paths = limited(paths.flatMap((head) => tails.map((tail) => [...head, ...tail])));
  }
  return paths;
}

function single(node: AST.Element, fold: boolean, secret: boolean): Path[] {
  switch (node.type) {
    case 'Assertion':
      return [[]];
    case 'Group':
      return alternatives(node.alternatives, fold, secret);
    case 'CapturingGroup':
      return alternatives(node.alternatives, fold, secret || node.name === 'secret');
    case 'Quantifier':
      return quantified(node, fold, secret);
    case 'Character':
    case 'CharacterClass':
    case 'CharacterSet':
      return [[{ set: byteSet(node, fold), min: 1, max: 1, secret }]];
    default:
      throw new GitmoatError('config', `pattern refused: ${node.type}`);
  }
}

function quantified(node: AST.Quantifier, fold: boolean, secret: boolean): Path[] {
  const element = node.element;
  if (element.type === 'Character' || element.type === 'CharacterClass' || element.type === 'CharacterSet') {
    const set = byteSet(element, fold);
    if (node.min === node.max && node.min <= 4) {
      return [Array.from({ length: node.min }, () => ({ set, min: 1, max: 1, secret }))];
    }
    return [[{ set, min: node.min, max: node.max, secret }]];
  }
  const inner = single(element, fold, secret);
  if (node.max === 1) return node.min === 0 ? [[], ...inner] : inner;
  // A repeated group: its bytes in any order are enough for the questions asked here.
  const set = new Uint8Array(256);
  let min = Number.POSITIVE_INFINITY;
  let max = 0;
  for (const path of inner) {
    let low = 0;
    let high = 0;
    for (const step of path) {
      for (let byte = 0; byte < 256; byte++) set[byte]! |= step.set[byte]!;
      low += step.min;
      high += step.max;
    }
    min = Math.min(min, low);
    max = Math.max(max, high);
  }
  const loose = { set, min: min * node.min, max: max * node.max, secret };
  // The first round keeps its order where there must be one (literals at its start stay visible).
  if (node.min === 0) return [[loose]];
  const rest = { ...loose, min: min * (node.min - 1), max: max * (node.max - 1) };
  return inner.map((path) => [...path, rest]);
}

function limited(paths: Path[]): Path[] {
  if (paths.length > pathLimit) {
    throw new GitmoatError('config', `pattern refused: more than ${pathLimit} ways through its groups`, {
      hint: 'Split the rule, or write the alternatives as character classes.',
    });
  }
  return paths;
}

/** The byte that a step is bound to, lower-cased; -1 where it leaves a choice beyond case. */
export function literalOf(step: Step): number {
  if (step.min !== 1 || step.max !== 1) return -1;
  let literal = literals.get(step.set);
  if (literal === undefined) {
    literal = literalIn(step.set);
    literals.set(step.set, literal);
  }
  return literal;
}

const literals = new WeakMap<Uint8Array, number>();

function literalIn(set: Uint8Array): number {
  let found = -1;
  for (let byte = 0; byte < 256; byte++) {
    if (!set[byte]) continue;
    const lower = byte >= 65 && byte <= 90 ? byte + 32 : byte;
    if (found >= 0 && found !== lower) return -1;
    found = lower;
  }
  return found;
}
