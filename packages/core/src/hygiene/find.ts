/** All hygiene findings of one question: what is on disk, what is staged, what a range brings. */
import { diffIndex, emptyTree } from '../git/diff.ts';
import { isZero } from '../git/log.ts';
import type { Repository } from '../git/repository.ts';
import type { Finding } from '../scan/finding.ts';
import type { Answer, CheckContext } from './check.ts';
import { checks } from './checks/index.ts';
import { type FactsFrom, gatherFacts } from './facts.ts';
import { historyFiles } from './history.ts';
import { compareFindings, fingerprintsOf, type JudgeOptions, judge, rulesFor } from './judge.ts';
import { commitTree, isMerging, readBlobs, readFor, worktreeTree } from './load-tree.ts';
import type { HygieneRule, Stage } from './rule.ts';
import { stagedHygiene } from './staged.ts';
import { Tree } from './tree.ts';

export type { HygieneRuleset, HygieneSelection } from './judge.ts';

export interface HygieneOptions extends JudgeOptions {
  /** `check`: the worktree (a bare repository: HEAD); `staged`: the next commit; `ci`: `head` against `base`. */
  readonly stage: Stage;
  /** ci: commits. Without a base everything in `head` counts as new. */
  readonly head?: string | undefined;
  readonly base?: string | null | undefined;
  /** Also asks the rules of stage `history`: one pass over the log. */
  readonly history?: boolean | undefined;
  /** What `npm pack` would take of a folder; started only where something secret could be in it. */
  readonly npmPack?: FactsFrom['npmPack'];
}

export interface HygieneResult {
  /** In report order. */
  readonly findings: readonly Finding[];
  /** Rules that were asked. */
  readonly rules: number;
  readonly files: number;
  /** The checklist, where the profile asks for it. */
  readonly answers: readonly (Answer & { readonly rule: HygieneRule })[];
}

export async function hygieneFindings(repo: Repository, options: HygieneOptions): Promise<HygieneResult> {
  const history = options.history ? rulesFor({ ...options, profile: 'production-ready' }, 'history') : [];
  const rules = [...rulesFor(options, options.stage), ...history];
  if (options.stage === 'staged') return stagedResult(repo, rules, options);
  const { now, before, commits } = await treesFor(repo, options);
  const used = rules.filter(({ id }) => now.whole || checks[id]?.whole !== true);
  const needed = used.map(({ id }) => checks[id]!);
  const { hcl } = options.ruleset;
  await readFor(needed, now, { repo, commit: commits.now, hcl });
  if (now.where === 'worktree') {
    await gatherFacts(now, new Set(needed.flatMap(({ facts = [] }) => facts)), { repo, npmPack: options.npmPack });
  }
  if (options.history) now.facts.history = await historyFiles(repo, now, options.ruleset.ignoreSets);
  const found = judge(used, now, options);
  const old = new Set<string>();
  if (before !== null && found.length > 0) {
    const again = used.filter(({ id }) => found.some(({ rule }) => rule === id));
    const wanted = again.map(({ id }) => checks[id]!);
    await readFor(wanted, before, { repo, commit: commits.before, hcl });
    for (const fingerprint of fingerprintsOf(again, before, options)) old.add(fingerprint);
  }
  const findings = found.filter(({ fingerprint }) => !old.has(fingerprint));
  const context: CheckContext = { ignoreSets: options.ruleset.ignoreSets };
  const answers = used.flatMap((rule) => {
    const answer = checks[rule.id]!.answer?.(now, context);
    return answer === undefined ? [] : [{ rule, ...answer }];
  });
  return { findings: findings.sort(compareFindings), rules: used.length, files: now.files.length, answers };
}

/** The same that the hook asks, with contents from git. */
async function stagedResult(
  repo: Repository,
  rules: readonly HygieneRule[],
  options: HygieneOptions,
): Promise<HygieneResult> {
  const changes = await diffIndex(repo, repo.head ?? emptyTree(repo));
  const files = changes.filter(({ status }) => status !== 'U' && status !== 'D');
  const older = new Map(files.map(({ path, old }) => [path, old.filter((oid) => !isZero(oid))]));
  const contents = {
    read: (oids: readonly string[]) => readBlobs(repo, oids),
    merging: isMerging(repo),
    earlier: async ({ path }: { readonly path: string }) => older.get(path) ?? [],
  };
  const findings = await stagedHygiene(files, contents, options);
  return { findings, rules: rules.length, files: files.length, answers: [] };
}

interface Trees {
  readonly now: Tree;
  readonly before: Tree | null;
  readonly commits: { readonly now: string; readonly before: string };
}

async function treesFor(repo: Repository, { stage, head, base }: HygieneOptions): Promise<Trees> {
  const none = { now: '', before: '' };
  if (stage === 'check' && repo.root !== null) return { now: await worktreeTree(repo), before: null, commits: none };
  const commit = head ?? repo.head;
  if (commit === null) return { now: new Tree({ where: 'tree', files: [], whole: true }), before: null, commits: none };
  const before = base == null ? null : await commitTree(repo, base);
  return { now: await commitTree(repo, commit), before, commits: { now: commit, before: base ?? '' } };
}
