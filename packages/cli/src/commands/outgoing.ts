/** `gitmoat outgoing`: what a push would publish, from git's lines on stdin or worked out for a remote. */
import {
  defaultRemote,
  knownOf,
  outgoingSource,
  parsePush,
  pushAdvice,
  type RefUpdate,
} from '../../../hooks/src/index.ts';
import { GitmoatError, openRepository, type Repository, runGit, scan } from '../core.ts';
import type { Io } from '../io.ts';
import { type Args, wrong } from '../options.ts';
import { rootInGit, rootOf } from '../root-files.ts';
import { runScan, scanOptions } from '../scan-command.ts';
import { readText } from './read-text.ts';

export function run(args: Args, io: Io): Promise<number> {
  return runScan(args, io, async () => {
    const repo = await openRepository(io.cwd, { inherit: true });
    const { remote, updates } = await pushOf(args, io, repo);
    const { commits, newest } = await knownOf(repo, remote);
    const { source, tips } = await outgoingSource(repo, { updates, known: commits, newest });
    return {
      root: repo.root === null ? rootOf(repo) : rootInGit(repo, ''),
      reread: { repo, folder: null },
      async scan(setup, progress) {
        const result = await scan(source, { ...scanOptions(setup, remote), repo, progress });
        const open = result.findings.filter(
          ({ suppressed, confidence }) => suppressed === null && confidence !== 'low',
        );
        return { ...result, notes: [...(await pushAdvice(repo, open, tips)), ...result.notes] };
      },
    };
  });
}

/** As a pre-push hook (`gitmoat outgoing NAME URL`, lines on stdin), or asked by hand with `--remote`. */
async function pushOf(args: Args, io: Io, repo: Repository): Promise<{ remote: string; updates: RefUpdate[] }> {
  const asked = args.value('remote');
  const byHand = asked !== null || (io.stdin as { isTTY?: boolean }).isTTY === true;
  if (!byHand) {
    if (args.positionals.length > 2) throw wrong('outgoing takes a remote and its URL, as git gives them to a hook');
    return { remote: args.positionals[0] ?? (await remoteOf(repo)), updates: parsePush(await readText(io)) };
  }
  const remote = asked ?? (await remoteOf(repo));
  const refs = args.positionals.length > 0 ? args.positionals : ['HEAD'];
  return { remote, updates: await Promise.all(refs.map((ref) => updateOf(repo, ref))) };
}

async function remoteOf(repo: Repository): Promise<string> {
  const remote = await defaultRemote(repo);
  if (remote !== null) return remote;
  throw wrong('which remote?', 'Name it: gitmoat outgoing --remote origin');
}

async function updateOf(repo: Repository, ref: string): Promise<RefUpdate> {
  const { code, stdout } = await runGit(repo, ['rev-parse', '-q', '--verify', '--end-of-options', ref]);
  if (code !== 0) throw new GitmoatError('usage', `${ref} is no commit or ref of this repository`);
  return { localRef: ref, localOid: stdout.toString('latin1').trim(), remoteRef: ref, remoteOid: null };
}
