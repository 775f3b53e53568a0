/**
 * Proposes what a refused pattern could be instead: every repetition bounded, repeated groups of single bytes written as one
 * class, the widest gaps narrowed until the steps are few enough. A proposal to read, not a promise of the same matches. Build time only.
 */
import type { AST } from '@eslint-community/regexpp';
import { GitmoatError } from '../errors.ts';
import { extentOf, parsePattern, waysLimit } from './pattern.ts';

/** `.*` between two parts is a gap; longer ones belong to a rule with `line: false`. */
const widestGap = 80;
/** Blanks and line ends around a separator. */
const widestBlank = 16;
/** Tokens without a documented length. */
const longestToken = 256;
/** Edits; each removes one fault or halves one range. */
const mostEdits = 200;

interface Edit {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

/** A pattern that would be taken, or null where there is none (a back-reference, no syntax) or the source is one already. */
export function boundedRewrite(source: string, flags: string): string | null {
  let pattern = source;
  try {
    for (let edits = 0; edits < mostEdits; edits++) {
      const edit = nextEdit(parsePattern(pattern, flags));
      if (edit === null) return pattern === source ? null : pattern;
      pattern = pattern.slice(0, edit.start) + edit.text + pattern.slice(edit.end);
    }
  } catch (error) {
    if (!(error instanceof GitmoatError)) throw error;
  }
  return null;
}

function nextEdit(tree: AST.Pattern): Edit | null {
  const quantifiers = quantifiersOf(tree);
  for (const node of quantifiers) {
    const edit = flattened(node) ?? bound(node);
    if (edit !== null) return edit;
  }
  if (extentOf(tree).ways <= waysLimit) return null;
  return narrowed(quantifiers);
}

/** Innermost first. */
function quantifiersOf(node: AST.Node): AST.Quantifier[] {
  switch (node.type) {
    case 'Pattern':
    case 'Group':
    case 'CapturingGroup':
      return node.alternatives.flatMap(quantifiersOf);
    case 'Alternative':
      return node.elements.flatMap(quantifiersOf);
    case 'Assertion':
      return 'alternatives' in node ? node.alternatives.flatMap(quantifiersOf) : [];
    case 'Quantifier':
      return [...quantifiersOf(node.element), node];
    default:
      return [];
  }
}

/** `(?:a|[0-9])+` → `[a0-9]+`; `(?:x{2,4})+` and `(?:x+)+` → one repetition of x. */
function flattened(node: AST.Quantifier): Edit | null {
  const { element } = node;
  if (element.type !== 'Group' && !(element.type === 'CapturingGroup' && element.name === null)) return null;
  const parts = element.alternatives.map(({ elements }) => (elements.length === 1 ? elements[0]! : null));
  const [first] = parts;
  const edit = (text: string): Edit => ({ start: element.start, end: element.end, text });
  if (parts.length > 1) {
    const members = parts.map((part) => (part === null ? null : classMember(part)));
    return members.includes(null) ? null : edit(`[${members.join('')}]`);
  }
  if (first?.type !== 'Quantifier' || !isByte(first.element)) return null;
  const [min, max] = [first.min * node.min, first.max * node.max];
  const text = `${first.element.raw}{${min},${Number.isFinite(max) ? max : Math.max(longestToken, 4 * min)}}`;
  return { start: node.start, end: node.end, text };
}

/** What stands for the element between `[` and `]`; null for what is more than a byte, or a negated class. */
function classMember(node: AST.Element): string | null {
  if (node.type === 'Character') return /[\]\\^-]/.test(node.raw) && node.raw.length === 1 ? `\\${node.raw}` : node.raw;
  if (node.type === 'CharacterSet') return node.kind === 'any' ? null : node.raw;
  return node.type === 'CharacterClass' && !node.negate ? node.raw.slice(1, -1) : null;
}

function bound(node: AST.Quantifier): Edit | null {
  if (Number.isFinite(node.max)) return null;
  const { element, min } = node;
  const usual = isBlank(element) ? widestBlank : isGap(element) ? widestGap : isByte(element) ? longestToken : 8;
  return withBounds(node, min, Math.max(usual, 4 * min));
}

/** The repetition with the most room, its range halved. */
function narrowed(quantifiers: readonly AST.Quantifier[]): Edit | null {
  const room = ({ min, max }: AST.Quantifier): number => max - min;
  const widest = quantifiers.reduce<AST.Quantifier | null>(
    (best, node) => (best === null || room(node) > room(best) ? node : best),
    null,
  );
  if (widest === null || room(widest) === 0) throw new GitmoatError('config', 'nothing left to narrow');
  return withBounds(widest, widest.min, widest.min + (room(widest) >> 1));
}

function withBounds(node: AST.Quantifier, min: number, max: number): Edit {
  const text = `${node.element.raw}{${min === max ? min : `${min},${max}`}}${node.greedy ? '' : '?'}`;
  return { start: node.start, end: node.end, text };
}

const isByte = (node: AST.Element): boolean =>
  node.type === 'Character' || node.type === 'CharacterClass' || node.type === 'CharacterSet';

/** Takes nearly anything. */
function isGap(node: AST.Element): boolean {
  return (node.type === 'CharacterSet' && node.kind === 'any') || (node.type === 'CharacterClass' && node.negate);
}

function isBlank(node: AST.Element): boolean {
  return /^(?: |\\s|\[(?: |\\[stnr])+\])$/.test(node.raw);
}
