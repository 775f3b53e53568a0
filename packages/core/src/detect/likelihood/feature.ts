/**
 * Features by name, each with its weight: made once, so that a judgement adds up numbers and writes no text. Names of features that
 * count or measure (`token length 16`) are put together beforehand.
 */
import { learned } from './learned.ts';

/** A name and its weight: a reason of a judgement. */
export type Feature = readonly [name: string, weight: number];

/** Not learned, for the labelled files hold no such case: a value that no name speaks for must be random. */
const byHand: Readonly<Record<string, number>> = { 'name none': -2.5 };

const known = new Map<string, Feature>();

/** Weight 0: the feature says nothing. */
export function feature(name: string): Feature {
  let found = known.get(name);
  if (found === undefined) {
    found = [name, byHand[name] ?? learned[name] ?? 0];
    known.set(name, found);
  }
  return found;
}

/** The feature of a measure, by the largest limit that is not above its value; 0 below the first. */
export function stepped(name: string, limits: readonly number[]): (value: number) => Feature {
  const steps = [0, ...limits].map((limit) => feature(`${name} ${limit}`));
  return (value) => {
    let at = 0;
    while (at < limits.length && value >= limits[at]!) at++;
    return steps[at]!;
  };
}

/** The feature of one of few texts. */
export function named(prefix: string, suffix = ''): (text: string) => Feature {
  const found = new Map<string, Feature>();
  return (text) => {
    let one = found.get(text);
    if (one === undefined) {
      one = feature(prefix + text + suffix);
      found.set(text, one);
    }
    return one;
  };
}
