/** titus. Its JSON names blobs, not paths, so that files cannot be scored line by line. */
import { jsonArray, type Peer, type PeerFinding } from './peer.ts';

interface Entry {
  readonly RuleID: string;
  /** base64 */
  readonly Groups: readonly string[] | null;
}

export function parseTitus(text: string): PeerFinding[] {
  return jsonArray<Entry>(text).map(({ RuleID, Groups }) => {
    const group = Groups?.at(-1);
    const secret = group === undefined ? null : Buffer.from(group, 'base64').toString('utf8');
    return { path: null, line: null, secret, rule: RuleID };
  });
}

export const titus: Peer = {
  name: 'titus',
  program: 'titus',
  versionArgs: ['version'],
  history: ({ program, target }) => ({
    argv: [program, 'scan', target, '--git', '-q', '--format', 'json', '--output', ':memory:'],
    report: 'stdout',
    parse: parseTitus,
  }),
};
