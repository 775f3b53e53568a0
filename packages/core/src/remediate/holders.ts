/** What keeps an object alive: the refs that reach it, the stash, a reflog, or nothing but the object store. */
import type { Repository } from '../git/repository.ts';
import { runGit } from '../git/run.ts';

export interface Holder {
  /** Full names; empty where no ref reaches it. */
  readonly refs: readonly string[];
  /** `refs`: the ones above; `reflog`: the reflogs only (an old stash too); `none`: it waits for `git gc`. */
  readonly by: 'refs' | 'reflog' | 'none';
}

export class Holders {
  readonly #repo: Repository;
  #logged: Promise<ReadonlySet<string>> | null = null;

  constructor(repo: Repository) {
    this.#repo = repo;
  }

  /** `oid`: a commit, or a tag object. */
  async of(oid: string): Promise<Holder> {
    const refs = [...(await this.#refs('--contains', oid)), ...(await this.#refs('--points-at', oid))];
    if (refs.length > 0) return { refs: [...new Set(refs)].sort(), by: 'refs' };
    this.#logged ??= this.#walkReflogs();
    return { refs: [], by: (await this.#logged).has(oid) ? 'reflog' : 'none' };
  }

  /** The newest commit that brings the blob or tree, and where. Null: no commit has it. */
  async bringing(oid: string): Promise<{ readonly commit: string; readonly path: string | null } | null> {
    const newest = ['log', '--all', '--reflog', '-1', '--no-renames', '--no-abbrev', '-z', '--format=%H'];
    const { stdout } = await runGit(this.#repo, [...newest, '-c', '-t', '--raw', `--find-object=${oid}`]);
    const [commit = '', meta = '', path] = stdout.toString('latin1').split('\0');
    if (commit === '') return this.#rootTree(oid);
    return { commit: commit.slice(0, oid.length), path: meta === '' ? null : (path ?? null) };
  }

  /** The tree of a whole commit is in no diff. */
  async #rootTree(oid: string): Promise<{ readonly commit: string; readonly path: null } | null> {
    const { stdout } = await runGit(this.#repo, ['log', '--all', '--reflog', '--format=%T %H']);
    const line = stdout
      .toString('latin1')
      .split('\n')
      .find((one) => one.startsWith(`${oid} `));
    return line === undefined ? null : { commit: line.slice(oid.length + 1), path: null };
  }

  async #refs(question: string, oid: string): Promise<string[]> {
    // It is an error to ask this of an object that is no commit.
    const { code, stdout } = await runGit(this.#repo, ['for-each-ref', '--format=%(refname)', question, oid]);
    return code === 0 ? stdout.toString('utf8').split('\n').filter(Boolean) : [];
  }

  async #walkReflogs(): Promise<ReadonlySet<string>> {
    const { stdout } = await runGit(this.#repo, ['rev-list', '--reflog']);
    return new Set(stdout.toString('latin1').split('\n'));
  }
}
