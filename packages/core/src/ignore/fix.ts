/**
 * The smallest additions to .gitignore files after which everything that must be ignored is: only patterns that cover an
 * exposed path, in the file whose negation exposes it, else at the top. Lines are only ever added at the end, so that
 * comments, order and line ends stay. Computed on texts; writes nothing.
 */
import { createIgnoreMatcher, type IgnoreMatcher } from './matcher.ts';
import { findMissing, type Missing } from './missing.ts';
import { type IgnoreEntry, type IgnoreSet, setsFor } from './must-ignore.ts';

export interface FixInput {
  /** What is asked for in this profile. */
  readonly sets: readonly IgnoreSet[];
  /** Files that lie about, secret by their names and not ignored; matched against every set. */
  readonly exposed: readonly string[];
  readonly allSets: readonly IgnoreSet[];
  readonly gitignores: ReadonlyMap<string, string>;
  readonly tracked: readonly string[];
  /** .gitignore files that cannot be written (links). */
  readonly locked: readonly string[];
}

export interface FileChange {
  /** Latin1, as all texts here. */
  readonly path: string;
  readonly before: string;
  readonly after: string;
}

export interface FixPlan {
  readonly changes: readonly FileChange[];
  /** For people: what could not be mended and why. */
  readonly left: readonly string[];
}

/** A negation in one file can uncover one in the next; a tree of this depth is not written by people. */
const mostRounds = 20;
const top = '.gitignore';

export function planFix(input: FixInput): FixPlan {
  const texts = new Map(input.gitignores);
  for (let round = 0; round < mostRounds; round++) {
    const missing = missingNow(input, texts);
    if (missing.length === 0) break;
    const before = createIgnoreMatcher(texts);
    const added = additions(missing, input.locked);
    if (added.size === 0) break;
    for (const [path, groups] of added)
      texts.set(path, append(texts.get(path) ?? '', groups, { before, path, texts, input }));
  }
  const changes = [...texts]
    .map(([path, after]) => ({ path, before: input.gitignores.get(path) ?? '', after }))
    .filter(({ before, after }) => before !== after);
  const left = missingNow(input, texts).flatMap(({ exposed }) =>
    exposed.map(({ path, decision }) => leftText(path, decision.source, input)),
  );
  return { changes, left };
}

function leftText(path: string, source: string, { locked }: FixInput): string {
  const where = source === '' ? top : source;
  return `${path} is still not ignored${locked.includes(where) ? `: ${where} is a symbolic link, which git does not read` : ''}`;
}

function missingNow(input: FixInput, texts: ReadonlyMap<string, string>): Missing[] {
  const { decide } = createIgnoreMatcher(texts);
  const missing = findMissing({
    sets: setsFor(input.sets, input.tracked),
    gitignores: texts,
    tracked: input.tracked,
    decide,
  });
  for (const path of input.exposed) {
    const decision = decide(path);
    const owner = decision.ignored ? null : ownerOf(path, input.allSets);
    if (owner !== null) missing.push({ ...owner, exposed: [{ path, decision }] });
  }
  return missing;
}

function ownerOf(path: string, sets: readonly IgnoreSet[]): Pick<Missing, 'set' | 'entry'> | null {
  for (const set of sets) {
    const entry = set.entries.find(({ patterns }) => matcherOf(patterns).decide(path).ignored);
    if (entry !== undefined) return { set, entry };
  }
  return null;
}

function matcherOf(patterns: readonly string[]): IgnoreMatcher {
  return createIgnoreMatcher(new Map([[top, patterns.join('\n')]]));
}

interface Group {
  readonly set: IgnoreSet;
  readonly entry: IgnoreEntry;
  readonly exposed: string[];
}

/** File → what to add to it. */
function additions(missing: readonly Missing[], locked: readonly string[]): Map<string, Group[]> {
  const added = new Map<string, Group[]>();
  for (const { set, entry, exposed } of missing) {
    for (const { path, decision } of exposed) {
      // The last match decides: an exclusion is heard after the negation, in the same file.
      const target = decision.pattern.startsWith('!') ? decision.source : top;
      if (locked.includes(target)) continue;
      const groups = added.get(target) ?? [];
      const group = groups.find((other) => other.entry === entry);
      if (group === undefined) groups.push({ set, entry, exposed: [path] });
      else group.exposed.push(path);
      added.set(target, groups);
    }
  }
  return added;
}

interface AppendContext {
  readonly before: IgnoreMatcher;
  readonly path: string;
  readonly texts: ReadonlyMap<string, string>;
  readonly input: FixInput;
}

function append(text: string, groups: readonly Group[], context: AppendContext): string {
  const end = /\r\n/.test(text) && text.split('\r\n').length > text.split('\n').length / 2 ? '\r\n' : '\n';
  const blocks: string[] = [];
  let heading = '';
  for (const { set, entry, exposed } of groups) {
    const lines = neededPatterns(entry, exposed, context);
    if (set.name !== heading) blocks.push(`${blocks.length > 0 ? end : ''}# ${set.name}${end}`);
    heading = set.name;
    blocks.push(...lines.map((line) => line + end));
  }
  const closed = text === '' || text.endsWith('\n') ? text : text + end;
  return closed + (closed === '' ? '' : end) + blocks.join('');
}

/** Patterns that cover something exposed; then templates that these would newly hide come back. */
function neededPatterns(
  entry: IgnoreEntry,
  exposed: readonly string[],
  { before, path, texts, input }: AppendContext,
): string[] {
  const folder = path.slice(0, -top.length);
  const positive = entry.patterns.filter(
    (pattern) =>
      !pattern.startsWith('!') &&
      exposed.some((probe) => matcherOf([pattern]).decide(probe.slice(folder.length)).ignored),
  );
  const after = createIgnoreMatcher(new Map(texts).set(path, `${texts.get(path) ?? ''}\n${positive.join('\n')}`));
  const names = new Set(input.tracked.map((file) => file.slice(file.lastIndexOf('/') + 1)));
  const back = entry.keep.filter((name) => {
    const wanted = entry.patterns.includes(`!${name}`) || names.has(name);
    return wanted && !before.decide(folder + name).ignored && after.decide(folder + name).ignored;
  });
  return [...positive, ...back.map((name) => `!${name}`)];
}
