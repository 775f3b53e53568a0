/** rules/remediation/ → one JSON file beside the bundle. For the build and for tests: a command only reads the JSON. */
import * as v from 'valibot';
import { parseDocument } from 'yaml';
import type { RuleProblem, RuleSource } from '../rules/compile.ts';
import { type Advice, type AdviceBook, anyProvider } from './advice.ts';

const text = v.pipe(v.string(), v.minLength(1));
const address = v.pipe(v.string(), v.regex(/^https:\/\/\S+$/, 'must be an https address'));
const lines = v.pipe(v.array(text), v.minLength(1));

const adviceFile = v.strictObject({
  provider: v.pipe(v.string(), v.regex(/^[a-z0-9]+(-[a-z0-9]+)*$/)),
  advice: v.pipe(
    v.array(
      v.strictObject({
        rules: v.optional(v.array(text), []),
        page: address,
        reference: address,
        rotate: lines,
        used: lines,
      }),
    ),
    v.minLength(1),
  ),
});

export interface AdviceCompilation {
  readonly book: AdviceBook;
  readonly problems: readonly RuleProblem[];
}

/** `ruleIds`: what the compiled rules are called, so that a renamed rule does not lose its advice unseen. */
export function compileAdvice(sources: readonly RuleSource[], ruleIds: ReadonlySet<string>): AdviceCompilation {
  const problems: RuleProblem[] = [];
  const book: Record<string, Advice[]> = {};
  for (const { name, text: yaml } of sources) {
    const complain = (message: string) => problems.push({ file: name, rule: null, message, hint: '' });
    const parsed = v.safeParse(adviceFile, parseDocument(yaml).toJS());
    if (!parsed.success) {
      for (const issue of parsed.issues) complain(`${v.getDotPath(issue) ?? ''}: ${issue.message}`);
      continue;
    }
    const { provider, advice } = parsed.output;
    if (!name.endsWith(`/${provider}.yaml`)) complain(`provider ${provider} must be the file's name`);
    if (advice.filter(({ rules }) => rules.length === 0).length > 1) complain('two entries without rules');
    for (const id of advice.flatMap(({ rules }) => rules)) if (!ruleIds.has(id)) complain(`${id} is no rule`);
    book[provider] = advice;
  }
  if (book[anyProvider] === undefined && sources.length > 0) {
    problems.push({ file: 'remediation', rule: null, message: `${anyProvider}.yaml is missing`, hint: '' });
  }
  return { book, problems };
}
