/** gitmoat itself, read as its peers are. */
import { join } from 'node:path';
import { type Invocation, jsonLines, type Peer, type PeerFinding, type RunAt } from './peer.ts';

interface Report {
  readonly findings: readonly { fingerprint: string; rule: string; path: string | null; line: number }[];
}

/** `json`: one entry a secret; its fingerprint stands for the secret, which is redacted. */
export function parseGitmoat(text: string): PeerFinding[] {
  return (JSON.parse(text) as Report).findings.map(({ fingerprint, rule, path, line }) => ({
    path,
    line,
    secret: fingerprint,
    rule,
  }));
}

type Place = { path: string | null; line: number; endLine: number; secret: string; rule: string };

/** `jsonl`: one line a place. */
export function parseGitmoatLines(text: string): PeerFinding[] {
  return jsonLines<Place>(text).map(({ path, line, endLine, secret, rule }) => ({ path, line, endLine, secret, rule }));
}

/** 1: findings. 3 (unread content) is shown. */
const done = [0, 1];

export function gitmoatHistory({ program, target, out }: RunAt, extra: readonly string[]): Invocation {
  const file = join(out, 'report.json');
  const report = ['--quiet', '--no-progress', '--format', 'json', '--output', file];
  return {
    argv: [process.execPath, program, 'history', target, ...extra, ...report],
    report: { file },
    done,
    parse: parseGitmoat,
  };
}

/** Not in the list of peers: its program is the workspace's own build. */
export const gitmoat: Peer = {
  name: 'gitmoat',
  program: 'gitmoat',
  versionArgs: ['--version'],
  files: ({ program, target }) => ({
    argv: [process.execPath, program, 'scan', '.', '--no-progress', '--show-secrets', '--format', 'jsonl'],
    cwd: target,
    report: 'stdout',
    done,
    parse: parseGitmoatLines,
  }),
  staged: ({ program }) => [process.execPath, program, 'staged'],
};
