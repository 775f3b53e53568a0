/** `gitmoat rules …`: the compiled rules for reading; what authors need (check, test, new) is loaded when asked for. */
import { didYouMean } from '@gitmoat/core/config/nearest';
import type { HygieneRule } from '@gitmoat/core/hygiene/rule';
import { type CompiledRule, loadRuleset, type Ruleset } from '../core.ts';
import { hygieneRules } from '../hygiene-rules.ts';
import type { Io } from '../io.ts';
import { type Args, oneOf, wrong } from '../options.ts';
import { wrapText } from '../wrap.ts';

export async function run(args: Args, io: Io): Promise<number> {
  const [action = 'list', ...names] = args.positionals;
  const format = oneOf(args.value('format') ?? 'text', ['text', 'json'], '--format');
  switch (oneOf(action, ['list', 'show', 'check', 'test', 'new'], 'rules')) {
    case 'list':
      return list(names, format, io);
    case 'show':
      return show(names, format, io);
    case 'check':
      return (await import('./rules/check.ts')).check(names, io);
    case 'test':
      return (await import('./rules/test.ts')).test(names, args, io);
    case 'new':
      return (await import('./rules/new.ts')).scaffold(names, args, io);
  }
}

interface Row {
  readonly id: string;
  readonly severity: string;
  readonly name: string;
  /** For JSON; made when it is asked for. */
  readonly describe: () => object;
  readonly page: () => string;
  readonly replaces: readonly string[];
}

/** Secret rules and hygiene rules, by id. */
function allRows(io: Io): Row[] {
  const ruleset = loadRuleset(io.rulesetFile);
  const secrets = ruleset.rules.map((rule): Row => {
    const { id, severity, replaces, index } = rule;
    const { name } = ruleset.text(index);
    return { id, severity, name, replaces, describe: () => describe(rule, ruleset), page: () => pageOf(rule, ruleset) };
  });
  const hygiene = hygieneRules(io).rules.map((rule): Row => {
    const { id, severity, name } = rule;
    return {
      id,
      severity,
      name,
      replaces: [],
      describe: () => ({ ...rule, kind: 'hygiene' }),
      page: () => hygienePage(rule),
    };
  });
  return [...secrets, ...hygiene].sort((x, y) => (x.id < y.id ? -1 : 1));
}

async function list(words: readonly string[], format: 'text' | 'json', io: Io): Promise<number> {
  const rows = allRows(io);
  const found = rows.filter(({ id, name }) =>
    words.every((word) => `${id} ${name}`.toLowerCase().includes(word.toLowerCase())),
  );
  if (format === 'json') {
    const described = found.map((row) => row.describe());
    await io.stdout.write(`${JSON.stringify(described, null, 2)}\n`);
    return 0;
  }
  const width = Math.min(40, Math.max(4, ...found.map(({ id }) => id.length)));
  for (const { id, severity, name } of found) {
    if (!(await io.stdout.write(`${id.padEnd(width)}  ${severity.padEnd(8)}  ${name}\n`))) return 0;
  }
  await io.stderr.write(`${found.length} of ${rows.length} rules; gitmoat rules show ID says more\n`);
  return 0;
}

async function show(names: readonly string[], format: 'text' | 'json', io: Io): Promise<number> {
  if (names.length === 0) throw wrong('rules show needs a rule’s id', 'gitmoat rules list shows them.');
  const rows = allRows(io);
  for (const name of names) {
    const row = rows.find(({ id, replaces }) => id === name || replaces.includes(name));
    const ids = () => rows.map(({ id }) => id);
    if (row === undefined)
      throw wrong(`no rule is called "${name}"${didYouMean(name, ids())}`, 'gitmoat rules list TEXT finds one.');
    await io.stdout.write(format === 'json' ? `${JSON.stringify(row.describe(), null, 2)}\n` : row.page());
  }
  return 0;
}

function describe(rule: CompiledRule, ruleset: Ruleset): object {
  const {
    id,
    provider,
    severity,
    confidence,
    kind,
    anchors,
    pattern,
    checks,
    context,
    facts,
    paths,
    prefix,
    replaces,
  } = rule;
  const { name, description, remediation, references } = ruleset.text(rule.index);
  const anchorTexts = [...new Set(anchors.map((anchor) => anchor.text))];
  const reach = { before: rule.before, after: rule.after, line: rule.line };
  const detail = { kind, anchors: anchorTexts, pattern, context, checks, facts, paths, prefix, reach, replaces };
  return { id, name, provider, severity, confidence, description, remediation, references, ...detail };
}

function pageOf(rule: CompiledRule, ruleset: Ruleset): string {
  const { name, description, remediation, references } = ruleset.text(rule.index);
  const anchors = [...new Set(rule.anchors.map(({ text }) => JSON.stringify(text)))];
  const checks = rule.checks.map(({ check, ...rest }) =>
    [check, ...Object.entries(rest).map(([k, v]) => `${k} ${v}`)].join(' '),
  );
  const rows: [string, string][] = [
    ['severity', `${rule.severity} (how bad if it is live)`],
    ['confidence', `${rule.confidence} (before checks)`],
    ['opens', description],
    ['found by', rule.kind === 'path' ? rule.paths.join(', ') : anchors.join(' ')],
    ['near', rule.context === null ? '' : rule.context.keywords.join(', ')],
    ['pattern', rule.pattern],
    ['checks', checks.join('; ')],
    ['reads out', rule.facts.join(', ')],
    ['reach', `${rule.before} bytes before its anchor, ${rule.after} from it on${rule.line ? ', same line' : ''}`],
    ['what to do', remediation],
    ['references', references.join(' ')],
  ];
  return pageText(`${rule.id}: ${name}`, rows);
}

function hygienePage({
  id,
  name,
  group,
  severity,
  profile,
  stages,
  why,
  risk,
  remediation,
  references,
}: HygieneRule): string {
  const rows: [string, string][] = [
    ['severity', severity],
    ['group', group],
    ['profile', profile],
    ['asked in', stages.join(', ')],
    ['why', why],
    ['risk', risk],
    ['what to do', remediation],
    ['references', references.join(' ')],
  ];
  return pageText(`${id}: ${name}`, rows);
}

function pageText(title: string, rows: readonly (readonly [string, string])[]): string {
  const body = rows.flatMap(([key, value]) =>
    value === '' ? [] : wrapText(value, 66).map((line, index) => `  ${(index === 0 ? key : '').padEnd(11)} ${line}`),
  );
  return `${[title, ...body].join('\n')}\n`;
}
