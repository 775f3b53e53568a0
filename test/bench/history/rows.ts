/** The rows of the history table: what runs, and how its report is counted. */
import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { Contestant } from '../measure/interleave.ts';
import { gitmoatHistory } from '../peers/gitmoat.ts';
import type { FoundPeer } from '../peers/index.ts';
import { countDistinct, type Invocation, type PeerFinding, type RunAt } from '../peers/peer.ts';
import { readReport, stdoutFile } from '../peers/run-peer.ts';

export interface HistoryRow extends Contestant {
  readonly kind: 'gitmoat' | 'git' | 'peer' | 'variant';
  readonly version: string;
  /** Of the last run; null where there is nothing to count. */
  counts(): { readonly findings: number; readonly distinct: number } | null;
  /** Why a run that ended as it should still counts as failed: its report cannot be read. */
  problem(): string | null;
  /** gitmoat's json of the last run, for the comparison of engines. */
  json(): string | null;
  lastCommand(): readonly string[];
  /** Exit codes of a run that did its work. */
  readonly done: readonly number[];
}

export interface RowsOptions {
  readonly repo: string;
  readonly gitmoat: string;
  readonly found: readonly FoundPeer[];
  /** `gitmoat history --help`: options that this build lacks are left out. */
  readonly help: string;
  readonly jobs: string | null;
  /** Runs write below it. */
  readonly scratch: string;
}

/** Labels of the two rows whose reports must agree. */
export const deltaLabel = 'gitmoat (delta)';
export const fullLabel = 'gitmoat (full)';
export const gitLogLabel = 'git log -p -U0 | cat';

export function historyRows(options: RowsOptions): HistoryRow[] {
  const { repo, gitmoat, found, help, jobs, scratch } = options;
  const cached = help.includes('--no-cache');
  const cold = cached ? ['--no-cache'] : [];
  const workers = jobs !== null && help.includes('--jobs') ? ['--jobs', jobs] : [];
  const own = (label: string, extra: readonly string[]): HistoryRow =>
    invocationRow({ label, kind: 'gitmoat', version: 'this tree' }, scratch, (out) =>
      gitmoatHistory({ program: gitmoat, target: repo, out }, [...extra, ...workers]),
    );
  const peerRows = found.flatMap(({ peer, program, version }) => {
    const at = (out: string): RunAt => ({ program, target: repo, out });
    const { history } = peer;
    if (history === undefined) return [];
    return [
      invocationRow({ label: peer.name, kind: 'peer', version }, scratch, (out) => history(at(out))),
      ...(peer.variants ?? []).map(({ label, history }) =>
        invocationRow({ label, kind: 'variant', version }, scratch, (out) => history(at(out))),
      ),
    ];
  });
  return [
    own(deltaLabel, ['--engine', 'delta', ...cold]),
    own(fullLabel, ['--engine', 'full', ...cold]),
    ...(cached ? [own('gitmoat (second run)', ['--engine', 'delta'])] : []),
    gitRow(gitLogLabel, ['sh', '-c', 'git -C "$0" log --all -p -U0 | cat > /dev/null', repo]),
    gitRow('git cat-file', ['git', '-C', repo, 'cat-file', '--batch-all-objects', '--batch']),
    ...peerRows,
  ];
}

function gitRow(label: string, argv: readonly string[]): HistoryRow {
  return {
    label,
    kind: 'git',
    version: '',
    done: [0],
    prepare: () => ({ argv }),
    counts: () => null,
    problem: () => null,
    json: () => null,
    lastCommand: () => argv,
  };
}

function invocationRow(
  head: Pick<HistoryRow, 'label' | 'kind' | 'version'>,
  scratch: string,
  invoke: (out: string) => Invocation,
): HistoryRow {
  const out = join(scratch, head.label.replace(/\W+/g, '-'));
  const invocation = invoke(out);
  let findings: PeerFinding[] | null = null;
  let json: string | null = null;
  let problem: string | null = null;
  return {
    ...head,
    done: invocation.done ?? [0],
    prepare: () => {
      rmSync(out, { recursive: true, force: true });
      mkdirSync(out);
      const { argv, cwd } = invocation;
      return { argv, ...(cwd === undefined ? {} : { cwd }), stdout: stdoutFile(out) };
    },
    finish: ({ exitCode, stderr }) => {
      if (!(invocation.done ?? [0]).includes(exitCode)) return;
      const text = readReport(invocation, out);
      try {
        findings = invocation.parse(text);
        if (head.kind === 'gitmoat') json = text;
      } catch (error) {
        problem = `exit ${exitCode}, report of ${text.length} characters: ${(error as Error).message}; ${stderr}`;
      }
    },
    counts: () => findings && { findings: findings.length, distinct: countDistinct(findings) },
    problem: () => problem,
    json: () => json,
    lastCommand: () => invocation.argv,
  };
}
