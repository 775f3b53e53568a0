/** A word of a command that we print for copying: names of branches, paths and addresses are other people's text. */
import { escapeControls } from '@gitmoat/core/report/escape';

/** For a POSIX shell. */
export function shellWord(text: string): string {
  const safe = escapeControls(text);
  return /^[\w@%+=:,./-]+$/.test(safe) ? safe : `'${safe.replaceAll("'", "'\\''")}'`;
}
