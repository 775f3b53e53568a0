/** The message of the commit that is being made, without what git cuts off below the scissors line (`commit -v`). */
import type { Source } from '@gitmoat/core/sources/source';

// wt-status.c: comment character, a space, the scissors; whatever follows is the diff for the writer's eyes.
const scissors = /^[^\r\n]{1,8} ?-{24} >8 -{24}\r?$/m;

export function messageSource(text: Buffer): Source {
  const cut = scissors.exec(text.toString('latin1'))?.index ?? text.length;
  return {
    name: 'stdin',
    async *blobs() {
      const places = [{ where: 'commit-message', path: null, commit: null }] as const;
      yield { oid: null, bytes: text.subarray(0, cut), places };
    },
    skipped: () => [],
  };
}
