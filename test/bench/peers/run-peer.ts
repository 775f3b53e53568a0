/** Runs a peer once, unmeasured, or reads what a measured run left. */
import { spawnSync } from 'node:child_process';
import { existsSync, openSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { cleanEnvironment } from '../measure/environment.ts';
import type { Invocation, PeerFinding } from './peer.ts';

/** Where a measured run's standard output goes, so that `readReport` finds it. */
export function stdoutFile(out: string): string {
  return join(out, 'stdout');
}

/** `out`: the run's folder. */
export function readReport(invocation: Invocation, out: string): string {
  const { report } = invocation;
  if (report === 'stdout') return readFileSync(stdoutFile(out), 'utf8');
  if ('file' in report) return existsSync(report.file) ? readFileSync(report.file, 'utf8') : '';
  const file = join(out, 'second-report');
  runInto(report.argv, invocation.cwd, file);
  return readFileSync(file, 'utf8');
}

/** Throws where the peer did not do its work. */
export function runPeer(invocation: Invocation, out: string): PeerFinding[] {
  const { status, stderr } = runInto(invocation.argv, invocation.cwd, stdoutFile(out));
  if (!(invocation.done ?? [0]).includes(status ?? -1)) {
    throw new Error(`${invocation.argv.slice(0, 3).join(' ')} ended with ${status}: ${stderr.trim().slice(-500)}`);
  }
  return invocation.parse(readReport(invocation, out));
}

function runInto(
  argv: readonly string[],
  cwd: string | undefined,
  file: string,
): { status: number | null; stderr: string } {
  const [program = '', ...args] = argv;
  const { status, stderr } = spawnSync(program, args, {
    cwd,
    env: cleanEnvironment(),
    stdio: ['ignore', openSync(file, 'w'), 'pipe'],
    encoding: 'utf8',
    maxBuffer: 2 ** 28,
  });
  return { status, stderr: stderr ?? '' };
}
