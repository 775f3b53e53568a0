/** Bytes from a stream, as one blob without a path. */
import type { Source } from './source.ts';

export function stdinSource(input: AsyncIterable<Buffer | string> = process.stdin): Source {
  return {
    name: 'stdin',
    async *blobs() {
      const chunks: Buffer[] = [];
      for await (const chunk of input) chunks.push(Buffer.from(chunk as string));
      yield { oid: null, bytes: Buffer.concat(chunks), places: [{ where: 'stdin', path: null, commit: null }] };
    },
    skipped: () => [],
  };
}
