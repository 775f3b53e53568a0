/** PyPI's tokens (`pypi-` + macaroon v2, whose location the prefix spells) and fly.io's (`fm2_` + MessagePack). What does not parse lowers. */
import type { Check } from './check.ts';
import { failed, proves, secretOf } from './outcome.ts';
import { decodeBase64 } from './primitives/base64.ts';
import { readFlyMacaroon, readMacaroon } from './primitives/macaroon.ts';

export const macaroon: Check = (input) => {
  const bytes = decodeBase64(secretOf(input).replace(/^[a-z]+-/, ''));
  const read = bytes === null ? null : readMacaroon(bytes);
  if (read?.state === 'whole') return proves;
  // One that was cut off behind its identifier has lost its signature: it opens nothing.
  return failed(input, read?.state === 'cut' ? 'structure' : 'lower');
};

/** One header may hold several, joined by commas; the first decides. */
export const flyMacaroon: Check = (input) => {
  const first = /fm2_([A-Za-z0-9+/_-]+={0,2})/.exec(secretOf(input))?.[1];
  const bytes = first === undefined ? null : decodeBase64(first);
  return bytes !== null && readFlyMacaroon(bytes)?.includes('fly.io') ? proves : failed(input, 'lower');
};
