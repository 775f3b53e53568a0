/**
 * What a CI system says happened, in one shape for all of them. Made from the environment alone: commits are named here
 * and looked up in resolve.ts, so that every payload can be tested without a repository.
 */
import { GitmoatError } from '../errors.ts';

/**
 * A commit as CI names it: an object id, `HEAD`, or a ref of the server (`refs/heads/main`, `refs/pull/3/head`).
 * Branches are looked up among the remote's first.
 */
export type Revision = string;

export type CiAsk =
  /** A change that asks to go into a branch. */
  | {
      readonly kind: 'change';
      /** The first that can be had. */
      readonly heads: readonly Revision[];
      /** The branch it goes into; null where only a commit is known. */
      readonly target: Revision | null;
      /** A commit of that branch, as the event has it. */
      readonly base: Revision | null;
    }
  /** Commits that are on a branch already. */
  | {
      readonly kind: 'push';
      readonly branch: string;
      readonly after: Revision;
      /** The branch's commit before; `new`: there was none; `unknown`: the system does not say. */
      readonly before: Revision | 'new' | 'unknown';
      readonly defaultBranch: string | null;
    }
  | { readonly kind: 'tag'; readonly tag: string; readonly defaultBranch: string | null }
  /** No change at hand: the whole history. */
  | { readonly kind: 'everything'; readonly why: string }
  | { readonly kind: 'nothing'; readonly why: string };

export interface CiEvent {
  /** `GitHub Actions`, … or `command line`. */
  readonly system: string;
  /** For people: `pull_request #12`, `push to main`. */
  readonly name: string;
  readonly ask: CiAsk;
}

export type Environment = Readonly<Record<string, string | undefined>>;

/** Reads one system's variables. `payload`: the event's document, where the system gives one. */
export interface CiSystem {
  readonly name: string;
  isHere(env: Environment): boolean;
  read(env: Environment, payload: unknown): Pick<CiEvent, 'name' | 'ask'>;
}

/** All zeros stand for "no commit" in push events. */
export function isZeroId(id: string): boolean {
  return /^0+$/.test(id);
}

export function branchRef(name: string): Revision {
  return name.startsWith('refs/') ? name : `refs/heads/${name}`;
}

/** A variable that the event cannot do without. */
export function need(env: Environment, name: string): string {
  const value = env[name];
  if (value) return value;
  throw new GitmoatError('usage', `${name} is not set, so what this build brings is not known`, {
    hint: 'Name the commits: gitmoat ci --base COMMIT --head COMMIT.',
  });
}

/** An event that says nothing about commits, or that is newer than this version. Its name goes into logs: no content. */
export function unknownEvent(system: string, event: string, known: string): GitmoatError {
  const shown = /^[\w.-]{1,40}$/.test(event) ? `"${event}"` : 'of that name';
  return new GitmoatError('usage', `${system}: what an event ${shown} brings is not known`, {
    hint: `Run gitmoat ci on ${known}, or name the commits: gitmoat ci --base COMMIT --head COMMIT.`,
  });
}
