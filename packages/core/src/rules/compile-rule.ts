/** One authored rule → one compiled rule: pattern completed, reach and anchors computed, bounds enforced. Build time only. */
import { GitmoatError } from '../errors.ts';
import { longestAnchor, placeAnchors, sharedPrefix } from './anchors.ts';
import { boundedRewrite } from './bounded-rewrite.ts';
import { keywordPattern } from './keyword-form.ts';
import { pathsOf } from './paths.ts';
import { extentOf, parsePattern, waysLimit } from './pattern.ts';
import type { AnchorUse, CheckUse, CompiledRule, Context, Edge, Joins } from './rule.ts';
import type { AuthoredRule, RuleFile } from './schema.ts';

/** The contract's largest reaches (design, "The detector's contract", 4), bytes a side. */
export const reachLimits = { line: 512, token: 2048, jwt: 8192, block: 16_384 } as const;

/** Assignments look this far to each side of their key word. */
export const assignmentReach: number = reachLimits.line;

export function compileRule(file: RuleFile, rule: AuthoredRule, index: number): CompiledRule {
  const common = {
    index,
    id: rule.id,
    provider: file.provider,
    severity: rule.severity,
    confidence: rule.confidence ?? 'high',
    class: file.class ?? 'provider',
    checks: rule.checks ?? [],
    facts: rule.facts ?? [],
    paths: rule.paths ?? [],
    replaces: rule.replaces ?? [],
    ...(rule.joins === undefined ? {} : { joins: joinsOf(rule.joins) }),
  } as const;
  if (rule.engine !== undefined) return { ...common, ...codedForm(rule) };
  try {
    const checks = withDefaults(common.checks, rule.keywords !== undefined);
    return { ...common, ...patternForm(rule, file), checks };
  } catch (error) {
    throw withRewrite(error, rule);
  }
}

/** The id and the secret of a key pair stand under each other, a label or two between. */
const joinedWithin = 10;

function joinsOf({ rules, within, confidence }: NonNullable<AuthoredRule['joins']>): Joins {
  return { rules, within: within ?? joinedWithin, confidence: confidence ?? null };
}

/** A refused pattern, with what could stand in its place. */
function withRewrite(error: unknown, rule: AuthoredRule): unknown {
  if (!(error instanceof GitmoatError) || !error.message.startsWith('pattern refused')) return error;
  const field = rule.pattern === undefined ? 'value' : 'pattern';
  const rewrite = boundedRewrite(rule[field] ?? '', rule.ignoreCase ? 'im' : 'm');
  if (rewrite === null) return error;
  return new GitmoatError('config', error.message, {
    hint: `Bound it, for instance ${field}: '${rewrite.replaceAll("'", "''")}'`,
    cause: error,
  });
}

/** No format is exempt from `xxxx…` and the examples of documentation; a value without a form of its own may be an identifier. */
function withDefaults(checks: readonly CheckUse[], keywordForm: boolean): readonly CheckUse[] {
  const names = [...(keywordForm ? ['words'] : []), 'placeholder', 'known-example'];
  const missing = names.filter((name) => !checks.some((use) => use.check === name));
  return [...checks, ...missing.map((check) => ({ check }))];
}

type Shape = Pick<
  CompiledRule,
  'kind' | 'anchors' | 'pattern' | 'flags' | 'maxLength' | 'before' | 'after' | 'line' | 'context' | 'prefix' | 'binary'
>;

function codedForm(rule: AuthoredRule): Shape {
  const kind = rule.engine!;
  if (kind === 'path' && !rule.paths) throw new GitmoatError('config', 'a path rule needs paths');
  if (kind !== 'path' && !rule.anchors) throw new GitmoatError('config', `an ${kind} rule needs anchors`);
  if (rule.pattern ?? rule.value) throw new GitmoatError('config', 'a rule has an engine or a pattern, not both');
  const reach = kind === 'assignment' ? assignmentReach : 0;
  return {
    kind,
    anchors: (rule.anchors ?? []).map((text) => ({
      text: text.toLowerCase().slice(0, longestAnchor),
      minOffset: 0,
      maxOffset: 0,
      run: null,
    })),
    pattern: '',
    flags: '',
    maxLength: 0,
    before: reach,
    after: reach,
    line: kind === 'assignment' && rule.line !== false,
    context: null,
    prefix: rule.prefix ?? '',
    binary: rule.binary ?? false,
  };
}

function patternForm(rule: AuthoredRule, file: RuleFile): Shape {
  const keywordForm = rule.keywords !== undefined;
  if (keywordForm && (rule.anchors || rule.pattern)) {
    throw new GitmoatError('config', 'a rule has keywords and value, or anchors and pattern, not both');
  }
  if (keywordForm && !rule.value) throw new GitmoatError('config', 'keywords need a value');
  if (!keywordForm && !(rule.anchors && rule.pattern)) {
    throw new GitmoatError('config', 'a rule needs anchors and pattern, or keywords and value, or an engine');
  }
  const source = keywordForm ? keywordPattern(rule.keywords!, rule.value!, rule.gap) : bounded(rule);
  const flags = rule.ignoreCase ? 'im' : 'm';
  const tree = parsePattern(source, flags);
  const extent = extentOf(tree);
  if (extent.ways > waysLimit) {
    throw new GitmoatError('config', `pattern refused: up to ${extent.ways.toExponential(1)} ways from one start`, {
      hint: 'Bound the gaps more tightly, or make neighbouring parts unable to match the same bytes.',
    });
  }
  const paths = pathsOf(tree, rule.ignoreCase === true);
  const edge = edgeOf(rule);
  const anchors = placeAnchors(keywordForm ? rule.keywords! : rule.anchors!, paths).map((anchor) =>
    edge !== null && anchor.minOffset === anchor.maxOffset ? { ...anchor, edge } : anchor,
  );
  const line = rule.line ?? !canMatchLineFeed(paths);
  const context = contextOf(rule);
  const { before, after } = reachOf(anchors, extent, context);
  limitReach(Math.max(before, after), line);
  return {
    kind: 'pattern',
    anchors,
    pattern: source,
    flags,
    maxLength: extent.max,
    before,
    after,
    line,
    context,
    prefix: rule.prefix ?? sharedPrefix(paths),
    binary: rule.binary ?? (!keywordForm && !context && (file.class ?? 'provider') === 'provider'),
  };
}

/** The left side of `bounded` and of `keywordPattern`, as a test of bytes. */
function edgeOf(rule: AuthoredRule): Edge | null {
  if (rule.keywords !== undefined) return 'word';
  return rule.boundary === undefined || rule.boundary === 'both' || rule.boundary === 'left' ? 'token' : null;
}

/** `[A-Za-z0-9]` may not touch the match; the letter of an escape (`\n`, `%3D`, a terminal colour) before it does not count. */
function bounded(rule: AuthoredRule): string {
  const edge = rule.boundary ?? 'both';
  const left =
    edge === 'both' || edge === 'left'
      ? '(?:(?<![A-Za-z0-9])|(?<=\\\\[nrtbf])|(?<=%[0-9A-Fa-f]{2})|(?<=\\x1b\\[[0-9;]{1,8}m))'
      : '';
  const right = edge === 'both' || edge === 'right' ? '(?![A-Za-z0-9])' : '';
  return `${left}(?:${rule.pattern})${right}`;
}

function contextOf(rule: AuthoredRule): Context | null {
  if (!rule.context) return null;
  const within = rule.context.within ?? 120;
  return { keywords: rule.context.keywords.map((k) => k.toLowerCase()), before: within, after: within };
}

function reachOf(
  anchors: readonly AnchorUse[],
  extent: { max: number; back: number; ahead: number },
  context: Context | null,
): { before: number; after: number } {
  const deepest = Math.max(...anchors.map((a) => a.maxOffset));
  const shallowest = Math.min(...anchors.map((a) => a.minOffset));
  return {
    before: deepest + Math.max(extent.back, context?.before ?? 0),
    after: extent.max - shallowest + Math.max(extent.ahead, context?.after ?? 0),
  };
}

function limitReach(reach: number, line: boolean): void {
  if (reach > reachLimits.block + reachLimits.line) {
    throw new GitmoatError('config', `reach of ${reach} bytes is over the limit of ${reachLimits.block}`, {
      hint: `Bound the pattern: ${line ? 'line rules should stay under 512 bytes' : 'blocks under 16 KiB'}.`,
    });
  }
}

function canMatchLineFeed(paths: ReturnType<typeof pathsOf>): boolean {
  return paths.some((path) => path.some((step) => step.set[10] === 1));
}
