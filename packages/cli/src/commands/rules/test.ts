/**
 * `gitmoat rules test FILE [TEXT|PATH]`: what each rule of a file makes of a text: its anchors and reach, each check's verdict,
 * what is reported in the end. Without a text: of its own examples and counterexamples. Secrets are shown redacted.
 */
import { existsSync, readFileSync, statSync } from 'node:fs';
import { basename, relative, resolve } from 'node:path';
import type { AuthoredRule } from '@gitmoat/core/rules/schema';
import {
  type CompiledRule,
  createBlobScanner,
  type ExplainedAnchor,
  explainText,
  type Located,
  type Ruleset,
  scanBlob,
} from '../../core.ts';
import type { Io } from '../../io.ts';
import { type Args, wrong } from '../../options.ts';

/** Anchors listed of one text; a repeated word would fill the screen. */
const mostAnchors = 20;

interface Sample {
  readonly bytes: Buffer;
  /** For path rules. */
  readonly path: string | null;
}

export async function test(names: readonly string[], args: Args, io: Io): Promise<number> {
  const [file, word, ...others] = names;
  if (file === undefined || others.length > 0)
    throw wrong('rules test needs a rule file, and at most one text or path');
  const path = resolve(io.cwd, file);
  if (!existsSync(path)) throw wrong(`${file} does not exist`, 'gitmoat rules new PROVIDER makes one.');
  const { compileRules, readRuleSources } = await import('@gitmoat/core/rule-tools');
  const { ruleset, authored, problems } = compileRules(
    readRuleSources(path).map((source) => ({ ...source, name: relative(io.cwd, path) })),
  );
  const lines = problems.flatMap(({ rule, message, hint }) => [
    `${rule ?? file}: ${message}`,
    ...(hint === '' ? [] : [`  ${hint.trim()}`]),
  ]);
  for (const rule of ruleset.rules) lines.push(...ruleLines(rule));
  const sample = await sampleOf(word, args, io);
  const failed = sample === null ? await ownSamples(ruleset, authored, lines) : false;
  if (sample !== null) lines.push('', ...sampleLines(ruleset, sample));
  await io.stdout.write(lines.map((line) => `${line}\n`).join(''));
  return problems.length > 0 || failed ? 1 : 0;
}

async function sampleOf(word: string | undefined, args: Args, io: Io): Promise<Sample | null> {
  if (args.has('stdin')) {
    if (word !== undefined) throw wrong('either --stdin or a text');
    const chunks: Buffer[] = [];
    for await (const chunk of io.stdin) chunks.push(chunk);
    return { bytes: Buffer.concat(chunks), path: null };
  }
  if (word === undefined) return null;
  const path = word.includes('\n') || word.length > 4096 ? null : resolve(io.cwd, word);
  if (path === null || !existsSync(path)) return { bytes: Buffer.from(word), path: null };
  if (!statSync(path).isFile()) throw wrong(`${word} is a folder`, 'Name a file, or give the text itself.');
  return { bytes: readFileSync(path), path };
}

function ruleLines(rule: CompiledRule): string[] {
  const anchors = rule.anchors.map(({ text, minOffset, maxOffset, run }) => {
    const offset = minOffset === maxOffset ? `${minOffset}` : `${minOffset}–${maxOffset}`;
    const after = run === null ? '' : `, ${run.length} token characters in a row ${run.from}–${run.to} bytes on`;
    return `${JSON.stringify(text)} at byte ${offset} of the match${after}`;
  });
  const rows: [string, string][] = [
    ...anchors.map((text, i): [string, string] => [i === 0 ? 'anchor' : '', text]),
    ['paths', rule.paths.join(', ')],
    ['pattern', rule.pattern],
    ['reach', `${rule.before} bytes before the anchor, ${rule.after} from it on${rule.line ? ', same line' : ''}`],
    ['near', rule.context === null ? '' : `${rule.context.keywords.join(', ')} within ${rule.context.before} bytes`],
    ['checks', rule.checks.map(({ check }) => check).join(', ')],
  ];
  const body = rows.filter(([, value]) => value !== '').map(([key, value]) => `  ${key.padEnd(8)} ${value}`);
  return [`${rule.id}: ${rule.severity}, ${rule.confidence} before checks`, ...body];
}

/** Each example of each rule, by that rule alone. True where one does not hold. */
async function ownSamples(ruleset: Ruleset, authored: readonly AuthoredRule[], lines: string[]): Promise<boolean> {
  const { completeExample, ruleFires } = await import('@gitmoat/core/rule-tools');
  let failed = false;
  ruleset.rules.forEach((rule, i) => {
    lines.push('', `${rule.id}:`);
    for (const kind of ['example', 'counterexample'] as const) {
      authored[i]![`${kind}s`].forEach((template, n) => {
        const bytes = Buffer.from(completeExample(template, `${rule.id}:${kind}:${n}`));
        const fires = ruleFires(rule, bytes, ruleset);
        const holds = fires === (kind === 'example');
        failed ||= !holds;
        lines.push(`  ${kind} ${n + 1}: ${fires ? 'found' : 'silent'}${holds ? '' : ', and should not be'}`);
        if (!holds) lines.push(...traceLines(ruleset, bytes, rule).map((line) => `  ${line}`));
      });
    }
  });
  return failed;
}

function sampleLines(ruleset: Ruleset, { bytes, path }: Sample): string[] {
  const paths = path === null ? [] : [Buffer.from(basename(path)).toString('latin1')];
  const { located } = scanBlob(createBlobScanner(ruleset), bytes, paths, null);
  return [`${bytes.length} bytes:`, ...traceLines(ruleset, bytes, null), ...located.map(outcome), ...silence(located)];
}

/** Anchors met and every test's answer. `only`: of this rule. */
function traceLines(ruleset: Ruleset, bytes: Buffer, only: CompiledRule | null): string[] {
  const anchors = explainText(ruleset, bytes).anchors.filter(({ rule }) => only === null || rule === only);
  if (anchors.length === 0) return ['  no anchor stands in it'];
  const left = anchors.length - mostAnchors;
  return [
    ...anchors.slice(0, mostAnchors).flatMap((anchor) => anchorLines(anchor, bytes)),
    ...(left > 0 ? [`  … and ${left} anchors more`] : []),
  ];
}

function anchorLines({ rule, at, steps }: ExplainedAnchor, bytes: Buffer): string[] {
  const text = bytes.toString('latin1', at, at + 64).toLowerCase();
  const anchor = rule.anchors.find((use) => text.startsWith(use.text))?.text;
  const line = bytes.subarray(0, at).reduce((count, byte) => count + (byte === 10 ? 1 : 0), 1);
  return [
    `  line ${line}, byte ${at}: ${anchor === undefined ? 'an encoded anchor' : `anchor ${JSON.stringify(anchor)}`} of ${rule.id}`,
    ...steps.map(({ stage, passed, detail }) =>
      `    ${stage.padEnd(22)} ${passed ? 'yes' : 'no '} ${detail}`.trimEnd(),
    ),
  ];
}

function outcome({ rule, redacted, line, column, endColumn, confidence, madeUp }: Located): string {
  const verdict =
    madeUp === null
      ? confidence === 'low'
        ? 'low: not reported by default'
        : confidence
      : `made up (${madeUp}): suppressed`;
  return `  → ${rule.id} ${redacted}, line ${line}, columns ${column} to ${endColumn}: ${verdict}`;
}

const silence = (located: readonly Located[]): string[] => (located.length === 0 ? ['  → no match'] : []);
