/** One question, one answer: source → matches → provenance → suppression → findings. */
import { performance } from 'node:perf_hooks';
import type { Repository } from '../git/repository.ts';
import type { Ruleset } from '../rules/ruleset.ts';
import type { RangeSource } from '../sources/range.ts';
import type { Coverage, Source } from '../sources/source.ts';
import { assemble } from './assemble.ts';
import { elsewhereNotes } from './elsewhere.ts';
import { headTree } from './head-tree.ts';
import { keepNewSecrets } from './new-secrets.ts';
import { Provenance } from './provenance.ts';
import { type CoverageInput, coverageOf, readSource } from './read-source.ts';
import type { Progress, ScanResult, Suppressor } from './result.ts';
import { type BlobScanner, createBlobScanner } from './scan-blob.ts';
import { type ObjectReader, readHistory } from './scan-history.ts';
import type { Seen } from './spots.ts';
import { withHeadPlaces } from './still-there.ts';

export interface ScanOptions {
  readonly ruleset: Ruleset;
  /** The repository that the source reads from; null for stdin and folders without git. */
  readonly repo: Repository | null;
  /** As the user gave it. */
  readonly target: string;
  readonly version: string;
  /** `id:` of the config. */
  readonly key?: string | undefined;
  readonly suppressor?: Suppressor | null | undefined;
  readonly showSecrets?: boolean | undefined;
  readonly progress?: Progress | undefined;
  /** How the objects of a history are read; absent: whole, through git. */
  readonly history?: { readonly engine: Coverage['engine']; readonly read: ObjectReader } | undefined;
}

/** For every source but the whole history (`scanHistory`). */
export async function scan(source: Source, options: ScanOptions): Promise<ScanResult> {
  const started = performance.now();
  const { repo } = options;
  const scanner = createBlobScanner(options.ruleset);
  const { seen, counts, skipped } = await readSource(source, scanner, { progress: options.progress });
  const fresh = repo !== null && source.earlier ? await newSeen(seen, source, repo, scanner) : seen;
  const provenance = repo !== null && isRange(source) ? rangeProvenance(repo, source) : null;
  const coverage: CoverageInput = {
    source: source.name,
    counts,
    skipped: [...source.skipped(), ...skipped],
    shallow: repo?.shallow ?? false,
    started,
    engine: 'full',
  };
  const result = await finish({ seen: fresh, scanner, provenance, coverage }, options);
  if (repo === null || source.name !== 'staged') return result;
  return { ...result, notes: await elsewhereNotes(repo, scanner, fresh, result.findings) };
}

async function newSeen(seen: readonly Seen[], source: Source, repo: Repository, scanner: BlobScanner): Promise<Seen[]> {
  const { fresh, earlier } = await keepNewSecrets(seen, source, repo, scanner);
  if (!isRange(source) || fresh.every(({ result }) => result.located.length === 0)) return fresh;
  const head = await headTree(repo, new Set(seen.flatMap(({ result }) => result.oid ?? [])));
  return withHeadPlaces(fresh, seen, earlier, head);
}

/** Everything in the object store, reachable or not. */
export async function scanHistory(repo: Repository, options: Omit<ScanOptions, 'repo'>): Promise<ScanResult> {
  const started = performance.now();
  const scanner = createBlobScanner(options.ruleset);
  const { seen, counts, skipped, provenance } = await readHistory(repo, scanner, {
    progress: options.progress,
    read: options.history?.read,
  });
  const coverage: CoverageInput = {
    source: 'history',
    counts,
    skipped,
    shallow: repo.shallow,
    started,
    engine: options.history?.engine ?? 'full',
  };
  return finish({ seen, scanner, provenance, coverage }, { ...options, repo });
}

export interface Finished {
  readonly seen: readonly Seen[];
  readonly scanner: BlobScanner;
  readonly provenance: Provenance | null;
  readonly coverage: CoverageInput;
}

/** Results of blobs with their places, from whichever engine, → what reporters get. */
export async function finish(finished: Finished, options: ScanOptions): Promise<ScanResult> {
  const { seen, scanner, provenance } = finished;
  const { key, suppressor, showSecrets } = options;
  const head = await headTree(options.repo, new Set(seen.flatMap(({ result }) => result.oid ?? [])));
  const findings = await assemble({ seen, scanner, provenance, head, key, suppressor, showSecrets });
  const coverage: Coverage = coverageOf(finished.coverage);
  const tool = { name: 'gitmoat', version: options.version, ruleset: options.ruleset.hash } as const;
  return { tool, coverage, findings, notes: linterNotes(seen), target: options.target };
}

/** Comments for other linters are said, so that nobody takes them for exceptions. */
function linterNotes(seen: readonly Seen[]): string[] {
  const words = new Set(seen.flatMap(({ result }) => result.located.flatMap(({ facts }) => facts.linterComment ?? [])));
  if (words.size === 0) return [];
  return [`comments for other linters (${[...words].sort().join(', ')}) hide nothing here; ours is gitmoat:allow`];
}

function isRange(source: Source): source is RangeSource {
  return 'index' in source;
}

function rangeProvenance(repo: Repository, { index }: RangeSource): Provenance {
  return new Provenance({ repo, index, refs: null, stashes: [], unreachable: [], tags: new Map(), attributed: true });
}
