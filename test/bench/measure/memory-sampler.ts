/**
 * Peak memory of a command and, apart, of its children, looked up in /proc every few milliseconds. VmHWM is the kernel's own
 * peak, so only growth in a process's last moments can be missed.
 */
import { type ProcessMemory, ProcessTree } from './processes.ts';

/** Often enough for runs of a second, rare enough to cost less than 1 % of a core. */
const interval = 20;

const shells = new Set(['sh', 'bash', 'dash']);

export interface Memory {
  /** Bytes; the command's own process (a shell's largest child where the command is a pipeline). Null without /proc. */
  readonly peak: number | null;
  /** Bytes; the largest sum of all other processes below it at one moment. */
  readonly children: number | null;
}

export class MemorySampler {
  readonly #tree: ProcessTree;
  readonly #timer: NodeJS.Timeout;
  readonly #latest = new Map<number, ProcessMemory>();
  readonly #looks: Map<number, number>[] = [];
  readonly #root: number;

  /** `root`: the shell that starts the command; it is not counted itself. */
  constructor(root: number) {
    this.#root = root;
    this.#tree = new ProcessTree(root);
    this.#timer = setInterval(() => this.#look(), interval);
  }

  stop(): Memory {
    clearInterval(this.#timer);
    const main = this.#main();
    if (main === null) return { peak: null, children: null };
    const sums = this.#looks.map((look) =>
      [...look].reduce((sum, [pid, bytes]) => (this.#isChildOf(pid, main) ? sum + bytes : sum), 0),
    );
    return { peak: main.peak, children: Math.max(0, ...sums) };
  }

  #look(): void {
    const look = new Map<number, number>();
    for (const process of this.#tree.look()) {
      if (process.pid === this.#root || process.peak === null) continue;
      // The last value counts: exec starts a new peak.
      this.#latest.set(process.pid, process);
      look.set(process.pid, process.now ?? 0);
    }
    this.#looks.push(look);
  }

  #main(): ProcessMemory | null {
    const all = [...this.#latest.values()];
    const first = all.find(({ parent, name }) => parent === this.#root && !shells.has(name));
    return first ?? all.sort((a, b) => b.peak! - a.peak!)[0] ?? null;
  }

  #isChildOf(pid: number, main: ProcessMemory): boolean {
    return pid !== main.pid && !shells.has(this.#latest.get(pid)?.name ?? '');
  }
}
