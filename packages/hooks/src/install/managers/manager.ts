/** One way of installing hooks. A manager plans; `install.ts` shows the plan, does it and undoes it. */
import type { HookName } from '../../run/hook.ts';
import type { Change } from '../changes.ts';
import type { ShimPaths } from '../shim.ts';
import type { Site } from '../site.ts';

export const managerNames = ['native', 'husky', 'lefthook', 'pre-commit', 'simple-git-hooks', 'git'] as const;
export type ManagerName = (typeof managerNames)[number];

export interface Plan {
  readonly changes: readonly Change[];
  /** What the user has to do besides, or should know. */
  readonly notes: readonly string[];
}

export interface Manager {
  readonly name: ManagerName;
  /** Whether this clone uses it. */
  fits(site: Site): boolean;
  /** What is missing; no change where all is there. Throws where it cannot be done here. */
  install(site: Site, events: readonly HookName[], paths: ShimPaths): Plan;
  /** Takes gitmoat out of files that nothing was written down about (a fresh clone, an edited file). */
  remove(site: Site): Plan;
  /** The events that gitmoat judges by way of this manager. */
  covered(site: Site): readonly HookName[];
}
