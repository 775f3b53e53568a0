/** `gitmoat [audit] [PATH|URL]`: history and worktree of a repository, and what other scanners accept there. */

import { hygieneFindings } from '@gitmoat/core/hygiene/find';
import { commandName } from '../command-name.ts';
import { audit, incumbentNotes, type Repository, runGit } from '../core.ts';
import { historyEngine } from '../history-engine.ts';
import { hygieneRules } from '../hygiene-rules.ts';
import type { Io } from '../io.ts';
import { openTarget } from '../open-target.ts';
import type { Args } from '../options.ts';
import { rootOf } from '../root-files.ts';
import { runScan, scanOptions } from '../scan-command.ts';
import { auditNext } from './audit-next.ts';

export function run(args: Args, io: Io): Promise<number> {
  return runScan(args, io, async () => {
    const { repo, target } = await openTarget(args, io);
    const root = rootOf(repo);
    return {
      root,
      reread: { repo, folder: repo.root },
      async scan(setup, progress) {
        const notes = await incumbentNotes(root, await gitSecretsAllowed(repo));
        const result = await audit(repo, { ...scanOptions(setup, target), ...historyEngine(args, io), progress });
        const { config, suppressor } = setup;
        const hygiene = await hygieneFindings(repo, {
          ruleset: hygieneRules(io),
          stage: 'check',
          selection: config.rules,
          key: config.id ?? undefined,
          suppressor,
        });
        const findings = [...result.findings, ...hygiene.findings];
        return { ...result, findings, hygieneRules: hygiene.rules, notes: [...result.notes, ...notes] };
      },
      next(result, counted) {
        const { command, ci } = { command: commandName(io.env), ci: Boolean(io.env.CI) };
        return auditNext({ result, counted, repo, target, command, ci });
      },
    };
  });
}

async function gitSecretsAllowed(repo: Repository): Promise<string[]> {
  const { stdout } = await runGit(repo, ['config', '-z', '--get-all', 'secrets.allowed']);
  return stdout.toString('utf8').split('\0').filter(Boolean);
}
