/**
 * `gitmoat remediate FINGERPRINT`: the way out after a secret is in. Without more it only prints; `--prepare` writes the
 * file for git filter-repo, `--dry-run` rewrites a throw-away clone, `--check-gone` proves the end of it.
 */
import { GitmoatError } from '../core.ts';
import { type Found, findFinding } from '../find-finding.ts';
import type { Io } from '../io.ts';
import { type Args, wrong } from '../options.ts';
import { checkGoneCommand } from './remediate-gone.ts';
import { planText } from './remediate-plan.ts';
import { dryRun, prepareRewrite } from './remediate-rewrite.ts';

export interface Remedied extends Found {
  readonly finding: NonNullable<Found['finding']>;
}

const modes = ['prepare', 'dry-run', 'check-gone'] as const;

export async function run(args: Args, io: Io): Promise<number> {
  const [print, ...others] = args.positionals;
  if (print === undefined)
    throw wrong('remediate what?', 'Give a fingerprint as gitmoat audit prints it: gitmoat remediate 3f2a9c0d11ee');
  if (!/^[0-9a-f]{8,20}$/.test(print))
    throw wrong('that is no fingerprint', 'A fingerprint is 8 to 20 hex digits at the right edge of a finding.');
  const given = modes.filter((mode) => args.has(mode));
  if (given.length > 1) throw wrong(`--${given.join(' and --')} are different steps`, 'Give one of them.');
  if (given[0] === 'check-gone') return checkGoneCommand(print, args, io);
  if (others.length > 0)
    throw wrong('remediate takes one fingerprint', 'Run it in the repository that holds the secret.');
  if (args.has('values')) throw wrong('--values belongs to --check-gone');
  const found = await findFinding(print, args, io, true);
  if (found === null)
    throw new GitmoatError('not-a-repository', 'no repository here', { hint: 'Run it in the repository.' });
  const { finding } = found;
  if (finding === null) {
    throw wrong(
      `nothing here has the fingerprint ${print}`,
      `gitmoat audit lists what there is; gitmoat remediate ${print} --check-gone proves that it is gone.`,
    );
  }
  if (finding.kind === 'hygiene')
    throw wrong(`${print} is a habit, not a secret`, `gitmoat explain ${print} says how to mend it.`);
  const remedied: Remedied = { ...found, finding };
  if (given[0] === 'prepare') return prepareRewrite(remedied, io);
  if (given[0] === 'dry-run') return dryRun(remedied, args, io);
  await io.stdout.write(await planText(remedied, io));
  return 0;
}
