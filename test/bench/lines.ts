/**
 * `pnpm bench lines PEER FOLDER`: one scanner over a folder of files, its findings as JSON lines of path, line, endLine, secret
 * and rule on standard output: what a scorer reads. PEER is gitmoat or the name of a peer that is there.
 */
import { resolve } from 'node:path';
import type { Bench } from './bench.ts';
import { scratchFolder } from './git.ts';
import { gitmoat } from './peers/gitmoat.ts';
import { findPeers } from './peers/index.ts';
import { runPeer } from './peers/run-peer.ts';
import { UsageError } from './usage-error.ts';

export const usage = 'pnpm bench lines PEER FOLDER';

export async function run(args: readonly string[], bench: Bench): Promise<number> {
  const [name = '', folder = ''] = args;
  const found = name === 'gitmoat' ? { peer: gitmoat, program: bench.gitmoat } : peerNamed(name);
  const { files } = found.peer;
  if (folder === '' || files === undefined) throw new UsageError(`${name || 'no scanner'}: cannot scan a folder`);
  const out = scratchFolder();
  try {
    const target = resolve(bench.cwd, folder);
    for (const finding of runPeer(files({ program: found.program, target, out: out.path }), out.path)) {
      if (finding.path !== null) bench.print(JSON.stringify({ ...finding, path: resolve(target, finding.path) }));
    }
  } finally {
    out.remove();
  }
  return 0;
}

function peerNamed(name: string): ReturnType<typeof findPeers>[number] {
  const found = findPeers().find(({ peer }) => peer.name === name);
  if (found === undefined) throw new UsageError(`no ${name} on PATH or in GITMOAT_PEERS`);
  return found;
}
