/**
 * Whether every rule of an anchor's occurrence is sure to say no, by tests that need neither parsers nor checks nor decoding:
 * a commit's first look, which mostly ends here without the rest of the detector being loaded. The same tests stand first in
 * `confirm.ts`.
 */
import { anchorForms, formShift } from '../rules/encoded-forms.ts';
import type { AnchorUse, CompiledRule } from '../rules/rule.ts';
import type { Ruleset } from '../rules/ruleset.ts';
import { quickFormOf, quickTestOf } from './assignment/quick-form.ts';
import { quickTest } from './assignment/quick-test.ts';
import { confirmPattern, preparePattern } from './confirm-pattern.ts';
import { mayBegin } from './edge.ts';
import { reachEnd, reachStart, windowOf } from './reach.ts';
import { hasRun, runTest } from './required-run.ts';

/** True: no match of one rule. */
type Test = (bytes: Buffer, at: number) => boolean;

/** What an anchor asks for is made once. Text only: rules that leave binary blobs alone are asked too. */
export function noMatchFilter(ruleset: Ruleset): (bytes: Buffer, anchor: number, at: number) => boolean {
  const known = new Map<number, readonly Test[] | null>();
  return (bytes, anchor, at) => {
    let tests = known.get(anchor);
    if (tests === undefined) {
      tests = testsOf(ruleset, anchor);
      known.set(anchor, tests);
    }
    return tests === null ? false : tests.every((test) => test(bytes, at));
  };
}

/** Null: a rule of the anchor has no such test. */
function testsOf({ rules, automaton }: Ruleset, anchor: number): Test[] | null {
  const { anchorRuleStart, anchorRules, firstMagic } = automaton;
  if (anchor >= firstMagic) return null;
  const tests: Test[] = [];
  for (let r = anchorRuleStart[anchor]!; r < anchorRuleStart[anchor + 1]!; r += 2) {
    if (anchorRules[r + 1]! >>> formShift !== anchorForms.plain) return null;
    const rule = rules[anchorRules[r]!]!;
    const use = rule.anchors[anchorRules[r + 1]! & ((1 << formShift) - 1)]!;
    const test = rule.kind === 'pattern' ? ofPattern(rule, use) : rule.kind === 'assignment' ? ofForm(rule, use) : null;
    if (test === null) return null;
    // With its escapes undone the text may hold a match.
    const escapes = (bytes: Buffer, at: number): boolean =>
      rule.escapable === true && holdsEscape(bytes, at - escapeBefore, at + rule.after);
    tests.push((bytes, at) => !mayBegin(use, bytes, at) || (test(bytes, at) && !escapes(bytes, at)));
  }
  return tests;
}

function ofPattern(rule: CompiledRule, use: AnchorUse): Test {
  const run = use.run && runTest(use.run);
  const pattern = preparePattern(rule);
  return (bytes, at) => {
    if (run !== null && !hasRun(bytes, at, run)) return true;
    const window = windowOf(rule, bytes, at, reachStart(rule, bytes, at), reachEnd(rule, bytes, at));
    return confirmPattern(pattern, use, window) === null;
  };
}

function ofForm(rule: CompiledRule, { text, run }: AnchorUse): Test | null {
  if (run !== null) return null;
  const quick = quickFormOf(rule.id);
  const test = quickTestOf(rule);
  return (bytes, at) => {
    const end = at + text.length;
    // The dearer one last: reading a name makes its expressions.
    return !quickTest(bytes, at, end, reachEnd(rule, bytes, at), test) || quick?.(bytes, at, end) === false;
  };
}

/** The longest escape before an anchor, `\u003d`. */
const escapeBefore = 6;

/** `\n`, `%3D`, `&quot;`, `&#61;`: what a lead byte is without its second one, code is full of (`a && b`). */
function holdsEscape(bytes: Uint8Array, from: number, to: number): boolean {
  for (let i = Math.max(0, from); i < Math.min(to, bytes.length); i++) {
    const next = bytes[i + 1] ?? 0;
    if (bytes[i] === 0x5c || (bytes[i] === 0x25 && isHex(next)) || (bytes[i] === 0x26 && isNameOrHash(next)))
      return true;
  }
  return false;
}

const isHex = (byte: number): boolean => (byte >= 48 && byte < 58) || ((byte | 32) >= 97 && (byte | 32) < 103);
const isNameOrHash = (byte: number): boolean => byte === 0x23 || ((byte | 32) >= 97 && (byte | 32) < 123);
