/** detect-secrets, files only; without -n it asks the network. It reports hashes of secrets. */
import type { Peer, PeerFinding } from './peer.ts';

interface Report {
  readonly results: Readonly<Record<string, readonly { type: string; line_number: number }[]>>;
}

export function parseDetectSecrets(text: string): PeerFinding[] {
  return Object.entries((JSON.parse(text) as Report).results).flatMap(([path, entries]) =>
    entries.map(({ type, line_number }) => ({ path, line: line_number, secret: null, rule: type })),
  );
}

export const detectSecrets: Peer = {
  name: 'detect-secrets',
  program: 'detect-secrets',
  versionArgs: ['--version'],
  files: ({ program, target }) => ({
    // From elsewhere it may take the files for ignored ones.
    argv: [program, '-C', target, 'scan', '-n', '--all-files', '.'],
    cwd: target,
    report: 'stdout',
    parse: parseDetectSecrets,
  }),
  // Its hook is a second executable beside the first.
  staged: ({ program }, staged) => [`${program}-hook`, '-n', ...staged],
};
