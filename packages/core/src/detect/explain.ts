/** Why bytes are or are not a match: every anchor met, each test's answer, and what came out. For `gitmoat explain`. */
import type { CompiledRule } from '../rules/rule.ts';
import type { Ruleset } from '../rules/ruleset.ts';
import { createDetector } from './detector.ts';
import { distinct } from './distinct.ts';
import type { Match } from './match.ts';

export interface ExplainStep {
  readonly stage: string;
  readonly passed: boolean;
  readonly detail: string;
}

/** One anchor occurrence under one rule. */
export interface ExplainedAnchor {
  readonly rule: CompiledRule;
  readonly at: number;
  readonly steps: readonly ExplainStep[];
}

export interface Explanation {
  readonly anchors: readonly ExplainedAnchor[];
  readonly matches: readonly Match[];
}

export function explainText(ruleset: Ruleset, bytes: Buffer): Explanation {
  const anchors = new Map<string, { rule: CompiledRule; at: number; steps: ExplainStep[] }>();
  const detector = createDetector(ruleset, (rule, at, stage, passed, detail) => {
    const key = `${rule.index}:${at}`;
    const entry = anchors.get(key) ?? { rule, at, steps: [] };
    entry.steps.push({ stage, passed, detail });
    anchors.set(key, entry);
  });
  const matches = distinct(detector.detect(bytes, 0, bytes.length));
  return { anchors: [...anchors.values()], matches };
}
