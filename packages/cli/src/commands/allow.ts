/** `gitmoat allow FINGERPRINT --reason …`: one exception in `.gitmoat.yaml`, for a finding of this repository: a secret or a habit. */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { isWeak } from '@gitmoat/core/baseline/baseline';
import { withException } from '@gitmoat/core/baseline/edit-config';
import { findingsNamed } from '@gitmoat/core/remediate/named-finding';
import { configName, type Finding, openRepository, type Repository, scan, stagedSource, stageFiles } from '../core.ts';
import { findFinding } from '../find-finding.ts';
import type { Io } from '../io.ts';
import { type Args, wrong } from '../options.ts';
import { rootOnDisk } from '../root-files.ts';
import { prepare, type Setup, scanOptions } from '../scan-command.ts';

export async function run(args: Args, io: Io): Promise<number> {
  const [prefix = '', ...rest] = args.positionals;
  if (!/^[0-9a-f]{8,20}$/.test(prefix) || rest.length > 0) {
    throw wrong('allow wants one fingerprint: 8 to 20 hex digits', 'Reports and blocked commits show it.');
  }
  const rotated = args.has('rotated');
  const today = new Date().toISOString().slice(0, 10);
  const reason = args.value('reason') ?? (rotated ? `rotated, said on ${today}` : null);
  if (reason === null)
    throw wrong('an exception says why it is safe', `gitmoat allow ${prefix} --reason "made up for a test"`);
  const expires = args.value('expires');
  if (expires !== null && !/^\d{4}-\d\d-\d\d$/.test(expires)) throw wrong('--expires wants a date such as 2030-12-31');
  const repo = await openRepository(io.cwd);
  if (repo.root === null) throw wrong('a bare repository has no worktree for exceptions');
  const setup = await prepare(args, io, rootOnDisk(repo.root));
  const finding = await findIt(repo, setup, prefix, args, io);
  if (rotated && finding.inHead) {
    throw wrong(
      'HEAD still holds it: --rotated accepts a secret in the history only',
      'Take it out of the files first.',
    );
  }
  const paths =
    finding.raw !== undefined && isWeak(finding.raw) ? finding.occurrences.flatMap(({ path }) => path ?? []) : [];
  const file = join(repo.root, configName);
  const text = existsSync(file) ? readFileSync(file, 'utf8') : null;
  // One from before the repository had its key names the finding, and means nothing in the file.
  const prints = [finding.fingerprint, ...finding.absorbed];
  const print = prints.find((one) => one.startsWith(prefix)) ?? finding.fingerprint;
  writeFileSync(
    file,
    withException(text, { fingerprint: print.slice(0, 12), reason, paths: [...new Set(paths)], expires, rotated }),
  );
  const where = paths.length > 0 ? `, at ${[...new Set(paths)].join(', ')} only: the value is easy to guess` : '';
  await io.stdout.write(`${configName} allows ${finding.title} ${print.slice(0, 12)}${where}.\n`);
  if (args.has('stage')) await stageFiles(repo, [configName]);
  else await io.stdout.write(`Next: git add ${configName} (hooks read it from the index; --stage does it).\n`);
  return 0;
}

/** Staged content first: that is what was just blocked, and it is quick. */
async function findIt(repo: Repository, setup: Setup, prefix: string, args: Args, io: Io): Promise<Finding> {
  const { findings } = await scan(stagedSource(repo), { ...scanOptions({ ...setup, showSecrets: true }, '.'), repo });
  const staged = findingsNamed(findings, prefix);
  if (staged.length > 1) throw wrong(`${prefix} stands for ${staged.length} findings`, 'Give more digits.');
  const finding = staged[0] ?? (await findFinding(prefix, args, io, true))?.finding;
  if (finding) return finding;
  throw wrong(`no finding here has a fingerprint that begins with ${prefix}`, 'gitmoat audit lists them.');
}
