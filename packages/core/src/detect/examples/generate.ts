/**
 * Completes the templates of rule examples (CONTRIBUTING.md, "Examples"), so that no real-looking token is ever committed. The same
 * template and seed give the same text everywhere. Serves `rules check`, tests and the bench; the detector never loads this.
 */
import { GitmoatError } from '../../errors.ts';
import { keyMakers } from './keys.ts';
import { charactersOf, kindNames } from './kinds.ts';
import { randomOf } from './random.ts';
import { sums } from './sums.ts';
import { tokenMakers } from './tokens.ts';

const makers = { ...tokenMakers, ...keyMakers };

/** All that may stand between `<<` and `>>`, without lengths. */
export const generatorNames: readonly string[] = [
  ...kindNames,
  'begin',
  ...Object.keys(sums).map((name) => `sum:${name}`),
  ...Object.keys(makers).map((name) => `make:${name}`),
];

/** A wrong template: the author's mistake. */
export class GenerateError extends GitmoatError {
  constructor(message: string, hint: string) {
    super('config', message, { hint });
    this.name = 'GenerateError';
  }
}

const placeholder = /<<([A-Za-z][A-Za-z0-9-]*)(?::([^<>\s]*))?>>/g;
/** What a sum covers unless `<<begin>>` says otherwise: the run before it; a `=` right before the sum is the token's own. */
const run = /[^\s"'`=]*=?$/;

/** Each placeholder draws from its own stream, so editing one leaves the others as they were. Throws GenerateError. */
export function completeExample(template: string, seed: string): string {
  let out = '';
  let begin = -1;
  let copied = 0;
  let ordinal = 0;
  for (const found of template.matchAll(placeholder)) {
    out += template.slice(copied, found.index);
    copied = found.index + found[0].length;
    const [whole, kind = '', argument] = found;
    const random = randomOf(`${seed}\n${ordinal++}\n${whole}`);
    if (kind === 'begin' && argument === undefined) {
      begin = out.length;
    } else if (kind === 'sum') {
      const token = begin >= 0 ? out.slice(begin) : run.exec(out)![0];
      out += own(sums, argument, whole)(token);
      begin = -1;
    } else if (kind === 'make') {
      out += own(makers, argument, whole)(random);
    } else {
      out += charactersOf(knownKind(kind, whole), lengthOf(argument, whole, random.below), random);
    }
  }
  return out + template.slice(copied);
}

function own<T>(table: Readonly<Record<string, T>>, name = '', whole: string): T {
  if (!Object.hasOwn(table, name))
    throw unknown(whole, whole.includes(':') ? whole.slice(2, -2) : `${whole.slice(2, -2)}:`);
  return table[name]!;
}

function knownKind(kind: string, whole: string): string {
  if (!kindNames.includes(kind)) throw unknown(whole, kind);
  return kind;
}

function lengthOf(argument: string | undefined, whole: string, below: (limit: number) => number): number {
  const [, from = '', to = from] = /^(\d{1,5})(?:-(\d{1,5}))?$/.exec(argument ?? '') ?? [];
  if (from === '' || Number(to) < Number(from)) {
    throw new GenerateError(`${whole} has no length.`, 'Write <<alnum:36>> or <<alnum:30-40>>.');
  }
  return Number(from) + below(Number(to) - Number(from) + 1);
}

function unknown(whole: string, name: string): GenerateError {
  const near = generatorNames
    .map((candidate) => ({ candidate, distance: editDistance(name, candidate) }))
    .sort((a, b) => a.distance - b.distance)
    .slice(0, 3)
    .map(({ candidate }) => candidate);
  return new GenerateError(
    `${whole} is not something the example generator can write.`,
    `Near names: ${near.join(', ')}.`,
  );
}

/** Levenshtein distance. */
function editDistance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, i) => i);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      next.push(Math.min(row[j]! + 1, next[j - 1]! + 1, row[j - 1]! + (a[i - 1] === b[j - 1] ? 0 : 1)));
    }
    row = next;
  }
  return row[b.length]!;
}
