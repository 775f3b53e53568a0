/**
 * Hostile text for one rule, made of its anchors and its own examples: what makes a scanner look again and again and find
 * nothing, and what makes it find all the time.
 */
import { type Compilation, completeExample } from '@gitmoat/core/rule-tools';
import type { CompiledRule } from '../../../packages/core/src/rules/rule.ts';

export interface HostileInput {
  readonly name: string;
  /** Repeated up to the size wanted. */
  readonly unit: string;
}

/** Longer than any token rule's reach. */
const runLength = 4096;
/** More anchors of one rule tell nothing new. */
const mostAnchors = 3;

/** `example`: one of the rule's, completed. */
export function hostileInputs(rule: CompiledRule, example: string): HostileInput[] {
  const anchors = [...new Set(rule.anchors.map(({ text }) => text))].slice(0, mostAnchors);
  const own = anchors.filter((anchor) => example.toLowerCase().includes(anchor));
  return [
    ...anchors.map((anchor) => ({ name: `anchor "${shown(anchor)}"`, unit: anchor })),
    ...own.map((anchor) => ({ name: `almost, after "${shown(anchor)}"`, unit: almost(example, anchor) })),
    { name: 'example cut short', unit: example.slice(0, -1) },
    { name: 'example cut short, by lines', unit: `${example.slice(0, -1)}\n` },
    { name: 'example', unit: example },
    { name: 'example, by lines', unit: `${example}\n` },
  ];
}

/** The example up to and with its anchor, then its own following characters far past any length, then one that fits nowhere. */
function almost(example: string, anchor: string): string {
  const end = example.toLowerCase().indexOf(anchor) + anchor.length;
  const rest = example.slice(end).replace(/\s/g, '');
  const run = rest === '' ? 'a' : rest;
  return `${example.slice(0, end)}${run.repeat(Math.ceil(runLength / run.length)).slice(0, runLength)}\x01`;
}

function shown(anchor: string): string {
  return anchor.replace(/[^\x20-\x7e]/g, '?').slice(0, 20);
}

/** For all rules at once: every anchor, every example, on one endless line and by lines; and one finding beside the other. */
export function crowdedInputs(rules: readonly CompiledRule[], authored: Compilation['authored']): HostileInput[] {
  const anchors = [...new Set(rules.flatMap((rule) => rule.anchors.map(({ text }) => text)))];
  const examples = rules.map((rule, i) => completeExample(authored[i]!.examples[0]!, `${rule.id}:bench`));
  const cut = examples.map((example) => example.slice(0, -1));
  const assignment = rules.findIndex(({ kind }) => kind === 'assignment');
  const one = examples[assignment] ?? examples[0]!;
  return [
    { name: 'every anchor', unit: anchors.join(' ') },
    { name: 'every anchor, no spaces', unit: anchors.join('') },
    { name: 'every example cut short', unit: cut.join(' ') },
    { name: 'every example, one line', unit: examples.join(' ').replaceAll('\n', ' ') },
    { name: 'every example, by lines', unit: `${examples.join('\n')}\n` },
    { name: 'one assignment, one line', unit: `${one}; ` },
    { name: 'one assignment, by lines', unit: `${one}\n` },
  ];
}

/** `unit` over and over, cut at `size` bytes. */
export function fill(unit: string, size: number): Buffer {
  const bytes = Buffer.from(unit, 'utf8');
  return bytes.length === 0 ? Buffer.alloc(size, 32) : Buffer.alloc(size, bytes);
}

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
