/** Which service a macaroon (PyPI, fly.io) is for. */
import { decodeBase64 } from '../checks/primitives/base64.ts';
import { readFlyMacaroon, readMacaroon } from '../checks/primitives/macaroon.ts';
import type { Facts } from '../match.ts';
import { compact, textFact } from './fact.ts';

export function macaroonLocation(secret: string): Facts | null {
  const fly = /fm2_([A-Za-z0-9+/_-]+={0,2})/.exec(secret)?.[1];
  const bytes = decodeBase64(fly ?? secret.replace(/^[a-z]+-/, ''));
  if (bytes === null) return null;
  return compact({
    location: textFact((fly === undefined ? readMacaroon(bytes)?.location : readFlyMacaroon(bytes)) ?? undefined),
  });
}
