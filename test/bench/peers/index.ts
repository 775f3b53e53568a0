/** All peers, and which of them this machine has: on PATH or in the folders that GITMOAT_PEERS names. */
import { spawnSync } from 'node:child_process';
import { accessSync, constants, realpathSync, statSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { cleanEnvironment } from '../measure/environment.ts';
import { credsweeper } from './credsweeper.ts';
import { detectSecrets } from './detect-secrets.ts';
import { betterleaks, gitleaks } from './gitleaks.ts';
import { kingfisher } from './kingfisher.ts';
import { noseyparker } from './noseyparker.ts';
import type { Peer } from './peer.ts';
import { preCommit } from './pre-commit.ts';
import { ripsecrets } from './ripsecrets.ts';
import { secretlint } from './secretlint.ts';
import { titus } from './titus.ts';
import { trufflehog } from './trufflehog.ts';

export const peers: readonly Peer[] = [
  noseyparker,
  kingfisher,
  gitleaks,
  betterleaks,
  trufflehog,
  titus,
  ripsecrets,
  detectSecrets,
  credsweeper,
  secretlint,
  preCommit,
];

export interface FoundPeer {
  readonly peer: Peer;
  readonly program: string;
  readonly version: string;
}

export function findPeers(env: NodeJS.ProcessEnv = process.env): FoundPeer[] {
  const folders = [env.GITMOAT_PEERS ?? '', env.PATH ?? ''].join(delimiter).split(delimiter).filter(Boolean);
  return peers.flatMap((peer) => {
    const program = folders.map((folder) => join(folder, peer.program)).find(isExecutable);
    return program === undefined ? [] : [{ peer, program, version: versionOf(program, peer.versionArgs) }];
  });
}

function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return statSync(file).isFile();
  } catch {
    return false;
  }
}

/** The first thing that looks like a version; a Go program built by `go install` knows it only in its build data. */
function versionOf(program: string, args: readonly string[]): string {
  const ask = (command: string, ...words: string[]): string => {
    const { stdout, stderr } = spawnSync(command, words, {
      env: cleanEnvironment(),
      encoding: 'utf8',
      timeout: 60_000,
    });
    return `${stdout ?? ''}\n${stderr ?? ''}`;
  };
  return findVersion(ask(program, ...args)) ?? findVersion(ask('go', 'version', '-m', realpathSync(program))) ?? '?';
}

/** `kingfisher 2.14.0` → `2.14.0`; of Go's build data the line of the main module, not of the compiler. */
export function findVersion(text: string): string | null {
  const module = /^\s*mod\s+\S+\s+v(\S+)/m.exec(text)?.[1];
  return module ?? /(?<![\w.])v?(\d+\.\d+(\.\d+)?[\w.+-]*)/.exec(text)?.[1] ?? null;
}
