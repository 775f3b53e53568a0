/**
 * Runs one command and says what it cost. bash does the timing (`time`, EPOCHREALTIME): it forks faster than node, and
 * counts the CPU of all children. Not for Windows.
 */
import { spawn } from 'node:child_process';
import { closeSync, openSync } from 'node:fs';
import { cleanEnvironment } from './environment.ts';
import { type Memory, MemorySampler } from './memory-sampler.ts';
import { ProcessTree } from './processes.ts';

export interface Command {
  readonly argv: readonly string[];
  readonly cwd?: string;
  /** A file for standard output; default nowhere. */
  readonly stdout?: string;
}

export interface Measurement extends Memory {
  /** Seconds. */
  readonly wall: number;
  /** Seconds of user and system time, children included. */
  readonly cpu: number;
  /** 124 after a time-out. */
  readonly exitCode: number;
  /** The end of standard error. */
  readonly stderr: string;
}

export interface MeasureOptions {
  /** Looks at memory while it runs (costs a little: not for runs of milliseconds). */
  readonly memory?: boolean;
  /** Seconds. */
  readonly timeout?: number;
}

const timer = `TIMEFORMAT='%R %U %S'
begin=$EPOCHREALTIME
{ time "$@" 2>&4 3>&- 4>&-; code=$?; } 4>&2 2>&3
end=$EPOCHREALTIME
echo "$begin $end" >&3
exit $code`;

export async function measure(command: Command, options: MeasureOptions = {}): Promise<Measurement> {
  const stdout = openSync(command.stdout ?? '/dev/null', 'w');
  try {
    const child = spawn('bash', ['-c', timer, 'bench', ...command.argv], {
      cwd: command.cwd,
      env: cleanEnvironment(),
      stdio: ['ignore', stdout, 'pipe', 'pipe'],
    });
    const { pid } = child;
    if (pid === undefined) throw new Error('bash cannot be started');
    const sampler = options.memory === true ? new MemorySampler(pid) : null;
    let late = false;
    const killer = setTimeout(
      () => {
        late = true;
        killBelow(pid);
      },
      (options.timeout ?? 3600) * 1000,
    );
    let times = '';
    let stderr = '';
    child.stdio[3]?.on('data', (chunk: Buffer) => {
      times += chunk;
    });
    child.stderr?.on('data', (chunk: Buffer) => {
      stderr = (stderr + chunk).slice(-2000);
    });
    const exitCode = await new Promise<number>((resolve, reject) => {
      child.on('error', reject);
      child.on('close', (code) => resolve(code ?? 1));
    });
    clearTimeout(killer);
    const memory = sampler?.stop() ?? { peak: null, children: null };
    return { ...readTimes(times), ...memory, exitCode: late ? 124 : exitCode, stderr };
  } finally {
    closeSync(stdout);
  }
}

/** The command and all that it started; not the shell, which still has to say how long it took. */
function killBelow(shell: number): void {
  for (const { pid } of new ProcessTree(shell).look()) {
    if (pid === shell) continue;
    try {
      process.kill(pid, 'SIGKILL');
    } catch {
      // It has just ended by itself.
    }
  }
}

/** `real user system` of bash's `time`, then begin and end in microseconds where bash knows them (5.0 and later). */
export function readTimes(text: string): { wall: number; cpu: number } {
  // The decimal sign follows the locale.
  const numbers = text.replaceAll(',', '.').trim().split(/\s+/).map(Number);
  const [real = Number.NaN, user = Number.NaN, system = Number.NaN, begin = 0, end = 0] = numbers;
  return { wall: end > begin ? end - begin : real, cpu: user + system };
}
