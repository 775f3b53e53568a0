/**
 * The hand-written exceptions of `.gitmoat.yaml` as a Suppressor. An entry accepts places, never rules: whatever it does
 * not name stays reported. It does not look at content or at the clock: today's date is passed in.
 */
import type { AllowEntry } from '../config/config.ts';
import type { Occurrence, Suppression } from '../scan/finding.ts';
import type { Suppressor } from '../scan/result.ts';

export interface AllowlistOptions {
  /** YYYY-MM-DD; entries that expired before it hold no more. */
  readonly today: string;
  /** The provider of a rule id, for entries that name a provider; and the ids that a rule replaces. */
  readonly ruleNames: (id: string) => readonly string[];
}

export interface Allowlist extends Suppressor {
  /** For people: entries that no longer hold. */
  readonly notes: readonly string[];
}

type PathTest = (path: string) => boolean;

export async function createAllowlist(all: readonly AllowEntry[], options: AllowlistOptions): Promise<Allowlist> {
  const isOver = (entry: AllowEntry) => entry.expires !== null && entry.expires < options.today;
  const notes = all.filter(isOver).map((entry) => `${entry.where}: this exception expired on ${entry.expires}`);
  const entries = all.filter((entry) => !isOver(entry));
  const tests = await compilePaths(entries);
  return {
    notes,
    suppress(finding, occurrence) {
      const names = options.ruleNames(occurrence.rule);
      for (const [index, entry] of entries.entries()) {
        if (entry.rule !== null && entry.rule !== '*' && !names.includes(entry.rule)) continue;
        if (entry.fingerprint !== null && !hasFingerprint(finding, entry.fingerprint)) continue;
        if (!fitsPath(entry, tests[index] ?? [], occurrence) || !fitsDate(entry, occurrence)) continue;
        if (entry.rotated && occurrence.inHead) continue;
        return { by: 'allowlist', reason: entry.reason, where: entry.where } satisfies Suppression;
      }
      return null;
    },
  };
}

async function compilePaths(entries: readonly AllowEntry[]): Promise<PathTest[][]> {
  if (entries.every(({ paths }) => paths.length === 0)) return [];
  const { default: picomatch } = await import('picomatch');
  return entries.map(({ paths }) => paths.map((glob) => picomatch(trimGlob(glob), { dot: true })));
}

/** `docs/` means all below it, as in .gitignore; a leading `/` or `./` is the root that globs start from anyway. */
function trimGlob(glob: string): string {
  const bare = glob.replace(/^(?:\.?\/)+/, '');
  return bare.endsWith('/') ? `${bare}**` : bare;
}

function fitsPath(entry: AllowEntry, tests: readonly PathTest[], { path }: Occurrence): boolean {
  if (entry.paths.length === 0) return true;
  return path !== null && tests.some((test) => test(path));
}

function hasFingerprint(finding: { fingerprint: string; absorbed: readonly string[] }, prefix: string): boolean {
  return [finding.fingerprint, ...finding.absorbed].some((fingerprint) => fingerprint.startsWith(prefix));
}

/** A place without a commit is new content: `until` never covers it. */
function fitsDate({ until }: AllowEntry, { commit }: Occurrence): boolean {
  return until === null || (commit !== null && commit.date.slice(0, 10) <= until);
}
