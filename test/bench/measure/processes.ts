/** The processes below one, as /proc tells; empty on systems without it. */
import { readdirSync, readFileSync } from 'node:fs';

export interface ProcessMemory {
  readonly pid: number;
  readonly parent: number;
  readonly name: string;
  /** Bytes: the peak so far (VmHWM) and now (VmRSS). Null between exec and exit, when a process has no memory. */
  readonly peak: number | null;
  readonly now: number | null;
}

/** Follows the descendants of `root`; remembers strangers, so that a look costs one folder and a few files. */
export class ProcessTree {
  readonly #family: Set<number>;
  readonly #strangers = new Set<number>();

  constructor(root: number) {
    this.#family = new Set([root]);
  }

  look(): ProcessMemory[] {
    const found: ProcessMemory[] = [];
    for (const pid of listPids()) {
      if (this.#strangers.has(pid)) continue;
      const process = readProcess(pid);
      if (process === null) continue;
      if (!this.#family.has(pid) && !this.#family.has(process.parent)) this.#strangers.add(pid);
      else {
        this.#family.add(pid);
        found.push(process);
      }
    }
    return found;
  }
}

function listPids(): number[] {
  try {
    return readdirSync('/proc')
      .map(Number)
      .filter((pid) => pid > 0)
      .sort((a, b) => a - b);
  } catch {
    return [];
  }
}

function readProcess(pid: number): ProcessMemory | null {
  let status: string;
  try {
    status = readFileSync(`/proc/${pid}/status`, 'latin1');
  } catch {
    return null;
  }
  const field = (name: string): string | null => new RegExp(`^${name}:\\s+(.*)$`, 'm').exec(status)?.[1] ?? null;
  const bytes = (name: string): number | null => {
    const value = field(name);
    return value === null ? null : Number.parseInt(value, 10) * 1024;
  };
  return {
    pid,
    parent: Number(field('PPid')),
    name: field('Name') ?? '',
    peak: bytes('VmHWM'),
    now: bytes('VmRSS'),
  };
}
