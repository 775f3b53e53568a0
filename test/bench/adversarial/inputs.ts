/**
 * Hostile text for one rule, made of its anchors and its own examples: what makes a scanner look again and again and find
 * nothing, and what makes it find all the time.
 */
import { completeExample } from '@gitmoat/core/rule-tools';
import { servesEncoded } from '../../../packages/core/src/rules/encoded-forms.ts';
import type { CompiledRule } from '../../../packages/core/src/rules/rule.ts';
import { type Encoding, type HostileInput, type Kind, kindOf, type Part } from './hostile-text.ts';

/** Longer than any line rule's reach. */
const runLength = 1200;
/** More anchors of one rule tell nothing new. */
const mostAnchors = 3;
/** What opens a value and is never closed. */
const openings = [' = "', ': ', '=', '("', " => '", ',', '{"', ' '];

/** `templates`: the rule's examples as authored. */
export function hostileInputs(rule: CompiledRule, templates: readonly string[]): HostileInput[] {
  const anchors = [...new Set(rule.anchors.map(({ text, cased }) => cased?.[0] ?? text))].slice(0, mostAnchors);
  const example = partsOf(templates[0]!, rule.id);
  const encodings: Encoding[] = servesEncoded(rule) ? ['base64', 'wrapped', 'hex', 'percent'] : [];
  const cut = cutShort(example);
  return [
    ...anchors.flatMap((anchor) => ofAnchor(rule, anchor, templates)),
    { name: 'example cut short', piece: [...cut, '! '] },
    { name: 'example cut short, by lines', piece: [...cut, '\n'] },
    { name: 'example', piece: [...example, ' '] },
    { name: 'example, by lines', piece: [...example, '\n'] },
    ...encodings.flatMap((encoding) => [
      { name: `anchor "${shown(anchors[0]!)}" in ${encoding}`, piece: [anchors[0]!, random('alnum', 0, 5)], encoding },
      { name: `example cut short, in ${encoding}`, piece: [...cut, ' '], encoding },
    ]),
  ];
}

function ofAnchor(rule: CompiledRule, anchor: string, templates: readonly string[]): HostileInput[] {
  const template = templates.find((text) => text.toLowerCase().includes(anchor.toLowerCase())) ?? templates[0]!;
  const parts = partsOf(template, rule.id);
  const kind = widestKind(parts);
  const name = `"${shown(anchor)}"`;
  const before = Math.max(...rule.anchors.map(({ maxOffset }) => maxOffset));
  const almost = upTo(parts, anchor);
  return [
    { name: `${name} over and over`, piece: [anchor] },
    { name: `${name} and a few characters`, piece: [anchor, random(kind, 1, 4)] },
    { name: `${name} and openings`, piece: openings.flatMap((opening) => [anchor, opening, random(kind, 0, 8)]) },
    { name: `${name} and a run, spaced`, piece: [anchor, ' ', random(kind, 8, 40), ' '] },
    ...(almost === null
      ? []
      : [
          { name: `almost, after ${name}`, piece: [...almost, random(kind, runLength, runLength), '\x01'] },
          { name: `almost, after ${name}, escaped`, piece: [...almost, random('escaped', 8, 80), ' '] },
        ]),
    ...(before === 0 ? [] : [{ name: `a run before ${name}`, piece: [random(kind, 1, Math.min(before, 64)), anchor] }]),
  ];
}

const random = (kind: Kind, least: number, most: number): Part => ({ kind, least, most });

/** A template as literals and random parts of the lengths and kinds that its placeholders have. */
function partsOf(template: string, seed: string): Part[] {
  const example = completeExample(template, `${seed}:bench`);
  const literals = template.split(/<<[^<>]*>>/);
  const parts: Part[] = [];
  let at = 0;
  for (const [i, literal] of literals.entries()) {
    const last = i === literals.length - 1;
    const found = last ? example.length - literal.length : example.indexOf(literal, i === 0 ? 0 : at + 1);
    const start = Math.max(found, at);
    if (start > at) parts.push(...generated(example.slice(at, start)));
    if (literal !== '') parts.push(literal);
    at = start + literal.length;
  }
  return parts;
}

/** Runs of letters and digits are drawn anew, what stands between them stays. */
function generated(text: string): Part[] {
  return (text.match(/[A-Za-z0-9+/]+|[^A-Za-z0-9+/]+/g) ?? []).map((run) =>
    /^[A-Za-z0-9+/]{3,}/.test(run) ? random(kindOf(run), run.length, run.length) : run,
  );
}

/** The last character taken off. */
function cutShort(parts: readonly Part[]): Part[] {
  const last = parts.at(-1)!;
  const rest = parts.slice(0, -1);
  if (typeof last === 'string') return [...rest, last.slice(0, -1)];
  return [...rest, { ...last, least: last.least - 1, most: last.most - 1 }];
}

/** The parts up to and with the anchor; null where it stands in none. */
function upTo(parts: readonly Part[], anchor: string): Part[] | null {
  const at = parts.findIndex((part) => typeof part === 'string' && part.toLowerCase().includes(anchor.toLowerCase()));
  if (at < 0) return null;
  const literal = parts[at] as string;
  const end = literal.toLowerCase().indexOf(anchor.toLowerCase()) + anchor.length;
  return [...parts.slice(0, at), literal.slice(0, end)];
}

/** The kind of the longest random part: what the secret is made of. */
function widestKind(parts: readonly Part[]): Kind {
  let longest: Exclude<Part, string> | null = null;
  for (const part of parts) if (typeof part !== 'string' && part.most > (longest?.most ?? 0)) longest = part;
  return longest?.kind ?? 'alnum';
}

function shown(anchor: string): string {
  return anchor.replace(/[^\x20-\x7e]/g, '?').slice(0, 20);
}

/** For all rules at once: every anchor, every example, on one endless line and by lines; and one finding beside the other. */
export function crowdedInputs(rules: readonly CompiledRule[], templates: readonly string[]): HostileInput[] {
  const anchors = [...new Set(rules.flatMap((rule) => rule.anchors.map(({ text, cased }) => cased?.[0] ?? text)))];
  const examples = rules.map((rule, i) => partsOf(templates[i]!, rule.id));
  const assignment = examples[rules.findIndex(({ kind }) => kind === 'assignment')] ?? examples[0]!;
  const tokens = examples.flatMap((parts) => [...parts, ' ']);
  return [
    { name: 'every anchor', piece: anchors.flatMap((anchor) => [anchor, ' ']) },
    { name: 'every anchor and a few characters', piece: anchors.flatMap((anchor) => [anchor, random('alnum', 0, 3)]) },
    { name: 'every example cut short', piece: examples.flatMap((parts) => [...cutShort(parts), ' ']) },
    {
      name: 'every example, one line',
      piece: tokens.map((part) => (typeof part === 'string' ? part.replaceAll('\n', ' ') : part)),
    },
    { name: 'every example, by lines', piece: examples.flatMap((parts) => [...parts, '\n']) },
    { name: 'every example, in base64', piece: tokens, encoding: 'base64' },
    { name: 'every example, in wrapped base64', piece: tokens, encoding: 'wrapped' },
    { name: 'every example, in hex', piece: tokens, encoding: 'hex' },
    { name: 'every example, percent-encoded', piece: tokens, encoding: 'percent' },
    ...['eyJ', 'ewog', 'LS0t', 'H4sI', 'ZXlK', 'TFMwd', '\\x', '\\u00', '&#'].map((magic) => ({
      name: `magic "${magic}" and a run`,
      piece: [magic, random('base64', 24, 400), ' '],
    })),
    { name: 'magic "eyJ" over and over', piece: ['eyJ', random('alnum', 0, 3)] },
    { name: 'nested base64', piece: [nested, random('alnum', 0, 0), ' ', random('digit', 6, 6), ' '] },
    { name: 'one assignment, one line', piece: [...assignment, '; '] },
    { name: 'one assignment, by lines', piece: [...assignment, '\n'] },
  ];
}

/** JSON with anchors in it, four times in base64: each depth begins with a magic. */
const nested = [1, 2, 3, 4].reduce(
  (text) => Buffer.from(text).toString('base64'),
  JSON.stringify({ keys: Array.from({ length: 20 }, (_, i) => `${'AKIA'}${i} ${'ghp'}_${i} ${'eyJ'}${i}`) }),
);

/** A path that the rule's globs are likely to fit: path rules read only such blobs. */
export function pathFor(rule: CompiledRule): string[] {
  return rule.paths.slice(0, 1).map((glob) =>
    glob
      .replace(/^\*\*\//, '')
      .replace(/\{([^,{}]*)[^{}]*\}/g, '$1')
      .replace(/[!@+?]\([^)]*\)/g, 'x')
      .replaceAll('*', 'x'),
  );
}
