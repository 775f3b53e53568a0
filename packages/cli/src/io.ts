/** The world as the command sees it: only bin.ts makes one from the process, tests make their own. */

export interface Output {
  /** Resolves once the chunk is taken; never rejects. False: the reader has gone (EPIPE), stop writing. */
  write(text: string): Promise<boolean>;
  readonly isTTY: boolean;
  readonly columns: number;
}

export interface Io {
  readonly stdin: AsyncIterable<Buffer>;
  readonly stdout: Output;
  readonly stderr: Output;
  readonly cwd: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Aborted on ^C. */
  readonly signal: AbortSignal;
  /** The compiled rules. */
  readonly rulesetFile: string;
  /** The script that worker threads start; undefined: no threads (tests run from source). */
  readonly workerFile?: string | undefined;
  /** Runs when the command ends, however it ends: temporary folders go away. */
  onEnd(cleanup: () => void): void;
}
