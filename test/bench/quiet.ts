/**
 * `pnpm bench quiet REPO…`: what gitmoat says about the files of real repositories, by rule and per 100,000 lines. A bare
 * repository is checked out into a temporary folder. `--save FILE` keeps the places, `--diff FILE` prints what came and went since.
 */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import type { Bench } from './bench.ts';
import { git, repositoryName, scratchFolder, scratchWorktree } from './git.ts';
import { report } from './measure/results.ts';
import { table } from './measure/table.ts';
import { countLines } from './quiet/count-lines.ts';
import { changes, type QuietPlace, readPlaces, scanFiles, writePlaces } from './quiet/places.ts';
import { UsageError } from './usage-error.ts';

export const usage = 'pnpm bench quiet REPO… [--list] [--save FILE] [--diff FILE] [--no-save]';

interface Quiet {
  readonly repo: string;
  readonly lines: number;
  readonly places: readonly QuietPlace[];
}

export async function run(args: readonly string[], bench: Bench): Promise<number> {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      list: { type: 'boolean', default: false },
      save: { type: 'string' },
      diff: { type: 'string' },
      'no-save': { type: 'boolean', default: false },
    },
  });
  if (positionals.length === 0) throw new UsageError('which repositories?');
  const earlier = values.diff === undefined ? null : resolve(bench.cwd, values.diff);
  if (earlier !== null && !existsSync(earlier)) throw new UsageError(`${earlier} does not exist`);
  const before = earlier === null ? null : readPlaces(readFileSync(earlier, 'utf8'));
  const results = positionals.map((path) => quietOf(resolve(bench.cwd, path), bench));
  const places = results.flatMap((result) => result.places);
  const body = [byRepository(results), byRule(places, sum(results))];
  if (values.list) body.push(list('Places', places));
  if (before !== null) {
    const { came, went } = changes(before, places);
    const lines = sum(results);
    body.push(`New since ${values.diff}, by rule:\n\n${byRule(came, lines)}`);
    body.push(list(`New since ${values.diff}`, came), list(`Gone since ${values.diff}`, went));
  }
  report(bench, { title: 'quiet: gitmoat scan of worktrees', body: body.join('\n\n'), save: !values['no-save'] });
  if (values.save !== undefined) writeFileSync(resolve(bench.cwd, values.save), writePlaces(places));
  return 0;
}

function quietOf(repo: string, bench: Bench): Quiet {
  bench.progress(repositoryName(repo));
  const bare = git(repo, 'rev-parse', '--is-bare-repository') === 'true';
  const worktree = bare ? scratchWorktree(repo) : { path: repo, remove: () => {} };
  const out = scratchFolder();
  try {
    const name = repositoryName(repo);
    const places = scanFiles({ repo: name, program: bench.gitmoat, target: worktree.path, out: out.path });
    return { repo: name, lines: countLines(worktree.path), places };
  } finally {
    worktree.remove();
    out.remove();
  }
}

/** A secret counts once a repository, wherever it stands. */
function secrets(places: readonly QuietPlace[]): number {
  return new Set(places.map(({ repo, fingerprint }) => `${repo} ${fingerprint}`)).size;
}

function byRepository(results: readonly Quiet[]): string {
  const all = { repo: 'all', lines: sum(results), places: results.flatMap(({ places }) => places) };
  return table(results.length > 1 ? [...results, all] : results, [
    { title: 'repository', of: ({ repo }) => repo },
    { title: 'lines', of: ({ lines }) => lines },
    { title: 'findings', of: ({ places }) => secrets(places) },
    { title: 'places', of: ({ places }) => places.length },
    { title: 'findings per 100,000 lines', of: ({ lines, places }) => (secrets(places) / lines) * 1e5, digits: 2 },
  ]);
}

function byRule(places: readonly QuietPlace[], lines: number): string {
  const rules = new Map<string, QuietPlace[]>();
  for (const place of places) {
    const key = `${place.rule} ${place.confidence}`;
    rules.set(key, [...(rules.get(key) ?? []), place]);
  }
  const rows = [...rules.values()].sort((a, b) => secrets(b) - secrets(a) || (a[0]!.rule < b[0]!.rule ? -1 : 1));
  return table(rows, [
    { title: 'rule', of: ([first]) => first!.rule },
    { title: 'confidence', of: ([first]) => first!.confidence },
    { title: 'findings', of: secrets },
    { title: 'places', of: (places) => places.length },
    { title: 'findings per 100,000 lines', of: (places) => (secrets(places) / lines) * 1e5, digits: 2 },
  ]);
}

function sum(results: readonly Quiet[]): number {
  return results.reduce((total, { lines }) => total + lines, 0);
}

function list(title: string, places: readonly QuietPlace[]): string {
  const rows = places.map(
    ({ repo, path, line, rule, confidence, secret }) => `    ${repo} ${path}:${line} ${rule} (${confidence}) ${secret}`,
  );
  return [`${title}: ${places.length}`, ...rows].join('\n');
}
