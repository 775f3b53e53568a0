/** Before the first round, unmeasured: the pack into the page cache, and what programs make at their very first start. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Bench } from '../bench.ts';
import { git, scratchFolder } from '../git.ts';
import { measure } from '../measure/measure.ts';
import { gitmoatHistory } from '../peers/gitmoat.ts';
import type { FoundPeer } from '../peers/index.ts';

export async function warmUp(repo: string, found: readonly FoundPeer[], bench: Bench): Promise<void> {
  bench.progress('warming up');
  const scratch = scratchFolder();
  try {
    const small = join(scratch.path, 'repo');
    git(scratch.path, 'init', '-q', '-b', 'main', small);
    writeFileSync(join(small, 'README.md'), 'A file.\n');
    git(small, 'add', '.');
    git(small, 'commit', '-q', '-m', 'First');
    for (const { peer, program } of found) {
      const out = join(scratch.path, peer.name);
      mkdirSync(out);
      const invocation = peer.history?.({ program, target: small, out });
      if (invocation !== undefined) await measure({ argv: invocation.argv });
    }
    await measure({ argv: ['git', '-C', repo, 'cat-file', '--batch-all-objects', '--batch'] });
    // Fills the cache for the second run, in a build that has one.
    const { argv } = gitmoatHistory({ program: bench.gitmoat, target: repo, out: scratch.path }, []);
    await measure({ argv });
  } finally {
    scratch.remove();
  }
}
