/** The part of `init` that has CI run gitmoat: which system, which files, what is left to a person. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type CiName, ciNames, ciPlan } from '../ci-files.ts';
import { type Repository, runGit } from '../core.ts';
import { type Args, choice } from '../options.ts';

export interface CiStep {
  readonly files: readonly { readonly file: string; readonly text: string }[];
  /** For people, after the files. */
  readonly todo: readonly string[];
}

/** What tells a system by itself: a file that only it reads, or the host of the remote. */
const signs: readonly (readonly [CiName, readonly string[], RegExp])[] = [
  ['gitlab', ['.gitlab-ci.yml'], /[@/.]gitlab\.[a-z.]+[:/]/],
  ['bitbucket', ['bitbucket-pipelines.yml'], /[@/]bitbucket\.org[:/]/],
  ['azure', ['azure-pipelines.yml'], /[@/.](?:dev\.azure|visualstudio)\.com[:/]/],
  ['circleci', ['.circleci'], /(?!)/],
  ['jenkins', ['Jenkinsfile'], /(?!)/],
  ['buildkite', ['.buildkite'], /(?!)/],
  ['github', ['.github'], /[@/]github\.com[:/]/],
];

/** `--ci NAME`, `--ci none`, else the system that is in use; null where none is. */
export async function ciStep(args: Args, repo: Repository, root: string): Promise<CiStep | null> {
  const asked = choice(args, 'ci', [...ciNames, 'none']);
  if (asked === 'none') return null;
  const name = asked ?? (await systemOf(repo, root));
  if (name === null) return null;
  const { files, shared, todo } = ciPlan(name, await mainBranch(repo));
  const fresh = files.filter(({ file }) => !existsSync(join(root, file)));
  if (shared === null) return fresh.length === 0 ? null : { files: fresh, todo };
  const there = existsSync(join(root, shared.file)) ? readFileSync(join(root, shared.file), 'utf8') : null;
  if (there === null) return { files: [...fresh, shared], todo };
  if (there.includes('gitmoat')) return fresh.length === 0 ? null : { files: fresh, todo };
  const lines = shared.text.split('\n').filter((line) => line !== '');
  return { files: fresh, todo: [`Add this to ${shared.file}, which is yours:`, ...lines.map((line) => `  ${line}`)] };
}

async function systemOf(repo: Repository, root: string): Promise<CiName | null> {
  const url = (await runGit(repo, ['config', '--get', 'remote.origin.url'])).stdout.toString('utf8').trim();
  const byFile = signs.find(([, paths]) => paths.some((path) => existsSync(join(root, path))));
  return (byFile ?? signs.find(([, , host]) => host.test(url)))?.[0] ?? null;
}

/** The remote's default branch, else the one that is checked out. */
async function mainBranch(repo: Repository): Promise<string> {
  const ask = async (ref: string) =>
    (await runGit(repo, ['symbolic-ref', '-q', '--short', ref])).stdout.toString().trim();
  const remote = (await ask('refs/remotes/origin/HEAD')).replace(/^origin\//, '');
  return remote || (await ask('HEAD')) || 'main';
}
