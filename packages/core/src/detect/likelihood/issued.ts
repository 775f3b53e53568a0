/**
 * Values that provider formats settle. Where a token has a documented prefix or frame, the provider's own rule decides; what begins like one
 * and is none was cut, masked or made up, so that the generic engine says it with low confidence only. No list of providers' secrets: only
 * prefixes that nobody else would begin a random value with.
 */
import { decodeBase32 } from '../checks/primitives/bases.ts';
import { crc16 } from '../checks/primitives/crc16.ts';
import type { SecretName } from './name.ts';

/** Documented prefixes, each long enough to be no accident; the rules of `rules/secrets/` know what follows. */
const prefixed =
  /^(?:gh[opusr]_|github_pat_|glpat-|(?:sk|rk|pk)_(?:live|test)_|whsec_|npm_[A-Za-z0-9]|pypi-AgE|do[opr]_v1_|shp(?:at|ca|pa|ss)_|sk-ant-|SG\.[\w-]{4,30}\.|AQ\.Ab8RN|GOCSPX-|dckr_(?:pat|oat)_|lin_api_|rubygems_|sq[apu]_[0-9a-f]|ucat_|tskey-|hvs\.|pscale_tkn_|dapi[0-9a-f]{4}|figd_|glsa_|xkeysib-|dp\.(?:pt|st|ct)\.|ATATT3|r8_[A-Za-z0-9])/;

/** Names that say whose token it is, and the one shape that its issuer documents. */
const framed: readonly (readonly [RegExp, RegExp, RegExp])[] = [
  // core.telegram.org/bots/api: id, colon, 35 characters
  [/telegram|(?:^|_)tg_/i, /^\d+:/, /^\d{8,10}:[A-Za-z0-9_-]{35}$/],
  // learn.microsoft.com, storage account keys: 64 bytes in base64; what browsers call a storage key is a name
  [/storage_?key/i, /^[^\s]{1,48}$/, /^[A-Za-z0-9+/]{86}==$/],
];

/** Three parts of which the first is a JOSE header: the second must be base64 JSON (`{"`, `{}`, `{ `). */
const jose = /^eyJ[A-Za-z0-9_-]+\.(?!e[yw3])[^.]*\.[^.]*$/;

/** The value has the outline of an issued token, and is none. */
export function breaksItsFormat(value: string, name: SecretName | null): boolean {
  if (prefixed.test(value) || jose.test(value)) return true;
  return (
    name !== null &&
    framed.some(([who, outline, full]) => who.test(name.text) && outline.test(value) && !full.test(value))
  );
}

/**
 * OpenPGP: the id or fingerprint of a key, which is public, as gpg prints it (RFC 9580, 5.5.4; `apt-key`, `signingkey`), behind a
 * name that says no more than `key`.
 */
export function isKeyId(value: string, name: SecretName | null): boolean {
  return name?.class === 'weak' && /^(?:0x)?(?:[0-9A-F]{8}|[0-9A-F]{16}|[0-9A-F]{40})$/.test(value);
}

/** NATS: the public half of a key pair, 32 bytes between a kind letter and a CRC-16 (docs.nats.io, nkeys). */
export function isPublicNkey(value: string): boolean {
  if (!/^[ACNOUX][A-Z2-7]{55}$/.test(value)) return false;
  const bytes = decodeBase32(value);
  return bytes?.length === 35 && crc16(bytes, 33) === (bytes[33]! | (bytes[34]! << 8));
}
