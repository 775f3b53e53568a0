/**
 * Proves in a scratch repository that git runs each hook and that the hook stops a made-up token; where it does not, says
 * what stands in the way. Nothing is taken from the files alone: real git makes the commit.
 */
import { existsSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { completeExample } from '@gitmoat/core/detect/examples/generate';
import type { Repository } from '@gitmoat/core/git/repository';
import { type Coverage, hooksStatus } from '../install/install.ts';
import type { Site } from '../install/site.ts';
import type { HookCall, HookName } from '../run/hook.ts';
import { type Ran, Scratch } from './scratch.ts';

export interface Finding {
  readonly event: HookName;
  /** `blocks`: proven; `open`: the token went through; `other`: something else stopped git before gitmoat was asked. */
  readonly state: 'blocks' | 'open' | 'other';
  /** Why, for the last two; the likeliest reason first. */
  readonly reasons: readonly string[];
}

/** Events that can be provoked; a clean merge brings nothing that no parent has, so there is nothing to stop. */
const provable: readonly HookName[] = ['pre-commit', 'commit-msg', 'pre-applypatch', 'pre-push'];

export async function examineHooks(repo: Repository, env: HookCall['env']): Promise<Finding[]> {
  const { site, coverage } = await hooksStatus(repo, provable);
  const scratch = new Scratch(env);
  try {
    await scratch.fill(site);
    return coverage.map(({ event, by }) => judge({ event, by }, provoke(scratch, event), site, env));
  } finally {
    scratch.dispose();
  }
}

/** Tries to get the token past one hook, from a clean start. */
function provoke(scratch: Scratch, event: HookName): Ran {
  // Right by its checksum and never issued: the same text on every run.
  const token = completeExample('ghp_<<alnum:30>><<sum:crc32-base62>>', 'doctor');
  const plant = (): void => {
    scratch.write('planted.txt', `token = "${token}"\n`);
    scratch.git('add', 'planted.txt');
  };
  scratch.git('reset', '-q', '--hard', 'doctor');
  scratch.git('checkout', '-q', '-B', `try-${event}`, 'doctor');
  switch (event) {
    case 'commit-msg':
      return scratch.git('commit', '-q', '--allow-empty', '-m', `token = "${token}"`);
    case 'pre-applypatch': {
      plant();
      scratch.git('commit', '-q', '--no-verify', '-m', 'planted');
      scratch.git('format-patch', '-q', '-1', '-o', '.git');
      scratch.git('reset', '-q', '--hard', 'doctor');
      const ran = scratch.git('am', '-q', '.git/0001-planted.patch');
      scratch.git('am', '--abort');
      return ran;
    }
    case 'pre-push':
      plant();
      scratch.git('commit', '-q', '--no-verify', '-m', 'planted');
      return scratch.git('push', '-q', scratch.remote, 'HEAD:refs/heads/planted');
    default:
      plant();
      return scratch.git('commit', '-q', '-m', 'planted');
  }
}

function judge({ event, by }: Coverage, { code, said }: Ran, site: Site, env: HookCall['env']): Finding {
  if (code !== 0 && /gitmoat: .*blocked: /.test(said)) return { event, state: 'blocks', reasons: [] };
  if (code !== 0) {
    const last = said.trim().split('\n').slice(-2).join(' / ') || `exit ${code}, nothing said`;
    return { event, state: 'other', reasons: [`another hook or git itself stopped it first: ${last}`] };
  }
  return { event, state: 'open', reasons: reasonsFor({ event, by }, site, env) };
}

function reasonsFor({ event, by }: Coverage, site: Site, env: HookCall['env']): string[] {
  const reasons: string[] = [];
  const { hooksPath, hooksFolder, repo } = site;
  for (const name of ['GITMOAT_SKIP', 'SKIP', 'HUSKY', 'LEFTHOOK']) {
    if (env[name]) reasons.push(`${name}=${env[name]} is set in this environment`);
  }
  const path = hooksPath === null ? '' : `core.hooksPath is ${hooksPath.value} (${hooksPath.scope})`;
  if (hooksPath !== null && !existsSync(hooksFolder)) {
    const linked = repo.isWorktree
      ? ', as in every new worktree: the path is relative and its folder is not tracked'
      : '';
    reasons.push(`${path}, and this working tree has no such folder${linked}; gitmoat hooks install mends it`);
  } else if (hooksPath !== null && existsSync(join(repo.commonDir, 'hooks', event)) && by.length === 0) {
    reasons.push(`${path}, so git does not look into ${join(repo.commonDir, 'hooks')}`);
  }
  const file = join(hooksFolder, event);
  if (existsSync(file) && process.platform !== 'win32' && (statSync(file).mode & 0o111) === 0) {
    reasons.push(`${file} is not executable, so git passes it over: chmod +x`);
  }
  if (by.includes('lefthook') && !mentions(file, 'lefthook'))
    reasons.push('lefthook is not installed in this clone: lefthook install');
  if (by.includes('pre-commit') && !mentions(file, 'pre-commit')) {
    reasons.push(`the framework does not run ${event} in this clone: pre-commit install -t ${event}`);
  }
  if (by.includes('simple-git-hooks') && !mentions(file, 'gitmoat')) reasons.push('run npx simple-git-hooks');
  if (by.length === 0 && site.preCommit !== null && event === 'pre-applypatch') {
    reasons.push('the pre-commit framework has no such stage: what `git am` brings is looked at by the push hook');
  } else if (by.length === 0) reasons.push('gitmoat is not installed for it: gitmoat hooks install');
  return reasons.length > 0 ? reasons : [`${file} ran and let it through: look at what it does before gitmoat`];
}

function mentions(file: string, word: string): boolean {
  return existsSync(file) && readFileSync(file, 'utf8').includes(word);
}
