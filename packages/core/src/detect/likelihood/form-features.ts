/**
 * How a name and its value are written, as named features: what joins them, quotes, and the kind of line (declaration, comment,
 * mark-up, object key …), which tells languages and file formats apart without a path. Weights are in `learned.ts`.
 */
import type { Evidence } from './judge.ts';

const lineKinds: readonly (readonly [string, RegExp])[] = [
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
];

export function addFormFeatures(evidence: Evidence, out: string[]): void {
  const { name, operator, quoted, config, before, after } = evidence;
  out.push(`name ${name === null ? 'none' : name.class}`);
  const doubts = name?.doubts ?? 0;
  if (doubts > 0) out.push(doubts > 1 ? 'name doubtful twice' : 'name doubtful');
  out.push(`joined by ${operator}`);
  if (quoted) out.push('delimited');
  if (config) out.push('alone on its line');
  out.push(`${operator}${quoted ? ' delimited' : ''}${config ? ' alone' : ''}`);
  if (evidence.loose === true) out.push('bare in code');
  if (evidence.prose === true) out.push('prose around');
  if (before === undefined || after === undefined) return;
  const left = before.at(-1) ?? '';
  out.push(`left ${/["'`\\>=: ,(]/.test(left) ? left : 'other'}`);
  const right = after[0] ?? '';
  out.push(`right ${right === '' ? 'end' : /["'`<;,) \\&]/.test(right) ? right : 'other'}`);
  const next = after.slice(1).trimStart()[0] ?? 'end';
  out.push(`then ${/[\w]/.test(next) && next !== 'end' ? 'word' : next < '\x7f' ? next : 'other'}`);
  for (const [kind, pattern] of lineKinds) if (pattern.test(before)) out.push(`line ${kind}`);
}
