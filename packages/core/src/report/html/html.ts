/**
 * `html`: one file that needs nothing else. The page (markup, style, script) is built once; a report is that page with
 * its data in a JSON block, which the browser never runs. Every text is escaped before it goes in, and the page sets
 * text only as text, so that names and messages of the repository stay names and messages.
 */
import { GitmoatError } from '../../errors.ts';
import type { CommitInfo, Finding, Occurrence } from '../../scan/finding.ts';
import type { ScanResult } from '../../scan/result.ts';
import { isGone } from '../committed.ts';
import { escapeControls, toSafeJson } from '../escape.ts';
import { isListed, tierOf } from '../gate.ts';
import type { ProviderAdvice, ReportOptions } from '../options.ts';
import { webAddress } from '../web-address.ts';
import { dataMark, type PageFinding, type PagePlace, type PageRule, type State } from './data.ts';

/** Places listed a finding; the rest is counted. */
const maxPlaces = 500;
/** Places with the lines around them: more than anyone reads, and the file stays small. */
const maxExcerpts = 20;

export function* reportHtml(result: ScanResult, options: ReportOptions): Iterable<string> {
  const page = options.page();
  const at = page.indexOf(dataMark);
  if (at < 0) throw new GitmoatError('internal', 'the html report’s page is missing or is not one');
  yield page.slice(0, at);
  yield* dataOf(result, options);
  yield page.slice(at + dataMark.length);
}

/** JSON inside a script element: no `<` stands in it, so nothing ends the element. */
function* dataOf(result: ScanResult, options: ReportOptions): Iterable<string> {
  // Suppressed ones go in: the page hides them until asked.
  const listed = result.findings.filter((finding) => isListed(finding, { ...options, showSuppressed: true }));
  const { tool, target, coverage, notes } = result;
  const tables: Tables = { commits: new Table(), refSets: new Table() };
  yield `{"tool":${inert(tool)},"target":${inert(target)},"madeAt":${inert(options.madeAt)},`;
  yield `"minConfidence":${inert(options.minConfidence)},"coverage":${inert(coverage)},"notes":${inert(notes)},`;
  yield `"rules":${inert(pageRules(listed, options))},"findings":[`;
  let separator = '\n';
  for (const finding of listed) {
    yield separator + inert(pageFinding(finding, tables, options));
    separator = ',\n';
  }
  yield `\n],"commits":${inert(tables.commits.list)},"refSets":${inert(tables.refSets.list)}}`;
}

/** The texts of all rules that are named, with what to do at the provider. */
function pageRules(findings: readonly Finding[], options: ReportOptions): Record<string, PageRule> {
  const providers = new Map<string, string>();
  for (const { rule, provider, occurrences } of findings) {
    providers.set(rule, provider);
    for (const place of occurrences) if (!providers.has(place.rule)) providers.set(place.rule, provider);
  }
  const rules: Record<string, PageRule> = {};
  for (const [rule, provider] of [...providers].sort(([a], [b]) => (a < b ? -1 : 1))) {
    const text = options.ruleText(rule);
    if (text === null) continue;
    const references = text.references.flatMap((reference) => webAddress(reference) ?? []);
    rules[rule] = { ...text, references, advice: pageAdvice(options.advice({ provider, rule })) };
  }
  return rules;
}

function pageAdvice(advice: ProviderAdvice | null): ProviderAdvice | null {
  if (advice === null) return null;
  const { page, reference, rotate, used } = advice;
  return { page: webAddress(page) ?? '', reference: webAddress(reference) ?? '', rotate, used };
}

/** What many findings name is written once and referred to by its index. */
class Table<Value> {
  readonly list: Value[] = [];
  readonly #indices = new Map<string, number>();

  add(key: string, value: Value): number {
    const index = this.#indices.get(key) ?? this.list.push(value) - 1;
    this.#indices.set(key, index);
    return index;
  }
}

interface Tables {
  readonly commits: Table<CommitInfo>;
  readonly refSets: Table<readonly string[]>;
}

function pageFinding(finding: Finding, tables: Tables, options: ReportOptions): PageFinding {
  const { fingerprint, rule, provider, severity, confidence, title, secret, held, refs, refCount, suppressed } =
    finding;
  const places = finding.occurrences.slice(0, maxPlaces);
  return {
    fingerprint,
    hygiene: finding.kind === 'hygiene',
    rule,
    provider,
    severity,
    confidence,
    tier: tierOf(finding),
    title,
    secret,
    state: stateOf(finding),
    held,
    refs: tables.refSets.add(refs.join(' '), refs),
    refCount,
    facts: Object.fromEntries(Object.entries(finding.facts).map(([name, value]) => [name, String(value)])),
    suppressed,
    first: addCommit(finding.commit, tables),
    removed: isGone(finding) ? options.removal(finding) : null,
    places: places.map((place, i) => pagePlace(place, tables, i < maxExcerpts ? options : null)),
    morePlaces: finding.occurrences.length - places.length,
  };
}

function addCommit(commit: CommitInfo | null, { commits }: Tables): number | null {
  return commit === null ? null : commits.add(commit.oid, commit);
}

function pagePlace(place: Occurrence, tables: Tables, options: ReportOptions | null): PagePlace {
  const { where, path, line, column, inHead, rule, suppressed } = place;
  const excerpt = options?.excerpt(place) ?? null;
  return {
    where,
    path,
    line,
    column,
    commit: addCommit(place.commit, tables),
    inHead,
    rule,
    suppressed,
    excerpt: excerpt === null ? null : { from: excerpt.from, lines: excerpt.lines },
  };
}

function stateOf(finding: Finding): State {
  if (finding.inHead || finding.kind === 'hygiene') return 'present';
  return isGone(finding) ? 'past' : 'uncommitted';
}

/** Control and direction characters are escaped in the text itself: in the page they would work, escaped JSON or not. */
function inert(value: unknown): string {
  return toSafeJson(deepEscape(value)).replaceAll('<', '\\u003c');
}

function deepEscape(value: unknown): unknown {
  if (typeof value === 'string') return escapeControls(value);
  if (Array.isArray(value)) return value.map(deepEscape);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, member]) => [escapeControls(name), deepEscape(member)]));
}
