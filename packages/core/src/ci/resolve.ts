/**
 * Event + repository → the commits that count as new, said in one line. Fetches what the clone lacks; a history that
 * cannot be had whole is an error (exit 3), never an empty range.
 */
import { GitmoatError } from '../errors.ts';
import { commitHere, deepen, findCommit, isShallow, remoteName, shallowCommits } from '../git/fetch.ts';
import type { Repository } from '../git/repository.ts';
import { readGit, runGit } from '../git/run.ts';
import type { Revisions } from '../sources/range.ts';
import { branchRef, type CiAsk, type CiEvent, type Revision } from './event.ts';

export interface CiRange {
  readonly kind: 'range';
  /** For people, one line, no content of the repository but ref names. */
  readonly line: string;
  readonly head: string;
  /** What the head is compared with: the target's tip; null: there is nothing before it. */
  readonly base: string | null;
  /** Where head and base parted. */
  readonly forks: readonly string[];
  readonly revisions: Revisions;
}

export type CiScope =
  | CiRange
  | { readonly kind: 'everything'; readonly line: string; readonly head: string }
  | { readonly kind: 'nothing'; readonly line: string };

type Ask<Kind extends CiAsk['kind']> = Extract<CiAsk, { kind: Kind }>;

interface Context {
  readonly repo: Repository;
  readonly remote: string | null;
}

/** Throws `git` (exit 3) where commits that the event names cannot be had. */
export async function resolveEvent(repo: Repository, event: CiEvent): Promise<CiScope> {
  const context = { repo, remote: await remoteName(repo) };
  const title = `${event.system} ${event.name}`;
  const { ask } = event;
  switch (ask.kind) {
    case 'nothing':
      return { kind: 'nothing', line: `${title}: ${ask.why}, nothing to scan` };
    case 'everything':
      return everything(context, 'HEAD', `${title}: whole history (${ask.why})`);
    case 'change':
      return change(context, ask, title);
    case 'push':
      return push(context, ask, title);
    case 'tag':
      return tag(context, ask, title);
  }
}

async function everything({ repo, remote }: Context, after: Revision, line: string): Promise<CiScope> {
  const head = await wanted({ repo, remote }, [after]);
  const whole = await deepen(repo, remote, [head], async () => !(await isShallow(repo)));
  if (!whole) throw shallow('the whole history');
  return { kind: 'everything', line, head };
}

async function change(context: Context, ask: Ask<'change'>, title: string): Promise<CiScope> {
  const head = await wanted(context, ask.heads);
  const [tip, named] = [await maybe(context, ask.target), await maybe(context, ask.base)];
  if (tip === null && named === null) throw missing([ask.target, ask.base].filter((one) => one !== null));
  return rangeOf(context, { title, head, bases: [await newerOf(context.repo, tip, named)] });
}

async function push(context: Context, ask: Ask<'push'>, title: string): Promise<CiScope> {
  const head = await wanted(context, [ask.after]);
  const main = ask.defaultBranch ?? (await defaultBranch(context));
  const isMain = main === ask.branch;
  const before = ask.before === 'new' || ask.before === 'unknown' ? null : await maybe(context, ask.before);
  const tip = isMain || main === null ? null : await maybe(context, branchRef(main));
  if (tip !== null) {
    const gone = before === null && ask.before !== 'new' && ask.before !== 'unknown';
    const name = gone ? `${title} (its commit before is gone)` : title;
    return rangeOf(context, { title: name, head, bases: before === null ? [tip] : [tip, before] });
  }
  if (before !== null) return rangeOf(context, { title, head, bases: [before] });
  if (ask.before === 'new') return rangeOf(context, { title: `${title}: first commits`, head, bases: [] });
  if (ask.before !== 'unknown') {
    return rangeOf(context, { title: `${title} (its commit before is gone)`, head, bases: [] });
  }
  const why = `which commits are new on ${ask.branch} is not said here; --base names one`;
  return everything(context, ask.after, `${title}: whole history (${why})`);
}

async function tag(context: Context, ask: Ask<'tag'>, title: string): Promise<CiScope> {
  const ref = `refs/tags/${ask.tag}`;
  const head = await maybe(context, ref);
  if (head === null) throw missing([ref]);
  const main = ask.defaultBranch ?? (await defaultBranch(context));
  const tip = main === null ? null : await maybe(context, branchRef(main));
  const own = (await runGit(context.repo, ['rev-parse', '--verify', '-q', ref])).stdout.toString('latin1').trim();
  const tags = own !== '' && own !== head ? [own] : [];
  return rangeOf(context, { title, head, bases: tip === null ? [] : [tip], tags });
}

interface Ends {
  readonly title: string;
  readonly head: string;
  /** What is there already; the first is what the head is compared with. */
  readonly bases: readonly string[];
  readonly tags?: readonly string[];
}

async function rangeOf({ repo, remote }: Context, { title, head, bases, tags = [] }: Ends): Promise<CiRange> {
  const base = bases[0] ?? null;
  const whole = await deepen(repo, remote, [head, ...bases], () => isWhole(repo, head, bases));
  if (!whole) throw shallow(base === null ? short(head) : `${short(base)}..${short(head)}`);
  const forks = base === null ? [] : await mergeBases(repo, base, head);
  await refusePartial(repo, [head, ...bases.map((oid) => `^${oid}`)], [head, ...bases, ...forks]);
  const counted = ['rev-list', '--count', head, ...bases.map((oid) => `^${oid}`), '--'];
  const count = Number((await readGit(repo, counted)).toString('latin1'));
  const commits = `${count} ${count === 1 ? 'commit' : 'commits'}`;
  const from = base === null ? '' : `${bases.map(short).join(' and ')}..`;
  const parted = forks.length > 0 && forks[0] !== base ? `, parted at ${forks.map(short).join(', ')}` : '';
  const published = [...new Set([...forks, ...bases])];
  return {
    kind: 'range',
    line: `${title}: ${commits}, ${from}${short(head)}${parted}`,
    head,
    base,
    forks: forks.length > 0 || base === null ? forks : [base],
    revisions: { name: 'range', tips: [head], excluded: bases, published, tags },
  };
}

/** Whether no cut lies on either side's way to where they meet. */
async function isWhole(repo: Repository, head: string, bases: readonly string[]): Promise<boolean> {
  const cut = new Set(await shallowCommits(repo));
  if (cut.size === 0) return true;
  if (bases.length === 0) return !(await walks(repo, [head], cut));
  for (const base of bases) {
    if ((await mergeBases(repo, base, head)).length === 0) return false;
    if (await walks(repo, [`${base}...${head}`], cut)) return false;
  }
  return true;
}

async function walks(repo: Repository, revisions: readonly string[], cut: ReadonlySet<string>): Promise<boolean> {
  const listed = (await readGit(repo, ['rev-list', ...revisions, '--'])).toString('latin1').split('\n');
  return listed.some((oid) => cut.has(oid));
}

/** A partial clone that lacks something of the range or of the trees beside it: said once, before anything is judged. */
async function refusePartial(repo: Repository, range: readonly string[], trees: readonly string[]): Promise<void> {
  if (!repo.partial) return;
  for (const revisions of [range, ['--no-walk', ...trees]]) {
    const args = ['rev-list', '--objects', '--missing=print', ...revisions, '--'];
    const { stdout } = await runGit(repo, args);
    if (!/^\?/m.test(stdout.toString('latin1'))) continue;
    throw new GitmoatError('git', 'this is a partial clone, and content of the change is missing here', {
      hint: 'Check out without a filter (GitHub: no `filter:` at actions/checkout), or run git fetch --refetch --no-filter.',
    });
  }
}

async function mergeBases(repo: Repository, a: string, b: string): Promise<string[]> {
  const { stdout } = await runGit(repo, ['merge-base', '--all', a, b]);
  return stdout.toString('latin1').split('\n').filter(Boolean);
}

/** The branch's tip may be older than the event (a cached clone) or newer (a branch that moved on): the later one counts. */
async function newerOf(repo: Repository, tip: string | null, named: string | null): Promise<string> {
  if (tip === null || named === null) return (tip ?? named)!;
  // Where the branch was rewritten, its tip alone is what is published now.
  return (await runGit(repo, ['merge-base', '--is-ancestor', tip, named])).code === 0 ? named : tip;
}

/** As the clone knows it, else the two usual names. */
async function defaultBranch({ repo, remote }: Context): Promise<string | null> {
  if (remote === null) return null;
  const prefix = `refs/remotes/${remote}/`;
  const { stdout } = await runGit(repo, ['symbolic-ref', '-q', `${prefix}HEAD`]);
  const name = stdout.toString('utf8').trim();
  if (name.startsWith(prefix)) return name.slice(prefix.length);
  const asked = await runGit(repo, ['ls-remote', '--symref', '--', remote, 'HEAD'], { network: true });
  const said = /^ref: refs\/heads\/(\S+)\tHEAD$/m.exec(asked.stdout.toString('utf8'))?.[1];
  if (said !== undefined) return said;
  for (const usual of ['main', 'master']) if ((await commitHere(repo, `${prefix}${usual}`)) !== null) return usual;
  return null;
}

async function wanted({ repo, remote }: Context, revisions: readonly Revision[]): Promise<string> {
  for (const revision of revisions) {
    const oid = await findCommit(repo, revision, remote);
    if (oid !== null) return oid;
  }
  throw missing(revisions);
}

async function maybe({ repo, remote }: Context, revision: Revision | null): Promise<string | null> {
  return revision === null ? null : findCommit(repo, revision, remote);
}

function missing(revisions: readonly Revision[]): GitmoatError {
  return new GitmoatError('git', `${revisions.join(' and ')}: not in this clone, and it could not be fetched`, {
    hint: 'Check out the whole history (GitHub: fetch-depth: 0, GitLab: GIT_DEPTH: 0), or name another commit with --base.',
  });
}

function shallow(what: string): GitmoatError {
  return new GitmoatError('git', `this clone is shallow and ${what} could not be fetched, so nothing is known`, {
    hint: 'Check out the whole history: fetch-depth: 0 on GitHub, GIT_DEPTH: 0 on GitLab, fetchDepth: 0 on Azure.',
  });
}

function short(oid: string): string {
  return oid.slice(0, 10);
}
