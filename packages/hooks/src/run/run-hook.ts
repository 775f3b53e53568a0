/** One hook from its call to its exit code: skip, ask, judge, say. Prints nothing itself and never ends the process. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { openRepository, type Repository } from '@gitmoat/core/git/repository';
import { type Gate, isCounted } from '@gitmoat/core/report/gate';
import type { ScanResult } from '@gitmoat/core/scan/result';
import { type ScanOptions, scan } from '@gitmoat/core/scan/scan';
import { blockText } from './block-text.ts';
import { type HookCall, type HookName, workOf } from './hook.ts';
import { readSettings } from './index-files.ts';
import { questionOf } from './question.ts';
import { isSkipped, noteSkip } from './skip.ts';

/** The files at the root that decide about findings. */
export const settingNames: readonly string[] = ['.gitmoat.yaml', '.gitmoat-baseline'];

export interface HookSetup {
  readonly scan: Omit<ScanOptions, 'repo'>;
  readonly gate: Gate;
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
  const setup = await prepare(settings);
  const result = await scan(question.source, { ...setup.scan, repo });
  const findings = result.findings.filter((finding) => isCounted(finding, setup.gate));
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

function unread(name: HookName, { coverage }: ScanResult): string {
  const reasons = coverage.blobs.skipped
    .filter((entry) => entry.unread)
    .map(({ reason, count, names }) => `  ${count} ${reason}: ${names.slice(0, 3).join(', ')}`);
  const way = coverage.shallow
    ? 'git fetch --unshallow, then again'
    : 'GITMOAT_SKIP=1 in front of the command lets it pass, once';
  return `gitmoat: ${workOf(name)} stopped: part of it could not be read. ${way}.\n${reasons.map((line) => `${line}\n`).join('')}`;
}

function unstagedSettings(repo: Repository, settings: ReadonlyMap<string, string>): string[] {
  const { root } = repo;
  if (root === null) return [];
  return settingNames.filter((name) => {
    const file = join(root, name);
    return existsSync(file) && readFileSync(file, 'utf8') !== settings.get(name);
  });
}

/** How a developer calls gitmoat here. */
function commandIn({ root }: Repository): string {
  return root !== null && existsSync(join(root, 'node_modules', '.bin', 'gitmoat')) ? 'npx gitmoat' : 'gitmoat';
}
