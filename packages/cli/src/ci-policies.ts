/** The settings that judge a change, read from the commits they belong to, never from the files that lie checked out. */

import { baselineName, parseBaseline } from '@gitmoat/core/baseline/baseline';
import type { Policy } from '@gitmoat/core/ci/policy';
import { emptyPolicy } from '@gitmoat/core/ci/policy';
import type { CiRange } from '@gitmoat/core/ci/resolve';
import { type CompiledRule, configName, GitmoatError, loadConfig, type Repository } from './core.ts';
import { hygieneNames } from './hygiene-rules.ts';
import type { Io } from './io.ts';
import type { Args } from './options.ts';
import { rootInGit } from './root-files.ts';
import { version } from './version.ts';

export interface Policies {
  readonly policies: { readonly base: Policy; readonly fork: Policy; readonly head: Policy };
  /** What could not be understood on the base's side. */
  readonly notes: readonly string[];
}

interface From {
  readonly range: CiRange;
  readonly rules: readonly CompiledRule[];
}

/** Throws `config` for the head's settings only: a base that is broken can still be mended by a change. */
export async function readPolicies(args: Args, io: Io, repo: Repository, { range, rules }: From): Promise<Policies> {
  const notes: string[] = [];
  const read = async (commit: string | null): Promise<Policy> => {
    if (commit === null) return emptyPolicy;
    const root = rootInGit(repo, commit);
    const [text, accepted] = [await root(configName), args.has('no-baseline') ? null : await root(baselineName)];
    const known = text === null ? rules : [...rules, ...hygieneNames(io)];
    const config = await loadConfig({ text, path: configName, rules: known, version });
    return { config, baseline: accepted === null ? [] : parseBaseline(accepted) };
  };
  const earlier = async (commit: string | null): Promise<Policy> => {
    try {
      return await read(commit);
    } catch (error) {
      if (!(error instanceof GitmoatError) || error.code !== 'config') throw error;
      notes.push(`the base's settings are not understood and accept nothing: ${error.message.split('\n')[0]}`);
      return emptyPolicy;
    }
  };
  const head = await read(range.head);
  const base = await earlier(range.base);
  const fork = range.forks[0] ?? null;
  return {
    policies: { head, base, fork: fork === range.base ? base : await earlier(fork) },
    notes: [...new Set(notes)],
  };
}
