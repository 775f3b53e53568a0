/** CredSweeper, files only. */
import { join } from 'node:path';
import { jsonArray, type Peer, type PeerFinding } from './peer.ts';

interface Entry {
  readonly rule: string;
  readonly line_data_list: readonly { readonly path: string; readonly line_num: number; readonly value: string }[];
}

export function parseCredsweeper(text: string): PeerFinding[] {
  return jsonArray<Entry>(text).flatMap(({ rule, line_data_list }) =>
    line_data_list.slice(0, 1).map(({ path, line_num, value }) => ({
      path,
      line: line_num,
      endLine: line_data_list.at(-1)!.line_num,
      secret: value,
      rule,
    })),
  );
}

export const credsweeper: Peer = {
  name: 'CredSweeper',
  program: 'credsweeper',
  versionArgs: ['--version'],
  files: ({ program, target, out }) => {
    const file = join(out, 'report.json');
    return {
      argv: [program, '--path', target, '--save-json', file, '--no-stdout'],
      report: { file },
      parse: parseCredsweeper,
    };
  },
};
