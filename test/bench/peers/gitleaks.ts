/** gitleaks, and betterleaks, which took over its command line and report. */
import { join } from 'node:path';
import { type Invocation, jsonArray, type Peer, type PeerFinding, type RunAt } from './peer.ts';

interface Entry {
  readonly RuleID: string;
  readonly File: string;
  readonly StartLine: number;
  readonly EndLine: number;
  readonly Secret: string;
}

export function parseGitleaks(text: string): PeerFinding[] {
  return jsonArray<Entry>(text).map(({ RuleID, File, StartLine, EndLine, Secret }) => ({
    path: File,
    line: StartLine,
    endLine: EndLine,
    secret: Secret,
    rule: RuleID,
  }));
}

function leaks(name: string, extra: readonly string[]): Peer {
  const scan = (command: string, { program, target, out }: RunAt): Invocation => {
    const file = join(out, 'report.json');
    const quiet = ['--no-banner', '-l', 'error', '--exit-code', '0'];
    return {
      argv: [program, command, ...quiet, ...extra, '-f', 'json', '-r', file, target],
      report: { file },
      parse: parseGitleaks,
    };
  };
  return {
    name,
    program: name,
    versionArgs: ['version'],
    history: (at) => scan('git', at),
    files: (at) => scan('dir', at),
    staged: ({ program }) => [program, 'git', '--pre-commit', '--staged', '--no-banner'],
  };
}

export const gitleaks: Peer = leaks('gitleaks', []);
/** Archives off: gitleaks does not open them either. */
export const betterleaks: Peer = leaks('betterleaks', ['--max-archive-depth', '0']);
