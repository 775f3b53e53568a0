/** `rules check`: every rule's examples found by it, counterexamples not, each anchor shown by an example. */
import { GitmoatError } from '../errors.ts';
import type { Compilation, RuleProblem } from '../rules/compile.ts';
import { pathsOf } from '../rules/paths.ts';
import { parsePattern } from '../rules/pattern.ts';
import type { CompiledRule } from '../rules/rule.ts';
import type { Ruleset } from '../rules/ruleset.ts';
import type { AuthoredRule } from '../rules/schema.ts';
import { createDetector, type Detector } from './detector.ts';
import { documentEngines, pathEngines } from './document/index.ts';
import { completeExample } from './examples/generate.ts';

/** Rules must show at least this many of each, and as many examples that the generator completes. */
const fewest = 2;

/** Does the rule find something that counts in the bytes, alone? For path rules too. */
export function ruleFires(rule: CompiledRule, bytes: Buffer, ruleset: Ruleset): boolean {
  return firesOn(rule, bytes, createDetector(ruleset));
}

export function checkRules(compilation: Compilation): RuleProblem[] {
  const problems = [...compilation.problems];
  const detector = createDetector(compilation.ruleset);
  compilation.authored.forEach((authored, index) => {
    const rule = compilation.ruleset.rules[index]!;
    const { references } = compilation.ruleset.text(index);
    for (const other of rule.joins?.rules ?? []) {
      if (compilation.ruleset.rules.some(({ id }) => id === other)) continue;
      problems.push({ file: rule.provider, rule: rule.id, message: `joins ${other}, which is no rule`, hint: '' });
    }
    for (const message of checkRule(authored, rule, detector, references)) {
      problems.push({ file: rule.provider, rule: rule.id, message, hint: '' });
    }
  });
  return problems;
}

function checkRule(
  authored: AuthoredRule,
  rule: CompiledRule,
  detector: Detector,
  references: readonly string[],
): string[] {
  const problems: string[] = [];
  const generated = authored.examples.filter((template) => template.includes('<<')).length;
  if (generated < fewest) problems.push(`has ${generated} examples with a <<KIND:N>>, needs ${fewest}`);
  if (authored.counterexamples.length < fewest)
    problems.push(`has ${authored.counterexamples.length} counterexample, needs ${fewest}`);
  if (authored.keywords !== undefined) problems.push(...contextOnly(authored, references));
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
      const fires = firesOn(rule, Buffer.from(text, 'utf8'), detector);
      if (kind === 'example' && !fires) problems.push(`misses its example ${i + 1}: ${template}`);
      if (kind === 'counterexample' && fires) problems.push(`fires on its counterexample ${i + 1}: ${template}`);
    });
  }
  for (const anchor of rule.anchors) {
    if (!shown.has(`example:${anchor.text}`)) problems.push(`no example shows the anchor "${anchor.text}"`);
  }
  return problems;
}

/** A value with no shape of its own is only as good as what is documented of it: an alphabet, a length, and where it says so. */
function contextOnly({ value = '' }: AuthoredRule, references: readonly string[]): string[] {
  const problems: string[] = [];
  if (references.length === 0) problems.push('cites no page for its length and alphabet (references)');
  const any = pathsOf(parsePattern(value, 'm'), false).some((path) =>
    path.some(({ set }) => count(set) > widestAlphabet),
  );
  if (any) problems.push(`value takes nearly any character (${value}): name its alphabet`);
  return problems;
}

/** Printable ASCII without blanks. */
const widestAlphabet = 94;
const count = (set: Uint8Array): number => set.reduce((sum, bit) => sum + bit, 0);

/**
 * Rules that are equal but for names count once: two providers of the form "name, then 32 hexadecimal digits" are one rule with two
 * names.
 */
export function distinctRules({ ruleset, authored }: Compilation): number {
  const shapes = ruleset.rules.map((rule, index) => {
    const { keywords, value, gap } = authored[index]!;
    const { kind, paths, checks, context, id } = rule;
    // A coded engine is a rule of its own; assignments are told apart by their key words' meaning.
    if (kind !== 'pattern') return id;
    return JSON.stringify(keywords === undefined ? [rule.pattern, checks, context, paths] : [value, gap, checks]);
  });
  return new Set(shapes).size;
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
function firesOn(rule: CompiledRule, bytes: Buffer, detector: Detector): boolean {
  const counts = (found: { confidence: string; madeUp: unknown }): boolean =>
    found.madeUp === null && (found.confidence !== 'low' || rule.confidence === 'low');
  const matches = detector.detect(bytes, 0, bytes.length).filter((match) => match.rule === rule.index);
  if (rule.kind === 'pattern' || rule.kind === 'assignment') return matches.some(counts);
  if (rule.kind === 'document' && matches.length === 0) return false;
  const engine = (rule.kind === 'document' ? documentEngines : pathEngines)[rule.id];
  return engine ? engine(bytes.toString('latin1')).some(counts) : false;
}
