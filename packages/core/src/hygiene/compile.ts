/**
 * rules/hygiene/ and rules/ignore/ → one JSON file beside the bundle, and back. Reading it needs neither YAML nor a
 * validator; `compileHygiene` is for the build and for tests.
 */
import { createHash } from 'node:crypto';
import * as v from 'valibot';
import { parseDocument } from 'yaml';
import { GitmoatError } from '../errors.ts';
import type { IgnoreSet } from '../ignore/must-ignore.ts';
import type { RuleProblem, RuleSource } from '../rules/compile.ts';
import type { HygieneRuleset } from './judge.ts';
import { type HygieneRule, inProfile } from './rule.ts';
import { type AuthoredHygieneRule, hygieneFile, ignoreFile } from './schema.ts';

export interface HygieneCompilation {
  readonly ruleset: HygieneRuleset;
  /** With their examples, for tests and documentation. */
  readonly authored: readonly (AuthoredHygieneRule & { readonly group: string })[];
  readonly problems: readonly RuleProblem[];
}

export interface HygieneSources {
  readonly hygiene: readonly RuleSource[];
  readonly ignore: readonly RuleSource[];
}

export function compileHygiene(sources: HygieneSources): HygieneCompilation {
  const problems: RuleProblem[] = [];
  const authored: (AuthoredHygieneRule & { group: string })[] = [];
  const ignoreSets: IgnoreSet[] = [];
  for (const source of sources.hygiene) {
    const file = parse(source, hygieneFile, problems);
    for (const rule of file?.rules ?? []) authored.push({ ...rule, group: file!.group });
  }
  for (const source of sources.ignore) {
    const file = parse(source, ignoreFile, problems);
    if (file !== null) ignoreSets.push(file);
  }
  const ids = new Set<string>();
  for (const { id, group } of authored) {
    if (ids.has(id)) problems.push({ file: group, rule: id, message: 'this id stands twice', hint: '' });
    ids.add(id);
  }
  const rules = authored.map(({ examples: _examples, counterexamples: _counter, ...rule }): HygieneRule => rule);
  return { ruleset: { rules, ignoreSets }, authored, problems };
}

function parse<T>({ name, text }: RuleSource, schema: v.GenericSchema<unknown, T>, problems: RuleProblem[]): T | null {
  const document = parseDocument(text);
  const complain = (message: string) => problems.push({ file: name, rule: null, message, hint: '' });
  if (document.errors.length > 0) {
    for (const { message } of document.errors) complain(message);
    return null;
  }
  const parsed = v.safeParse(schema, document.toJS());
  if (parsed.success) return parsed.output;
  for (const issue of parsed.issues) complain(`${v.getDotPath(issue) ?? ''}: ${issue.message}`);
  return null;
}

/** Of the rules only what a commit's question needs: those of its stage that are always on, without their texts. */
export function encodeStagedHygiene({ rules, ignoreSets }: HygieneRuleset): string {
  const asked = rules.filter((rule) => rule.stages.includes('staged') && inProfile(rule, 'default'));
  const texts = { name: '', why: '', risk: '', remediation: '', references: [] };
  return JSON.stringify({ rules: asked.map((rule) => ({ ...rule, ...texts })), ignoreSets });
}

export function encodeHygiene(ruleset: HygieneRuleset): string {
  if (ruleset.rules.length === 0) throw new GitmoatError('internal', 'no hygiene rules');
  const hash = createHash('sha256').update(JSON.stringify(ruleset)).digest('hex').slice(0, 16);
  return JSON.stringify({ hash, ...ruleset });
}
