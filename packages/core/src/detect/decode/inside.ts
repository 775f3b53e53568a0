/** What the rules find in decoded bytes: the ordinary detector, documents, and runs inside the run, to a depth and a budget. */
import { type CompiledRule, type Confidence, confidences } from '../../rules/rule.ts';
import type { Candidate } from '../candidate.ts';
import { documentEngines } from '../document/index.ts';
import type { Match } from '../match.ts';
import type { Decoded } from './decoded.ts';
import { decodeValue, gunzip, isGzip } from './runs.ts';

/** Design, Definitions, "Limits". */
export const deepest = 4;
/** Decoded bytes that one outermost run may cost, all depths together: gzip of text grows five times, a bomb a thousand. */
const budgetOf = (run: number): number => 4096 + 12 * run;

/** Where decoding stands: decoders passed, and bytes that may still come out. Shared by all that one run holds. */
export interface Level {
  readonly depth: number;
  readonly budget: { left: number };
}

export interface InsideOptions {
  /** Null: an outermost run. */
  readonly level: Level | null;
  /** Provider matches below this say nothing here. */
  readonly least: Confidence;
}

export type DetectAll = (bytes: Buffer, level: Level) => readonly Match[];

/** Matches inside `decoded`, with their places and chains as the encoding bytes have them; `anchor` is left to the caller. */
export function inside(
  decoded: Decoded,
  rules: readonly CompiledRule[],
  detectAll: DetectAll,
  options: InsideOptions,
): Match[] {
  const depth = (options.level?.depth ?? 0) + 1;
  const budget = options.level?.budget ?? { left: budgetOf(decoded.bytes.length) };
  budget.left -= decoded.bytes.length;
  if (depth > deepest || budget.left < 0) return [];
  const level = { depth, budget };
  if (isGzip(decoded.bytes)) {
    const unpacked = gunzip(decoded, budget.left);
    if (unpacked === null) return [];
    budget.left -= unpacked.bytes.length;
    return within(unpacked, rules, detectAll, level, options.least).map((match) => ({
      ...match,
      chain: `${decoded.codec}>${match.chain}`,
    }));
  }
  return within(decoded, rules, detectAll, level, options.least);
}

function within(
  decoded: Decoded,
  rules: readonly CompiledRule[],
  detectAll: DetectAll,
  level: Level,
  least: Confidence,
): Match[] {
  const { bytes, codec } = decoded;
  const all = [...detectAll(bytes, level)];
  const documents = new Set(all.map((match) => rules[match.rule]!).filter((rule) => rule.kind === 'document'));
  const found = all.filter(
    (match) =>
      rules[match.rule]!.class === 'provider' &&
      rules[match.rule]!.kind !== 'document' &&
      confidences.indexOf(match.confidence) <= confidences.indexOf(least),
  );
  for (const rule of documents) {
    for (const candidate of documentEngines[rule.id]?.(bytes.toString('latin1')) ?? []) {
      if (candidate.confidence === 'high') found.push(documentMatch(rule, candidate));
    }
  }
  const whole = decodeValue(bytes, 0, trimmedLength(bytes));
  if (whole !== null) found.push(...inside(whole, rules, detectAll, { level, least }));
  return found.map((match) => {
    const [start, end] = decoded.range(match.start, match.end);
    const value = match.value ?? bytes.toString('latin1', match.start, match.end);
    return { ...match, start, end, value, chain: match.chain === '' ? codec : `${codec}>${match.chain}` };
  });
}

function documentMatch(rule: CompiledRule, candidate: Candidate): Match {
  const { start, end, confidence, madeUp, chain = '', value = null, facts = null } = candidate;
  return { rule: rule.index, start, end, chain, anchor: start, confidence, madeUp, facts, value };
}

/** `echo token | base64` encodes a line feed too. */
function trimmedLength(bytes: Buffer): number {
  let length = bytes.length;
  while (length > 0 && bytes[length - 1]! <= 32) length--;
  return length;
}
