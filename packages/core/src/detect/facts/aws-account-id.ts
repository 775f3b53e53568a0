/** AWS access key ids carry their account's number: bits of the base32 body after the four-letter prefix. */
import { decodeBase32 } from '../checks/primitives/bases.ts';
import type { Facts } from '../match.ts';

/** `accountId`, 12 digits, and whether the key is temporary. Ids of the old generation (fifth character I or J) do not tell. */
export function awsAccountId(secret: string): Facts | null {
  const id = /(?:AKIA|ASIA|ABIA|ACCA|AROA|AIDA)([A-Z2-7]{16})/.exec(secret);
  if (id === null) return null;
  const temporary = id[0].startsWith('ASIA');
  const bytes = decodeBase32(id[1]!);
  if (bytes === null || /^[A-J]/.test(id[1]!)) return { temporary };
  let value = 0;
  for (let i = 0; i < 6; i++) value = value * 256 + bytes[i]!;
  const account = Math.floor((value % 2 ** 47) / 128);
  return { accountId: String(account).padStart(12, '0'), temporary };
}
