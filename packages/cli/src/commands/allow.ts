/** `gitmoat allow FINGERPRINT --reason …`: one exception in `.gitmoat.yaml`, for a secret that is found here. */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { isWeak } from '@gitmoat/core/baseline/baseline';
import { withException } from '@gitmoat/core/baseline/edit-config';
import {
  audit,
  configName,
  type Finding,
  openRepository,
  type Repository,
  type ScanOptions,
  scan,
  stagedSource,
  stageFiles,
} from '../core.ts';
import type { Io } from '../io.ts';
import { type Args, wrong } from '../options.ts';
import { rootOnDisk } from '../root-files.ts';
import { prepare, scanOptions } from '../scan-command.ts';

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
  const finding = await findIt(repo, scanOptions({ ...setup, showSecrets: true }, '.'), prefix);
  if (rotated && finding.inHead) {
    throw wrong(
      'HEAD still holds it: --rotated accepts a secret in the history only',
      'Take it out of the files first.',
    );
  }
  const paths = isWeak(finding.raw!) ? finding.occurrences.flatMap(({ path }) => path ?? []) : [];
  const file = join(repo.root, configName);
  const text = existsSync(file) ? readFileSync(file, 'utf8') : null;
  const print = [finding.fingerprint, ...finding.absorbed].find((one) => one.startsWith(prefix))!;
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
async function findIt(repo: Repository, options: Omit<ScanOptions, 'repo'>, prefix: string): Promise<Finding> {
  const reads = [() => scan(stagedSource(repo), { ...options, repo }), () => audit(repo, options)];
  for (const read of reads) {
    const { findings } = await read();
    const found = findings.filter(({ fingerprint, absorbed }) =>
      [fingerprint, ...absorbed].some((one) => one.startsWith(prefix)),
    );
    if (found.length > 1) throw wrong(`${prefix} stands for ${found.length} findings`, 'Give more digits.');
    if (found.length === 1) return found[0]!;
  }
  throw wrong(`no finding here has a fingerprint that begins with ${prefix}`, 'gitmoat audit lists them.');
}
