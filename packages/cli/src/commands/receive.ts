/** The hooks of a server: this process watches the time, another one of the same program judges (`hooks judge NAME`). */
import { spawn } from 'node:child_process';
import { configName } from '@gitmoat/core/config/config';
import { type HookName, readServerSettings, withinLimits } from '../../../hooks/src/index.ts';
import { loadRuleset } from '../core.ts';
import type { Io } from '../io.ts';
import { parseOptions } from '../options.ts';
import { readPolicy } from '../scan-command.ts';
import { shimPaths } from './manage-hooks.ts';

export async function runReceive(name: HookName, args: readonly string[], io: Io): Promise<number> {
  const outcome = await withinLimits({
    start: () =>
      spawn(process.execPath, [shimPaths(io).gitmoat, 'hooks', 'judge', name, ...args], {
        cwd: io.cwd,
        env: io.env,
        stdio: 'inherit',
      }),
    async policy() {
      const text = await readServerSettings(io.cwd, configName);
      const root = async (): Promise<string | null> => text;
      const { config } = await readPolicy(parseOptions([], []), io, {
        root,
        secretRules: () => loadRuleset(io.rulesetFile),
      });
      return config.receive;
    },
  });
  if (outcome.text !== '') await io.stderr.write(outcome.text);
  return outcome.code;
}
