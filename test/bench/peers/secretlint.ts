/** secretlint with its recommended preset, files only. It masks secrets. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { jsonArray, type Peer, type PeerFinding } from './peer.ts';

interface Entry {
  readonly filePath: string;
  readonly messages: readonly {
    readonly ruleId: string;
    readonly loc: { readonly start: { readonly line: number } };
  }[];
}

export function parseSecretlint(text: string): PeerFinding[] {
  return jsonArray<Entry>(text).flatMap(({ filePath, messages }) =>
    messages.map(({ ruleId, loc }) => ({ path: filePath, line: loc.start.line, secret: null, rule: ruleId })),
  );
}

function configIn(folder: string): string {
  const file = join(folder, 'secretlintrc.json');
  writeFileSync(file, JSON.stringify({ rules: [{ id: '@secretlint/secretlint-rule-preset-recommend' }] }));
  return file;
}

export const secretlint: Peer = {
  name: 'secretlint',
  program: 'secretlint',
  versionArgs: ['--version'],
  files: ({ program, target, out }) => ({
    argv: [program, '--secretlintrc', configIn(out), '--format', 'json', `${target}/**/*`],
    report: 'stdout',
    done: [0, 1],
    parse: parseSecretlint,
  }),
  staged: ({ program, out }, staged) => [program, '--secretlintrc', configIn(out), ...staged],
};
