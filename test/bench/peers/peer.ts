/** How another scanner is started and read. One file a peer; `index.ts` lists them. */

/** One place as a peer reports it; null where it does not say. */
export interface PeerFinding {
  readonly path: string | null;
  readonly line: number | null;
  readonly endLine?: number | null;
  readonly secret: string | null;
  readonly rule: string;
}

export interface Invocation {
  readonly argv: readonly string[];
  readonly cwd?: string;
  /** Where the report stands afterwards: standard output, a file, or the output of a further, untimed command. */
  readonly report: 'stdout' | { readonly file: string } | { readonly argv: readonly string[] };
  /** Exit codes of a run that did its work; default 0. */
  readonly done?: readonly number[];
  parse(text: string): PeerFinding[];
}

/** Where a run happens. */
export interface RunAt {
  /** The peer's executable. */
  readonly program: string;
  /** Absolute: the repository, or the folder of files. */
  readonly target: string;
  /** An existing empty folder for what the peer writes. */
  readonly out: string;
}

export interface Peer {
  readonly name: string;
  /** Executable as it stands on PATH. */
  readonly program: string;
  readonly versionArgs: readonly string[];
  /** Every object or commit of a repository, no network. */
  history?(at: RunAt): Invocation;
  /** The same with other options: a row of its own. */
  readonly variants?: readonly { readonly label: string; history(at: RunAt): Invocation }[];
  /** A folder of files. */
  files?(at: RunAt): Invocation;
  /** What a pre-commit hook would run; the target is a worktree, `staged` its staged paths. */
  staged?(at: RunAt, staged: readonly string[]): readonly string[];
}

/** Distinct secrets, or places where the secret is not said. */
export function countDistinct(findings: readonly PeerFinding[]): number {
  return new Set(findings.map(({ secret, path, line }) => secret ?? `${path}:${line}`)).size;
}

/** Lines that hold a JSON object; others (logs) are passed over. */
export function jsonLines<Line>(text: string): Line[] {
  return text
    .split('\n')
    .filter((line) => line.startsWith('{'))
    .map((line) => JSON.parse(line) as Line);
}

/** An array, or nothing for an empty report. */
export function jsonArray<Entry>(text: string): Entry[] {
  return text.trim() === '' ? [] : ((JSON.parse(text) as Entry[] | null) ?? []);
}
