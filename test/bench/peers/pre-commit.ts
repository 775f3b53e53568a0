/** pre-commit finds no secrets; its start is what every hook under it costs on top. */
import type { Peer } from './peer.ts';

export const preCommit: Peer = {
  name: 'pre-commit --version',
  program: 'pre-commit',
  versionArgs: ['--version'],
  staged: ({ program }) => [program, '--version'],
};
