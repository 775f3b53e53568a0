/** What makes git show other parents than a commit object names: a shallow boundary, and the old grafts file. */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Repository } from './repository.ts';

/** A hash that changes when they do. */
export function graftState(repo: Repository): string {
  const hash = createHash('sha256');
  for (const name of ['shallow', 'info/grafts']) hash.update(contentOf(join(repo.commonDir, name))).update('\0');
  return hash.digest('hex');
}

function contentOf(file: string): Buffer {
  try {
    return readFileSync(file);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return Buffer.alloc(0);
    throw error;
  }
}
