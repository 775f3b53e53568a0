/** Author, date and subject of a few commits: one `git log` over their ids. As written, not yet safe to print. */
import type { Repository } from './repository.ts';
import { records } from './tree.ts';

/** As `CommitInfo` of scan/. `date`: committer date, ISO 8601 with offset. */
export interface CommitHeading {
  readonly oid: string;
  readonly author: string;
  readonly email: string;
  readonly date: string;
  readonly subject: string;
}

export async function commitInfos(repo: Repository, oids: readonly string[]): Promise<Map<string, CommitHeading>> {
  const found = new Map<string, CommitHeading>();
  if (oids.length === 0) return found;
  const args = [
    'log',
    '--no-walk=unsorted',
    '--stdin',
    '-z',
    '--no-notes',
    '--no-color',
    '--encoding=UTF-8',
    '--no-mailmap',
    '-s',
  ];
  const fields = '--format=tformat:%H%n%cI%n%an%n%ae%n%s';
  for await (const record of records(repo, [...args, fields], `${oids.join('\n')}\n`)) {
    const [oid = '', date = '', author = '', email = '', subject = ''] = Buffer.from(record, 'latin1')
      .toString('utf8')
      .split('\n');
    // Newer gits write UTC as Z, older ones as +00:00.
    found.set(oid, { oid, author, email, date: date.replace(/Z$/, '+00:00'), subject });
  }
  return found;
}
