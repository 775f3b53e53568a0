/** kingfisher; its first start compiles a cache of several seconds, so warm up before timing. */
import { join } from 'node:path';
import type { Invocation, Peer, PeerFinding, RunAt } from './peer.ts';

interface Report {
  readonly findings?: readonly {
    readonly rule: { readonly id: string };
    readonly finding: { readonly snippet: string; readonly path: string; readonly line: number };
  }[];
}

export function parseKingfisher(text: string): PeerFinding[] {
  if (text.trim() === '') return [];
  return ((JSON.parse(text) as Report).findings ?? []).map(({ rule, finding }) => ({
    path: finding.path,
    line: finding.line,
    secret: finding.snippet,
    rule: rule.id,
  }));
}

const offline = ['--no-validate', '--no-update-check', '-q'];

function scan({ program, target, out }: RunAt, extra: readonly string[] = []): Invocation {
  const file = join(out, 'report.json');
  return {
    argv: [program, 'scan', target, ...offline, ...extra, '--format', 'json', '--output', file],
    report: { file },
    // 200: findings; 205: live ones.
    done: [0, 200, 205],
    parse: parseKingfisher,
  };
}

export const kingfisher: Peer = {
  name: 'kingfisher',
  program: 'kingfisher',
  versionArgs: ['--version'],
  history: (at) => scan(at),
  variants: [{ label: 'kingfisher --turbo', history: (at) => scan(at, ['--turbo']) }],
  // Without it one place a secret is reported, and the others count as missed.
  files: (at) => scan(at, ['--no-dedup']),
  staged: ({ program, target }) => [program, 'scan', target, '--staged', ...offline],
};
