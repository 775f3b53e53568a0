/**
 * One streamed `git log --raw -c`: every commit with its parents and the paths it changes against ALL of them, so
 * merges show exactly what only the merge brings. Parses; remembers nothing.
 */
import type { RawPath } from './path.ts';
import type { Repository } from './repository.ts';
import { streamGit } from './run.ts';

export interface LogSink {
  /** `time`: committer date in seconds. */
  commit(oid: string, time: number, parents: readonly string[]): void;
  /** One changed path of the commit before. `raw` is git's `:mode mode oid oid status`; see `rawChange`. */
  change(raw: Buffer, path: RawPath): void;
}

export interface RawChange {
  /** Object ids on the old sides, one a parent; zeros where the path is new. */
  readonly old: readonly string[];
  readonly mode: string;
  readonly oid: string;
  /** A letter a parent: A, M, D, T. */
  readonly status: string;
}

/** Also for `diff-index` and `diff-tree`: the diff flags that make a raw diff depend on the objects alone. */
export const rawDiff: readonly string[] = [
  '--raw',
  '--no-abbrev',
  '-z',
  '--no-ext-diff',
  '--no-textconv',
  '--ignore-submodules=none',
  // A repository can set diff.orderFile to a file that is not there, and git stops.
  '-O/dev/null',
];

const format = '--format=tformat:%x01%H %ct %P';
const headByte = 1;
const colon = 58;
const space = 32;

/**
 * `revisions` as for rev-list (`--all --reflog`, `BASE..HEAD`, `--stdin` with `input`).
 * Throws GitmoatError('git') when git stops at a missing object; what came before has reached the sink.
 */
export async function readLog(
  repo: Repository,
  revisions: readonly string[],
  sink: LogSink,
  options: { input?: Iterable<string>; signal?: AbortSignal } = {},
): Promise<void> {
  const args = [
    'log',
    ...rawDiff,
    '-c',
    '--no-renames',
    '--no-relative',
    '--no-notes',
    '--no-color',
    format,
    ...revisions,
  ];
  let rest: Buffer | null = null;
  let raw: Buffer | null = null; // a change whose path comes next
  for await (const chunk of streamGit(repo, args, options)) {
    const data: Buffer = rest ? Buffer.concat([rest, chunk]) : chunk;
    let at = 0;
    for (let end = data.indexOf(0, at); end >= 0; at = end + 1, end = data.indexOf(0, at)) {
      if (raw) {
        sink.change(raw, data.toString('latin1', at, end));
        raw = null;
        continue;
      }
      // git puts a line feed, or for merges an empty record, between a commit and its changes.
      if (data[at] === 10) at++;
      if (data[at] === colon) raw = data.subarray(at, end);
      else if (data[at] === headByte) {
        const [oid, time, ...parents] = data.toString('latin1', at + 1, end).split(' ');
        sink.commit(oid!, Number(time), parents.filter(Boolean));
      }
    }
    rest = at < data.length ? data.subarray(at) : null;
  }
}

/** Parents of the commit that the change belongs to: the number of leading colons. */
export function parentsOf(raw: Buffer): number {
  let parents = 0;
  while (raw[parents] === colon) parents++;
  return parents;
}

/** Where the new side's object id begins in `raw`. */
export function newOidAt(raw: Buffer, oidLength: number): number {
  return raw.lastIndexOf(space) - oidLength;
}

export function rawChange(raw: Buffer): RawChange {
  const parents = parentsOf(raw);
  const fields = raw.toString('latin1', parents).split(' ');
  return {
    mode: fields[parents]!,
    old: fields.slice(parents + 1, 2 * parents + 1),
    oid: fields[2 * parents + 1]!,
    status: fields[2 * parents + 2]!,
  };
}

export const gitlinkMode = '160000';

export function isZero(oid: string): boolean {
  return /^0+$/.test(oid);
}
