/** Everything about a repository's content: its whole history, and what the working tree adds to it. */
import { performance } from 'node:perf_hooks';
import type { Repository } from '../git/repository.ts';
import type { Skipped } from '../sources/source.ts';
import { worktreeSource } from '../sources/worktree.ts';
import { readSource } from './read-source.ts';
import type { ScanResult } from './result.ts';
import { finish, type ScanOptions } from './scan.ts';
import { createBlobScanner } from './scan-blob.ts';
import { readHistory } from './scan-history.ts';

/** A bare repository has no working tree: its history alone. */
export async function audit(repo: Repository, options: Omit<ScanOptions, 'repo'>): Promise<ScanResult> {
  const started = performance.now();
  const scanner = createBlobScanner(options.ruleset);
  const history = await readHistory(repo, scanner, { progress: options.progress, read: options.history?.read });
  let { seen, counts, skipped } = history;
  if (repo.root !== null) {
    const source = worktreeSource(repo.root, repo);
    // A file as a commit has it was scanned as a blob of the history.
    const skip = ({ oid }: { oid: string | null }): boolean => oid !== null && history.index.blobs.find(oid) >= 0;
    const files = await readSource(source, scanner, { progress: options.progress, skip });
    seen = [...seen, ...files.seen];
    counts = {
      ...counts,
      total: counts.total + files.counts.total,
      scanned: counts.scanned + files.counts.scanned,
      bytes: counts.bytes + files.counts.bytes,
    };
    skipped = merged(merged(skipped, source.skipped()), files.skipped);
  }
  const engine = options.history?.engine ?? 'full';
  const coverage = { source: 'audit', counts, skipped, shallow: repo.shallow, started, engine } as const;
  return finish({ seen, scanner, provenance: history.provenance, coverage }, { ...options, repo });
}

/** The same reason once; a name that both know (a submodule's path) is one thing. */
function merged(history: readonly Skipped[], files: readonly Skipped[]): Skipped[] {
  const extra = new Map(files.map((entry) => [entry.reason, entry]));
  const both = history.map((entry) => {
    const other = extra.get(entry.reason);
    extra.delete(entry.reason);
    if (!other) return entry;
    const names = [...new Set([...entry.names, ...other.names])];
    const shared = entry.names.length + other.names.length - names.length;
    return { ...entry, count: entry.count + other.count - shared, names: names.slice(0, 20) };
  });
  return [...both, ...extra.values()];
}
