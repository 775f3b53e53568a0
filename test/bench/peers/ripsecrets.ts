/** ripsecrets prints `path:line:text`, files only. */
import type { Peer, PeerFinding } from './peer.ts';

export function parseRipsecrets(text: string): PeerFinding[] {
  return text.split('\n').flatMap((row) => {
    const found = /^(.+?):(\d+):(.*)$/.exec(row);
    if (found === null) return [];
    return [{ path: found[1]!, line: Number(found[2]), secret: found[3]!, rule: 'ripsecrets' }];
  });
}

export const ripsecrets: Peer = {
  name: 'ripsecrets',
  program: 'ripsecrets',
  versionArgs: ['--version'],
  files: ({ program, target }) => ({
    argv: [program, target],
    report: 'stdout',
    done: [0, 1],
    parse: parseRipsecrets,
  }),
  staged: ({ program }, staged) => [program, '--strict-ignore', ...staged],
};
