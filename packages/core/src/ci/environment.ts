/** Which CI system this is and what it asks for. Pure: variables and payload in, event out. */
import { GitmoatError } from '../errors.ts';
import type { CiEvent, CiSystem, Environment, Revision } from './event.ts';
import { azure } from './systems/azure.ts';
import { bitbucket } from './systems/bitbucket.ts';
import { buildkite } from './systems/buildkite.ts';
import { circleci } from './systems/circleci.ts';
import { github } from './systems/github.ts';
import { gitlab } from './systems/gitlab.ts';
import { jenkins } from './systems/jenkins.ts';

/** The order matters where one runs inside another: Jenkins sets its URL for whatever it starts. */
export const ciSystems: readonly CiSystem[] = [github, gitlab, bitbucket, azure, circleci, buildkite, jenkins];

/** Throws GitmoatError('usage') where no system is known, or its event is not. */
export function eventOf(env: Environment, payload: unknown): CiEvent {
  const system = ciSystems.find((one) => one.isHere(env));
  if (system !== undefined) return { system: system.name, ...system.read(env, payload) };
  throw new GitmoatError('usage', 'no CI system that gitmoat knows runs here', {
    hint: `Name the commits: gitmoat ci --base origin/main. Known: ${ciSystems.map(({ name }) => name).join(', ')}.`,
  });
}

/** `--base` and `--head`: a change, named by hand. */
export function namedEvent(base: Revision, head: Revision): CiEvent {
  return {
    system: 'command line',
    name: `${base}..${head}`,
    ask: { kind: 'change', heads: [head], target: null, base },
  };
}
