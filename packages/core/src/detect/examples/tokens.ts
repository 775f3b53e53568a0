/** `<<make:NAME>>` for whole structured tokens: the parts that checks read are right, the rest is random. */

import { base58CheckOf } from '../checks/base58.ts';
import { bech32Suffix } from '../checks/bech32.ts';
import { bip39PhraseOf } from '../checks/bip39.ts';
import { githubFineGrainedSuffix } from '../checks/github-fine-grained.ts';
import { gitlabRoutableSuffix } from '../checks/gitlab-routable.ts';
import { nkeyKinds, nkeySeedOf } from '../checks/nkey.ts';
import { stellarSeedOf } from '../checks/stellar-seed.ts';
import { azureMakers } from './azure.ts';
import { concat } from './der.ts';
import type { Make } from './keys.ts';
import { alphabets, charactersOf } from './kinds.ts';
import type { Random } from './random.ts';

const bech32Digits = 'qpzry9x8gf2tvdw0s3jn54khce6mua7l';

function base64(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('base64');
}

function json64(value: unknown): string {
  return Buffer.from(JSON.stringify(value)).toString('base64');
}

function jwt(random: Random, header: object, signature: string, more: object = {}): string {
  const issued = 1_600_000_000 + random.below(100_000_000);
  const claims = {
    iss: 'https://auth.host.invalid/',
    sub: charactersOf('alnum', 20, random),
    iat: issued,
    exp: issued + 86400,
    ...more,
  };
  const part = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');
  return `${part(header)}.${part(claims)}.${signature}`;
}

function supabaseKey(role: string, random: Random): string {
  const claims = { iss: 'supabase', ref: charactersOf('lower', 20, random), role };
  return jwt(random, { alg: 'HS256', typ: 'JWT' }, charactersOf('base64url', 43, random), claims);
}

/** libmacaroons binary format, version 2: location, identifier, one caveat, signature. */
function macaroon(location: Uint8Array, random: Random): string {
  const field = (type: number, body: Uint8Array): Uint8Array => concat(Uint8Array.of(type, body.length), body);
  const end = Uint8Array.of(0);
  const id = Buffer.from(uuid(random), 'latin1');
  const caveat = Buffer.from(`[3, "${uuid(random)}"]`, 'latin1');
  const head = concat(Uint8Array.of(2), field(1, location), field(2, id), end);
  const bytes = concat(head, field(2, caveat), end, end, field(6, random.bytes(32)));
  return Buffer.from(bytes).toString('base64url');
}

/** MessagePack [nonce, location, caveats, tail], as fly.io writes its tokens. */
function flyMacaroon(random: Random): string {
  const bin = (bytes: Uint8Array): Uint8Array => concat(Uint8Array.of(0xc4, bytes.length), bytes);
  const location = Buffer.from('https://api.fly.io/v1', 'latin1');
  const nonce = concat(
    Uint8Array.of(0x93),
    bin(concat(new Uint8Array(4), random.bytes(4))),
    bin(random.bytes(16)),
    Uint8Array.of(0xc2),
  );
  const caveats = concat(Uint8Array.of(0x92, 4, 0x91, 0xce), random.bytes(4));
  const text = concat(Uint8Array.of(0xa0 | location.length), location);
  const bytes = concat(Uint8Array.of(0x94), nonce, text, caveats, bin(random.bytes(32)));
  return `fm2_${Buffer.from(bytes).toString('base64')}`;
}

export function uuid(random: Random): string {
  const hex = random.text(alphabets.hex!, 30);
  const variant = '89ab'[random.below(4)]!;
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(12, 15)}-${variant}${hex.slice(15, 18)}-${hex.slice(18, 30)}`;
}

/** A Discord id of the years 2018 to 2023: milliseconds since 2015 above 22 bits of worker and counter. */
function snowflake(random: Random): string {
  const milliseconds = BigInt(94_694_400_000 + random.below(150_000_000) * 1000);
  return String((milliseconds << 22n) | BigInt(random.below(1 << 22)));
}

function gitlabPayload(random: Random): string {
  const routing = `c:1\no:${random.below(36)}\np:${random.below(1_000_000).toString(36)}\nu:${random.below(1_000_000).toString(36)}`;
  const bytes = concat(random.bytes(16), Buffer.from(routing, 'latin1'), Uint8Array.of(routing.length));
  return Buffer.from(bytes).toString('base64url');
}

function gitlabToken(prefix: string, random: Random): string {
  const body = `${prefix}${gitlabPayload(random)}.01.`;
  return body + gitlabRoutableSuffix(body);
}

export const tokenMakers: Readonly<Record<string, Make>> = {
  ...azureMakers,
  ...Object.fromEntries(
    Object.keys(nkeyKinds).map((kind) => [`nkey-${kind}`, (random: Random) => nkeySeedOf(kind, random.bytes(32))]),
  ),
  'github-fine-grained': (random) => {
    const body = `github_pat_11${random.text(alphabets.uppernum!, 20)}_${random.text(alphabets.alnum!, 43)}`;
    return body + githubFineGrainedSuffix(body) + random.text(alphabets.alnum!, 8);
  },
  'gitlab-payload': gitlabPayload,
  'gitlab-routable': (random) => gitlabToken('glpat-', random),
  'gitlab-runner-routable': (random) => gitlabToken('glrt-t1_', random),
  jwt: (random) => jwt(random, { alg: 'HS256', typ: 'JWT' }, charactersOf('base64url', 43, random)),
  'jwt-rs256': (random) =>
    jwt(
      random,
      { alg: 'RS256', typ: 'JWT', kid: charactersOf('hex', 16, random) },
      charactersOf('base64url', 342, random),
    ),
  'jwt-none': (random) => jwt(random, { alg: 'none', typ: 'JWT' }, ''),
  'supabase-service-key': (random) => supabaseKey('service_role', random),
  'supabase-anon-key': (random) => supabaseKey('anon', random),
  'pypi-macaroon': (random) => `pypi-${macaroon(Buffer.from('cHlwaS5vcmc', 'base64'), random)}`,
  'pypi-test-macaroon': (random) => `pypi-${macaroon(Buffer.from('dGVzdC5weXBpLm9yZw', 'base64'), random)}`,
  'fly-macaroon': flyMacaroon,
  'grafana-glc': (random) => {
    const o = String(100_000 + random.below(900_000));
    return `glc_${json64({ o, n: 'stack-deploy', k: charactersOf('alnum', 24, random), m: { r: 'us' } })}`;
  },
  'grafana-legacy': (random) => json64({ k: charactersOf('alnum', 32, random), n: 'deploy', id: 1 + random.below(9) }),
  'sentry-org-token': (random) => {
    const iat = 1_690_000_000 + random.below(50_000_000) + 0.25;
    const body = json64({ iat, url: 'https://sentry.io', region_url: 'https://us.sentry.io', org: 'acme-host' });
    return `sntrys_${body.replace(/=+$/, '')}_${charactersOf('base64', 43, random)}`;
  },
  'onepassword-ops': (random) => {
    const secretKey = `A3-${charactersOf('uppernum', 6, random)}-${charactersOf('uppernum', 26, random)}`;
    const muk = {
      alg: 'A256GCM',
      ext: true,
      k: charactersOf('base64url', 43, random),
      key_ops: ['encrypt', 'decrypt'],
    };
    const body = { signInAddress: 'acme.1password.com', userAuth: { method: 'SRPg-4096', alg: 'PBES2g-HS256' } };
    const email = `${charactersOf('lowernum', 13, random)}@1passwordserviceaccounts.com`;
    const rest = {
      srpX: charactersOf('hex', 64, random),
      muk,
      secretKey,
      throttleSecret: { seed: charactersOf('hex', 64, random) },
    };
    return `ops_${Buffer.from(JSON.stringify({ ...body, email, ...rest, deviceUuid: charactersOf('lowernum', 26, random) })).toString('base64url')}`;
  },
  'age-key': (random) => {
    const body = `age-secret-key-1${random.text(bech32Digits, 51)}q`.toUpperCase();
    return body + bech32Suffix(body);
  },
  bip39: (random) => bip39PhraseOf(random.bytes(16)),
  'bip39-24': (random) => bip39PhraseOf(random.bytes(32)),
  'discord-bot': (random) => {
    const id = Buffer.from(snowflake(random), 'latin1').toString('base64url');
    return `${id}.G${charactersOf('alnum', 5, random)}.${charactersOf('base64url', 38, random)}`;
  },
  'jfrog-reference-token': (random) => {
    const body = `reftkn:01:${1_700_000_000 + random.below(90_000_000)}:${charactersOf('alnum', 28, random)}`;
    return Buffer.from(body, 'latin1').toString('base64');
  },
  // <number>:<20 random bytes>
  'jira-pat': (random) =>
    base64(concat(Buffer.from(`${charactersOf('digit', 12, random).replace(/^0/, '7')}:`), random.bytes(20))),
  'aws-bedrock-key': (random) => {
    const user = `BedrockAPIKey-${charactersOf('lowernum', 4, random)}-at-${charactersOf('digit', 12, random)}`;
    return `ABSK${base64(Buffer.from(`${user}:${charactersOf('base64', 44, random)}`))}`;
  },
  'bitcoin-wif': (random) => base58CheckOf(Uint8Array.of(0x80, ...random.bytes(32), 1)),
  'bip32-xprv': (random) => {
    const head = Uint8Array.of(0x04, 0x88, 0xad, 0xe4, 0, 0, 0, 0, 0, 0, 0, 0, 0);
    return base58CheckOf(concat(head, random.bytes(32), Uint8Array.of(0), random.bytes(32)));
  },
  'stellar-seed': (random) => stellarSeedOf(random.bytes(32)),
  'aws-access-key-id': (random) => `AKIA${random.text('OPQRSTUVWXYZ', 1)}${random.text(alphabets.base32!, 15)}`,
  'base64-json': (random) => json64({ name: 'deploy', key: charactersOf('alnum', 32, random) }),
  'base64-password': (random) => base64(Buffer.from(charactersOf('alnum', 12, random), 'latin1')),
  // user:password, as an Authorization header, .npmrc and Docker have them
  'basic-credential': (random) => base64(Buffer.from(`deploy:${charactersOf('alnum', 12, random)}`, 'latin1')),
  snowflake,
  uuid,
};
