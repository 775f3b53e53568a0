/** Issuer, audience, algorithm and dates of a JWT. Not the subject, which is a person's; never the signature. */
import { readJwt } from '../checks/jwt.ts';
import type { Facts } from '../match.ts';
import { compact, isoDate, textFact } from './fact.ts';

export function jwtFacts(secret: string): Facts | null {
  const start = secret.search(/ey[JA]|ewo/);
  const token = start < 0 ? null : readJwt(secret.slice(start));
  if (token === null) return null;
  const { iss, aud, exp, iat, role } = token.claims;
  return compact({
    algorithm: textFact(token.header.alg),
    issuer: textFact(iss),
    audience: textFact(Array.isArray(aud) ? aud[0] : aud),
    role: textFact(role),
    issued: isoDate(iat),
    expires: isoDate(exp),
  });
}
