/** Standard input to its end, as text: what git writes to a hook. */
import type { Io } from '../io.ts';

export async function readText(io: Io): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of io.stdin) chunks.push(chunk);
  return Buffer.concat(chunks).toString('utf8');
}
