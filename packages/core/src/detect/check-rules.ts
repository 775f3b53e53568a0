/** `rules check`: every rule's examples found by it, counterexamples not, each anchor shown by an example. */
import { GitmoatError } from '../errors.ts';
import type { Compilation, RuleProblem } from '../rules/compile.ts';
import type { CompiledRule } from '../rules/rule.ts';
import type { AuthoredRule } from '../rules/schema.ts';
import { createDetector, type Detector } from './detector.ts';
import { documentEngines, pathEngines } from './document/index.ts';
import { completeExample } from './examples/generate.ts';

/** Rules must show at least this many of each. */
const fewest = 2;

export function checkRules(compilation: Compilation): RuleProblem[] {
  const problems = [...compilation.problems];
  const detector = createDetector(compilation.ruleset);
  compilation.authored.forEach((authored, index) => {
    const rule = compilation.ruleset.rules[index]!;
    for (const message of checkRule(authored, rule, detector)) {
      problems.push({ file: rule.provider, rule: rule.id, message, hint: '' });
    }
  });
  return problems;
}

function checkRule(authored: AuthoredRule, rule: CompiledRule, detector: Detector): string[] {
  const problems: string[] = [];
  if (authored.examples.length < fewest) problems.push(`has ${authored.examples.length} example, needs ${fewest}`);
  if (authored.counterexamples.length < fewest)
    problems.push(`has ${authored.counterexamples.length} counterexample, needs ${fewest}`);
  const shown = new Set<string>();
  for (const [kind, list] of [
    ['example', authored.examples],
    ['counterexample', authored.counterexamples],
  ] as const) {
    list.forEach((template, i) => {
      const text = completed(template, `${rule.id}:${kind}:${i}`, problems);
      if (text === null) return;
      for (const anchor of rule.anchors)
        if (text.toLowerCase().includes(anchor.text)) shown.add(`${kind}:${anchor.text}`);
      const fires = firesOn(rule, text, detector);
      if (kind === 'example' && !fires) problems.push(`misses its example ${i + 1}: ${template}`);
      if (kind === 'counterexample' && fires) problems.push(`fires on its counterexample ${i + 1}: ${template}`);
    });
  }
  for (const anchor of rule.anchors) {
    if (!shown.has(`example:${anchor.text}`)) problems.push(`no example shows the anchor "${anchor.text}"`);
  }
  return problems;
}

function completed(template: string, seed: string, problems: string[]): string | null {
  try {
    return completeExample(template, seed);
  } catch (error) {
    if (!(error instanceof GitmoatError)) throw error;
    problems.push(`${error.message}${error.hint ? ` (${error.hint})` : ''}`);
    return null;
  }
}

/** A real match that would count; made-up ones do not, low ones only where the rule itself is low. */
function firesOn(rule: CompiledRule, text: string, detector: Detector): boolean {
  const counts = (found: { confidence: string; madeUp: unknown }): boolean =>
    found.madeUp === null && (found.confidence !== 'low' || rule.confidence === 'low');
  const bytes = Buffer.from(text, 'utf8');
  const matches = detector.detect(bytes, 0, bytes.length).filter((match) => match.rule === rule.index);
  if (rule.kind === 'pattern' || rule.kind === 'assignment') return matches.some(counts);
  if (rule.kind === 'document' && matches.length === 0) return false;
  const engine = (rule.kind === 'document' ? documentEngines : pathEngines)[rule.id];
  return engine ? engine(bytes.toString('latin1')).some(counts) : false;
}
