/**
 * How a name and its value are written, as named features: what joins them, quotes, and the kind of line (declaration, comment,
 * mark-up, object key …), which tells languages and file formats apart without a path. Weights are in `learned.ts`.
 */
import { type Feature, feature, named } from './feature.ts';
import type { Evidence } from './judge.ts';

const lineKinds: readonly (readonly [Feature, RegExp])[] = (
  [
    ['comment', /^\s*(?:\/\/|\/\*|\*|#|--|<!--|;)/],
    ['declaration', /\b(?:const|let|var|final|static|private|public|val|my|our|[Ss]tring|def)\s/],
    ['quoted key', /^\s*["']/],
    ['tag', /^\s*</],
    ['list item', /^\s*- /],
    [':=', /:=\s*["'`]?$/],
    ['=>', /=>\s*["'`]?$/],
    ['environment', /\b(?:export|ENV|set)\s/],
    ['call', /\(["'`]?[^()]*$/],
    ['words before', /^[^"'`]*\w\s\w+\s\w[^"'`]*$/],
  ] as const
).map(([kind, pattern]) => [feature(`line ${kind}`), pattern]);

const nameOf = named('name ');
const joinedBy = named('joined by ');
/** By whether it is delimited (1), and alone on its line (2). */
const joinedAs = ['', ' delimited', ' alone', ' delimited alone'].map((suffix) => named('', suffix));
const leftOf = named('left ');
const rightOf = named('right ');
const then = named('then ');
const doubtful = feature('name doubtful');
const doubtfulTwice = feature('name doubtful twice');
const delimited = feature('delimited');
const alone = feature('alone on its line');
const bareInCode = feature('bare in code');
const proseAround = feature('prose around');

export function addFormFeatures(evidence: Evidence, out: Feature[]): void {
  const { name, operator, quoted, config, before, after } = evidence;
  out.push(nameOf(name === null ? 'none' : name.class));
  const doubts = name?.doubts ?? 0;
  if (doubts > 0) out.push(doubts > 1 ? doubtfulTwice : doubtful);
  out.push(joinedBy(operator));
  if (quoted) out.push(delimited);
  if (config) out.push(alone);
  out.push(joinedAs[(quoted ? 1 : 0) + (config ? 2 : 0)]!(operator));
  if (evidence.loose === true) out.push(bareInCode);
  if (evidence.prose === true) out.push(proseAround);
  if (before === undefined || after === undefined) return;
  const left = before.at(-1) ?? '';
  out.push(leftOf(/["'`\\>=: ,(]/.test(left) ? left : 'other'));
  const right = after[0] ?? '';
  out.push(rightOf(right === '' ? 'end' : /["'`<;,) \\&]/.test(right) ? right : 'other'));
  out.push(then(nextOf(after)));
  for (const [kind, pattern] of lineKinds) if (pattern.test(before)) out.push(kind);
}

/** What kind of character stands behind the value's delimiter. */
function nextOf(after: string): string {
  const next = after.slice(1).trimStart()[0];
  if (next === undefined) return 'end';
  return /\w/.test(next) ? 'word' : next < '\x7f' ? next : 'other';
}
