/** `gitmoat staged`: what the next commit would add, read from the index exactly as a pre-commit hook sees it. */
import { rulesFor } from '@gitmoat/core/hygiene/judge';
import { stagedFindings } from '../../../hooks/src/index.ts';
import { type Finding, openRepository, type ScanResult, scan, stagedSource } from '../core.ts';
import { hygieneOptions } from '../hygiene-rules.ts';
import type { Io } from '../io.ts';
import { type Args, choice, wrong } from '../options.ts';
import { rootInGit } from '../root-files.ts';
import { runScan, scanOptions } from '../scan-command.ts';

/** Parts of the judgement that can be asked for alone. */
const parts = ['secrets', 'ignore', 'hygiene'] as const;
/** The hygiene rules about .gitignore. */
const ignoreGroup = 'gitignore';

export function run(args: Args, io: Io): Promise<number> {
  return runScan(args, io, async () => {
    if (args.positionals.length > 0) throw wrong('staged takes no path: it judges the whole next commit');
    const only = choice(args, 'only', parts);
    // git tells hooks by GIT_INDEX_FILE which index `commit -a` and `commit PATH` use.
    const repo = await openRepository(io.cwd, { inherit: true });
    if (repo.root === null) throw wrong('a bare repository has no index', 'Use gitmoat history.');
    return {
      root: rootInGit(repo, ''),
      reread: { repo, folder: null },
      async scan(setup, progress): Promise<ScanResult> {
        const source = stagedSource(repo);
        const result = await scan(source, { ...scanOptions(setup, '.'), repo, progress });
        if (only === 'secrets') return result;
        const options = hygieneOptions(setup, io);
        const hygiene = await stagedFindings(repo, source, options);
        const isWanted = ({ kind, provider }: Finding): boolean =>
          only === null || (kind === 'hygiene' && (only === 'ignore') === (provider === ignoreGroup));
        const findings = [...result.findings, ...hygiene].filter(isWanted);
        return { ...result, findings, hygieneRules: rulesFor(options, 'staged').length };
      },
    };
  });
}
