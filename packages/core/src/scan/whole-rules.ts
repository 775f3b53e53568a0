/** Rules that see more than a reach: documents and files of certain paths, read as one text. */
import type { Candidate } from '../detect/candidate.ts';
import type { Detector } from '../detect/detector.ts';
import { documentEngines, pathEngines } from '../detect/document/index.ts';
import type { Match } from '../detect/match.ts';
import type { CompiledRule } from '../rules/rule.ts';
import type { RawPath } from '../sources/source.ts';
import type { BlobScanner } from './scan-blob.ts';

/** Path rules that want a blob of these paths. */
export function pathRulesFor(scanner: BlobScanner, paths: readonly RawPath[]): CompiledRule[] {
  return [...new Set(paths.flatMap((path) => scanner.pathRules(path)))];
}

/** What the engines find, and what is encoded in their values (a provider's token in a Kubernetes Secret). */
export function wholeBlobMatches(detector: Detector, bytes: Buffer, rules: readonly CompiledRule[]): Match[] {
  if (rules.length === 0) return [];
  const text = bytes.toString('latin1');
  return rules.flatMap((rule) => {
    const engine = (rule.kind === 'document' ? documentEngines : pathEngines)[rule.id];
    const found = engine ? engine(text).map((candidate) => matchOf(rule, candidate)) : [];
    return found.flatMap((match) => [match, ...detector.detectValue(bytes, match.start, match.end)]);
  });
}

function matchOf(rule: CompiledRule, candidate: Candidate): Match {
  const { start, end, confidence, madeUp } = candidate;
  const chain = candidate.chain ?? '';
  return {
    rule: rule.index,
    start,
    end,
    chain,
    anchor: start,
    confidence,
    madeUp,
    facts: candidate.facts ?? null,
    value: candidate.value ?? null,
  };
}
