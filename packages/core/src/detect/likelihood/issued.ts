/**
 * Values that provider formats settle. Where a token has a documented prefix or frame, the provider's own rule decides; what begins like one
 * and is none was cut, masked or made up, so that the generic engine says it with low confidence only. No list of providers' secrets: only
 * prefixes that nobody else would begin a random value with.
 */
import { decodeBase32 } from '../checks/primitives/bases.ts';
import { crc16 } from '../checks/primitives/crc16.ts';
import type { SecretName } from './name.ts';

/** Documented prefixes, each long enough to be no accident; the rules of `rules/secrets/` know what follows. */
const prefixed = new RegExp(
  `^(?:${[
    // code hosts, registries
    'gh[opusr]_|github_pat_|gl(?:pat|dt|rt|rtr|ptt|ft|imt|agent|oas|soat|ffct|cbt|wt)-|npm_[A-Za-z0-9]|pypi-AgE|rubygems_|CLOJARS_|dckr_(?:pat|oat)_',
    'SWM(?:TKN|KEY)-1-|packagist_[a-z]{3}_|sgp_[a-z0-9]|bkua_|sq[apu]_[0-9a-f]|snyk_[us]at\\.',
    // clouds, hosting, data
    'do[opr]_v1_|AQ\\.Ab8RN|GOCSPX-|hvs\\.|pscale_(?:tkn|pw)_|dapi[0-9a-f]{4}|sbp_|sb_secret_|napi_|npg_|vercel_blob_rw_|rnd_[A-Za-z0-9]{8}|dnsimple_[aou]_',
    'vc[acikpr]_[A-Za-z0-9]|FLWSECK|ico-[A-Za-z0-9]|rpa_[A-Za-z0-9]|pcsk_|configcat-sdk-|dp\\.(?:pt|st|ct)\\.|tskey-|glsa_|glc_ey|NRAK-|sntry[sua]_|pul-[0-9a-f]',
    // money
    '(?:sk|rk|pk)_(?:live|test)_|whsec_|rzp_(?:live|test)_|shp(?:at|ca|pa|ss)_|shippo_(?:live|test)_|sq0[a-z]{3}-|duffel_(?:live|test)_|APP_USR-',
    // models
    'sk-ant-|sk-proj-|sk-or-v1-|r8_[A-Za-z0-9]|gsk_[A-Za-z0-9]|pplx-|nvapi-|xai-|tvly-|lsv2_(?:pt|sk)_|hf_[A-Za-z]{6}|api_org_|wandb_v1_|tgp_v1_',
    // messages, work
    'SG\\.[\\w-]{4,30}\\.|xkeysib-|lin_(?:api|wh)_|ucat_|figd_|ATATT3|ntn_[0-9]|PMAK-|ph[cx]_[A-Za-z0-9]|CFPAT-|cnvca[A-Za-z0-9]|mlsn\\.',
    // Authress's service clients; Apify's, in capitals too
    '(?:sc|ext|scauth|authress)_\\w{3,30}\\.\\w{4,6}\\.acc[_-]|apify_api_|APIFY_API_',
  ].join('|')})`,
);

/** Names that say whose token it is, an outline, and the one shape that its issuer gives out. */
const framed: readonly (readonly [RegExp, RegExp, RegExp])[] = [
  // core.telegram.org/bots/api: id, colon, 35 characters
  [/telegram|(?:^|_)tg_/i, /^\d+:/, /^\d{8,10}:[A-Za-z0-9_-]{35}$/],
  // learn.microsoft.com, storage account keys: 64 bytes in base64; what browsers call a storage key is a name
  [/storage_?key/i, /^[^\s]{1,48}$/, /^[A-Za-z0-9+/]{86}==$/],
  // the models' keys begin alike (`sk-`), so that the name must say whose it is; shapes of `rules/secrets/`
  [/deepseek/i, /^sk-/, /^sk-[0-9a-f]{32}$/],
  [/stability/i, /^sk-/, /^sk-[A-Za-z0-9]{48}$/],
  [/kimi|moonshot/i, /^sk-/, /^sk-[\w-]{40,64}$/],
  [/minimax/i, /^sk-api-/, /^sk-api-[\w-]{80,140}$/],
  [/eleven_?labs/i, /^sk_/, /^sk_[0-9a-f]{48}$/],
  [/brave/i, /^BSA/, /^BSA[\w-]{28}$/],
  [/cursor/i, /^key_[0-9a-f]+$/, /^key_[0-9a-f]{64}$/],
  // docs.ollama.com/api/authentication: an id, a dot, the secret part
  [/ollama/i, /^[0-9a-f]{32}$/, /^$/],
  // developer.cisco.com/meraki/api-v1/authorization: 40 hexadecimal digits
  [/meraki/i, /^[0-9a-f]{20}/i, /^[0-9a-f]{40}$/i],
];

/** Three parts of which the first is a JOSE header: the second must be base64 JSON (`{"`, `{}`, `{ `). */
const jose = /^eyJ[A-Za-z0-9_-]+\.(?!e[yw3])[^.]*\.[^.]*$/;

/** The outline of a UUID (RFC 9562, 4) whose last group has not its 12 digits. */
const cutUuid = /^(?:[a-z]{2,8}[_-])?[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-(?![0-9a-f]{12}$)[0-9a-f]{1,16}$/i;

/** Why the value cannot be what its outline says, or null. */
export function breaksItsFormat(value: string, name: SecretName | null): string | null {
  if (prefixed.test(value) || jose.test(value)) return 'begins like a token, is none';
  if (cutUuid.test(value)) return 'a UUID cut short';
  const other =
    name !== null &&
    framed.some(([who, outline, full]) => who.test(name.text) && outline.test(value) && !full.test(value));
  return other ? 'not the form that its name calls for' : null;
}

/**
 * OpenPGP: the id or fingerprint of a key, which is public, as gpg prints it (RFC 9580, 5.5.4; `apt-key`, `signingkey`), behind a
 * name that says no more than `key`.
 */
export function isKeyId(value: string, name: SecretName | null): boolean {
  return name?.class === 'weak' && /^(?:0x)?(?:[0-9A-F]{8}|[0-9A-F]{16}|[0-9A-F]{40})$/.test(value);
}

/** Keys that their providers hand to browsers: Midtrans' client key, Supabase's publishable one (docs.midtrans.com, supabase.com/docs/guides/api/api-keys). */
export function isPublishable(value: string): boolean {
  return /^(?:(?:SB-)?Mid-client-|sb_publishable_)[\w-]+$/.test(value);
}

/** NATS: the public half of a key pair, 32 bytes between a kind letter and a CRC-16 (docs.nats.io, nkeys). */
export function isPublicNkey(value: string): boolean {
  if (!/^[ACNOUX][A-Z2-7]{55}$/.test(value)) return false;
  const bytes = decodeBase32(value);
  return bytes?.length === 35 && crc16(bytes, 33) === (bytes[33]! | (bytes[34]! << 8));
}
