/** noseyparker writes a store; its findings come out of a second command. */
import { join } from 'node:path';
import { type Invocation, jsonArray, type Peer, type PeerFinding, type RunAt } from './peer.ts';

interface Entry {
  readonly rule_text_id: string;
  readonly matches: readonly {
    readonly provenance: readonly {
      readonly path?: string;
      readonly first_commit?: { readonly blob_path?: string };
    }[];
    readonly location: { readonly source_span: { readonly start: { line: number }; readonly end: { line: number } } };
    /** base64 */
    readonly groups: readonly string[];
    readonly snippet: { readonly matching: string };
  }[];
}

/** One entry a match and place. */
export function parseNoseyparker(text: string): PeerFinding[] {
  return jsonArray<Entry>(text).flatMap(({ rule_text_id, matches }) =>
    matches.flatMap(({ provenance, location, groups, snippet }) => {
      // A rule of several parts has several groups: the last one is the secret.
      const group = groups.at(-1);
      const secret = group === undefined ? snippet.matching : Buffer.from(group, 'base64').toString('utf8');
      const { start, end } = location.source_span;
      const places = provenance.length > 0 ? provenance : [{}];
      return places.map((place: { path?: string; first_commit?: { blob_path?: string } }) => ({
        path: place.path ?? place.first_commit?.blob_path ?? null,
        line: start.line,
        endLine: end.line,
        secret,
        rule: rule_text_id,
      }));
    }),
  );
}

function scan({ program, target, out }: RunAt, extra: readonly string[]): Invocation {
  // The store must be new.
  const store = join(out, 'store');
  const unlimited = ['--max-matches', '-1', '--max-provenance', '-1'];
  return {
    argv: [program, 'scan', '-q', '-d', store, ...extra, target],
    report: { argv: [program, 'report', '-q', '-d', store, '--format', 'json', ...unlimited] },
    parse: parseNoseyparker,
  };
}

export const noseyparker: Peer = {
  name: 'noseyparker',
  program: 'noseyparker',
  versionArgs: ['--version'],
  history: (at) => scan(at, ['--git-history', 'full']),
  files: (at) => scan(at, []),
};
