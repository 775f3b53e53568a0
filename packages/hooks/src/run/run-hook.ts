/** One hook from its call to its exit code: skip, ask, judge, say. Prints nothing itself and never ends the process. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { openRepository, type Repository } from '@gitmoat/core/git/repository';
import type { JudgeOptions } from '@gitmoat/core/hygiene/judge';
import { type Gate, isCounted } from '@gitmoat/core/report/gate';
import type { Finding } from '@gitmoat/core/scan/finding';
import type { ScanResult } from '@gitmoat/core/scan/result';
import { type ScanOptions, scan } from '@gitmoat/core/scan/scan';
import type { StagedSource } from '@gitmoat/core/sources/staged';
import { rememberPlain } from '../quick/plain-settings.ts';
import { blockText } from './block-text.ts';
import { type HookCall, type HookName, isOnServer, workOf } from './hook.ts';
import { readSettings, type Setting } from './index-files.ts';
import { questionOf } from './question.ts';
import { settingNames } from './setting-names.ts';
import { isSkipped, noteSkip } from './skip.ts';

export interface HookSetup {
  readonly scan: Omit<ScanOptions, 'repo'>;
  readonly gate: Gate;
  /** What is asked of staged files besides secrets. */
  readonly hygiene: JudgeOptions;
  /** Nothing in the settings makes more count than the defaults do. */
  readonly plain: boolean;
  /** `mode: observe`: say, but let through. */
  readonly observe: boolean;
}

export interface HookOutcome {
  readonly code: number;
  /** For stderr; empty when there is nothing to say. */
  readonly text: string;
}

/** `prepare`: rules and settings, from the texts of the setting files. Throws GitmoatError; the caller maps it to 2 or 3. */
export async function runHook(
  name: HookName,
  call: HookCall,
  prepare: (settings: ReadonlyMap<string, string>) => Promise<HookSetup>,
): Promise<HookOutcome> {
  const repo = await openRepository(call.cwd, { inherit: true });
  if (isSkipped(call)) {
    noteSkip(repo, name);
    return { code: 0, text: '' };
  }
  const [question, settings] = await Promise.all([questionOf(name, call, repo), readSettings(repo, settingNames)]);
  if (question === null) return { code: 0, text: '' };
  const setup = await prepare(new Map([...settings].map(([name, { text }]) => [name, text])));
  if (setup.plain && settings.size > 0) {
    rememberPlain(
      repo.commonDir,
      settingNames.map((name) => settings.get(name)?.oid ?? ''),
    );
  }
  const result = await scan(question.source, { ...setup.scan, repo });
  const { stage } = question;
  const hygiene = stage === undefined ? [] : await hygieneOf(repo, stage, setup.hygiene);
  const findings = [...result.findings, ...hygiene].filter((finding) => isCounted(finding, setup.gate));
  if (findings.length === 0)
    return result.coverage.complete ? { code: 0, text: '' } : { code: 3, text: unread(name, result) };
  const text = blockText({
    work: workOf(name),
    findings,
    advice: await question.advice(findings),
    notes: result.notes,
    command: commandIn(repo),
    unstaged: unstagedSettings(repo, settings),
    observe: setup.observe,
  });
  if (!setup.observe) return { code: 1, text };
  return result.coverage.complete ? { code: 0, text } : { code: 3, text: text + unread(name, result) };
}

async function hygieneOf(repo: Repository, stage: StagedSource, options: JudgeOptions): Promise<Finding[]> {
  const { stagedFindings } = await import('./staged-findings.ts');
  return stagedFindings(repo, stage, options);
}

function unread(name: HookName, { coverage }: ScanResult): string {
  const reasons = coverage.blobs.skipped
    .filter((entry) => entry.unread)
    .map(({ reason, count, names }) => `  ${count} ${reason}: ${names.slice(0, 3).join(', ')}`);
  const way = isOnServer(name)
    ? 'Push again from a whole clone'
    : coverage.shallow
      ? 'git fetch --unshallow, then again'
      : 'GITMOAT_SKIP=1 in front of the command lets it pass, once';
  return `gitmoat: ${workOf(name)} stopped: part of it could not be read. ${way}.\n${reasons.map((line) => `${line}\n`).join('')}`;
}

function unstagedSettings(repo: Repository, settings: ReadonlyMap<string, Setting>): string[] {
  const { root } = repo;
  if (root === null) return [];
  return settingNames.filter((name) => {
    const file = join(root, name);
    return existsSync(file) && readFileSync(file, 'utf8') !== settings.get(name)?.text;
  });
}

/** How a developer calls gitmoat here. */
function commandIn({ root }: Repository): string {
  return root !== null && existsSync(join(root, 'node_modules', '.bin', 'gitmoat')) ? 'npx gitmoat' : 'gitmoat';
}
