/** The second test of a pattern rule's anchor, on bytes: enough characters of a token in a row at the right distance. */
import { anchorForms, formShift } from '../rules/encoded-forms.ts';
import type { RequiredRun } from '../rules/rule.ts';
import type { Ruleset } from '../rules/ruleset.ts';

/** A required run made ready for the test. */
export interface RunTest {
  readonly run: RequiredRun;
  /** The run's bytes, 256 entries. */
  readonly mask: Uint8Array;
  /** The lead's bytes, a mask a place. */
  readonly lead: readonly Uint8Array[];
}

export function runTest(run: RequiredRun): RunTest {
  return { run, mask: maskOf(run.bytes), lead: (run.lead ?? []).map(maskOf) };
}

function maskOf(bytes: string): Uint8Array {
  const mask = new Uint8Array(256);
  for (let i = 0; i < bytes.length; i++) mask[bytes.charCodeAt(i)] = 1;
  return mask;
}

/**
 * Is there a stretch of `length` masked bytes with the right bytes before it, beginning `from`–`to` behind the anchor's first byte
 * (negative: before it)? Skips by whole lengths.
 */
export function hasRun(bytes: Uint8Array, at: number, { run, mask, lead }: RunTest): boolean {
  const { from, to, length } = run;
  let start = Math.max(0, at + from);
  const lastStart = Math.min(at + to, bytes.length - length);
  /** Up to here the bytes from `start` on are known to be masked. */
  let known = start;
  while (start <= lastStart) {
    let i = start + length - 1;
    while (i >= known && mask[bytes[i]!] === 1) i--;
    if (i >= known) {
      start = i + 1;
      known = start;
    } else if (isLed(bytes, start, lead)) return true;
    else known = length + start++;
  }
  return false;
}

function isLed(bytes: Uint8Array, start: number, lead: readonly Uint8Array[]): boolean {
  if (start < lead.length) return false;
  for (let i = 0; i < lead.length; i++) if (lead[i]![bytes[start - 1 - i]!] === 0) return false;
  return true;
}

interface RuleTest extends RunTest {
  /** Bytes behind the anchor in which an escape matters; -1: none does. */
  readonly escapes: number;
}

/**
 * Whether every rule of an anchor's occurrence fails that test, so that nothing more of the detector has to be loaded for it.
 * What an anchor asks for is made once.
 */
export function runFilter(ruleset: Ruleset): (bytes: Uint8Array, anchor: number, at: number) => boolean {
  const known = new Map<number, readonly RuleTest[] | null>();
  return (bytes, anchor, at) => {
    let tests = known.get(anchor);
    if (tests === undefined) {
      tests = testsOf(ruleset, anchor);
      known.set(anchor, tests);
    }
    if (tests === null) return false;
    for (const test of tests) {
      if (hasRun(bytes, at, test)) return false;
      // With its escapes undone the text may hold a run.
      if (test.escapes >= 0 && holdsEscape(bytes, at - escapeBefore, at + test.escapes)) return false;
    }
    return true;
  };
}

/** Null: a rule of the anchor has no such test. */
function testsOf({ rules, automaton }: Ruleset, anchor: number): RuleTest[] | null {
  const { anchorRuleStart, anchorRules, firstMagic } = automaton;
  if (anchor >= firstMagic) return null;
  const tests: RuleTest[] = [];
  for (let r = anchorRuleStart[anchor]!; r < anchorRuleStart[anchor + 1]!; r += 2) {
    if (anchorRules[r + 1]! >>> formShift !== anchorForms.plain) return null;
    const rule = rules[anchorRules[r]!]!;
    const { run } = rule.anchors[anchorRules[r + 1]! & ((1 << formShift) - 1)]!;
    if (rule.kind !== 'pattern' || run === null) return null;
    tests.push({ ...runTest(run), escapes: rule.escapable ? rule.after : -1 });
  }
  return tests;
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
