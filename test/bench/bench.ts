/** What every benchmark is given and exports. `scripts/bench.mjs` bundles the one that is asked for and calls it. */

export interface Bench {
  /** The workspace. */
  readonly root: string;
  /** Where the user stands: relative paths start here. */
  readonly cwd: string;
  /** packages/cli/bin/gitmoat.cjs of this workspace, or what GITMOAT_BIN names. */
  readonly gitmoat: string;
  /** One line or table to standard output. */
  print(text: string): void;
  /** A word on standard error while long runs last. */
  progress(text: string): void;
}

export interface Benchmark {
  readonly usage: string;
  /** Resolves to the exit code. Throws a TypeError on wrong arguments. */
  run(args: readonly string[], bench: Bench): Promise<number>;
}
