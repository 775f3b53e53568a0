/** Rule files (YAML) → Ruleset. Every refusal names the file and the rule. Build time and `rules check`. */
import { createHash } from 'node:crypto';
import * as v from 'valibot';
import { parse } from 'yaml';
import { GitmoatError } from '../errors.ts';
import { buildAutomaton } from './automaton.ts';
import { compileRule } from './compile-rule.ts';
import { servesEncoded } from './encoded-forms.ts';
import { nameEnds } from './path-names.ts';
import type { CompiledRule, RuleText } from './rule.ts';
import type { Ruleset } from './ruleset.ts';
import { type AuthoredRule, type RuleFile, ruleFileSchema } from './schema.ts';

/** One rule file as read. `name`: for messages. */
export interface RuleSource {
  readonly name: string;
  readonly text: string;
}

export interface RuleProblem {
  readonly file: string;
  readonly rule: string | null;
  readonly message: string;
  readonly hint: string;
}

/** `authored[i]` belongs to `ruleset.rules[i]`. A file or rule with a problem is left out of the ruleset. */
export interface Compilation {
  readonly ruleset: Ruleset;
  readonly authored: readonly AuthoredRule[];
  readonly problems: readonly RuleProblem[];
}

export function compileRules(sources: readonly RuleSource[]): Compilation {
  const problems: RuleProblem[] = [];
  const rules: CompiledRule[] = [];
  const authored: AuthoredRule[] = [];
  const texts: RuleText[] = [];
  const seen = new Map<string, string>();
  for (const source of [...sources].sort((a, b) => (a.name < b.name ? -1 : 1))) {
    const file = readRuleFile(source, problems);
    for (const rule of file?.rules ?? []) {
      const fail = (error: unknown): void => {
        problems.push(problemOf(source.name, rule.id, error));
      };
      const twin = seen.get(rule.id);
      if (twin) {
        fail(new GitmoatError('config', `id is taken by ${twin}`));
        continue;
      }
      seen.set(rule.id, source.name);
      try {
        rules.push(withEscapes(compileRule(file!, rule, rules.length)));
        authored.push(rule);
        texts.push(textOf(file!, rule));
      } catch (error) {
        fail(error);
      }
    }
  }
  return { ruleset: assembleRuleset(rules, texts), authored, problems };
}

export function assembleRuleset(rules: readonly CompiledRule[], texts: readonly RuleText[]): Ruleset {
  const hash = createHash('sha256').update(JSON.stringify(rules)).digest('hex').slice(0, 16);
  const byPath = rules.filter(({ kind }) => kind === 'path');
  return {
    hash,
    rules,
    pathRules: byPath.map(({ index }) => index),
    pathNames: byPath.flatMap(({ paths }) => paths.flatMap(nameEnds)),
    automaton: buildAutomaton(rules),
    text: (index) => texts[index]!,
  };
}

/** Escapes that a match may hold beyond its reach as written: `\/` in a URL before the anchor, `\u002f` in a token. */
const escapeSlack = { before: 24, after: 24 } as const;
/** Longer forms (keys) are written over lines, not escaped. */
const longestEscaped = 4096;

function withEscapes(rule: CompiledRule): CompiledRule {
  if (!servesEncoded(rule) || rule.before + rule.after > longestEscaped) return rule;
  const { before, after } = rule;
  return { ...rule, before: before + escapeSlack.before, after: after + escapeSlack.after, escapable: true };
}

function readRuleFile(source: RuleSource, problems: RuleProblem[]): RuleFile | null {
  try {
    const result = v.safeParse(ruleFileSchema, parse(source.text));
    if (result.success) return result.output;
    for (const issue of result.issues) {
      problems.push({
        file: source.name,
        rule: null,
        message: `${v.getDotPath(issue) ?? ''}: ${issue.message}`,
        hint: '',
      });
    }
  } catch (error) {
    problems.push(problemOf(source.name, null, error));
  }
  return null;
}

function problemOf(file: string, rule: string | null, error: unknown): RuleProblem {
  const hint = error instanceof GitmoatError ? error.hint : '';
  return { file, rule, message: (error as Error).message, hint };
}

function textOf(file: RuleFile, rule: AuthoredRule): RuleText {
  return {
    id: rule.id,
    name: rule.name,
    description: rule.description,
    remediation: rule.remediation ?? file.remediation ?? '',
    references: rule.references ?? file.references ?? [],
  };
}
