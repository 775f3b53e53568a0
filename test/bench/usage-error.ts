/** Wrong arguments: `scripts/bench.mjs` prints the message and the usage, exit 2. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}
