/** A repository that wants its reader to run programs: nothing of it is executed. */
import { readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { openRepository } from '../../packages/core/src/git/repository.ts';
import { audit } from '../../packages/core/src/scan/audit.ts';
import { TestRepository, temporaryFolder, token } from '../helpers/repository.ts';
import { findingOf, historyOf, rangeIn, stagedIn, testOptions } from '../helpers/scanning.ts';
import { canWatch, watchGit } from '../helpers/watched-git.ts';

const secret = token('hostile');

/** Every setting of a repository's own config that git is known to run, each leaving its own trace. */
function hostileRepository(): { repo: TestRepository; traces: string } {
  const traces = temporaryFolder();
  const trap = (name: string): string => `touch ${join(traces, name)}; false`;
  const repo = new TestRepository();
  repo.commit('first', {
    'a.txt': 'a\n',
    'b.evil': 'b\n',
    '.gitattributes': '*.evil diff=evil filter=evil merge=evil\n',
  });
  repo.commit('second', { 'a.txt': `${secret}\n`, 'b.evil': 'bb\n' });
  repo.write('a.txt', `${secret}\nmore\n`).write('b.evil', 'bbb\n');
  repo.git('add', '-A');
  const settings: Record<string, string> = {
    'core.fsmonitor': trap('fsmonitor'),
    'core.pager': trap('pager'),
    'pager.log': trap('pager-log'),
    'core.editor': trap('editor'),
    'core.sshCommand': trap('ssh'),
    'core.gitProxy': trap('proxy'),
    'core.askPass': trap('askpass'),
    'core.alternateRefsCommand': trap('alternate-refs'),
    'core.hooksPath': join(traces, 'hooks'),
    'credential.helper': `!${trap('credential')}`,
    'diff.external': trap('external'),
    'diff.evil.textconv': trap('textconv'),
    'diff.evil.command': trap('diff-command'),
    'diff.orderFile': '/nonexistent/order',
    'diff.noprefix': 'true',
    'diff.relative': 'true',
    'diff.renames': 'copies',
    'diff.ignoreSubmodules': 'all',
    'filter.evil.clean': trap('clean'),
    'filter.evil.smudge': trap('smudge'),
    'filter.evil.process': trap('process'),
    'filter.evil.required': 'true',
    'merge.evil.driver': trap('merge'),
    'gpg.program': trap('gpg'),
    'log.showSignature': 'true',
    'log.showRoot': 'false',
    'log.follow': 'true',
    'log.diffMerges': 'off',
    'format.pretty': 'raw',
    'alias.log': `!${trap('alias')}`,
    'alias.cat-file': `!${trap('alias')}`,
    'uploadpack.packObjectsHook': trap('pack-objects'),
    'remote.origin.url': `ext::sh -c ${trap('ext').replaceAll(' ', '% ')}`,
    'remote.origin.promisor': 'true',
    'remote.origin.partialCloneFilter': 'blob:none',
    'protocol.ext.allow': 'always',
    'protocol.allow': 'always',
  };
  for (const [name, value] of Object.entries(settings)) repo.git('config', name, value);
  repo.git('config', 'core.repositoryFormatVersion', '1');
  repo.git('config', 'extensions.partialClone', 'origin');
  for (const hook of ['pre-commit', 'post-index-change', 'reference-transaction', 'fsmonitor-watchman']) {
    repo.write(`.git/hooks/${hook}`, `#!/bin/sh\n${trap(hook)}\n`);
  }
  return { repo, traces };
}

describe('a hostile .git/config', () => {
  const runs = {
    history: (path: string) => historyOf(path),
    staged: (path: string) => stagedIn(path),
    range: (path: string) => rangeIn(path, 'HEAD~1', 'HEAD'),
    audit: async (path: string) => audit(await openRepository(path), testOptions),
  };
  for (const [name, run] of Object.entries(runs)) {
    it(`${name}: nothing is executed, everything is found`, async () => {
      const { repo, traces } = hostileRepository();
      const result = await run(repo.root);
      expect(readdirSync(traces)).toEqual([]);
      expect(result.coverage.complete).toBe(true);
      if (name !== 'staged')
        expect(findingOf(result, secret)).toMatchObject({ path: 'a.txt', commit: { subject: 'second' } });
    });
  }

  it.skipIf(!canWatch)('with objects missing and an ext:: promisor: no program, no socket', async () => {
    const { repo, traces } = hostileRepository();
    const lost = repo.git('rev-parse', 'HEAD~1:a.txt');
    rmSync(join(repo.root, '.git/objects', lost.slice(0, 2), lost.slice(2)));
    const { value, children, sockets } = await watchGit(async () => [
      await historyOf(repo.root),
      await stagedIn(repo.root),
      await rangeIn(repo.root, 'HEAD~1', 'HEAD'),
    ]);
    expect({ children, sockets, traces: readdirSync(traces) }).toEqual({ children: [], sockets: [], traces: [] });
    expect(value[0]!.coverage.complete).toBe(false);
  });
});
