/** Every check that recomputes a checksum: published samples, generated tokens, and each single-character corruption of them. */
import { describe, expect, test } from 'vitest';
import { marvin32 } from '../../../../packages/core/src/detect/checks/primitives/marvin32.ts';
import { completeExample } from '../../../../packages/core/src/detect/examples/generate.ts';
import { run } from './run.ts';

interface Format {
  readonly check: string;
  readonly template: string;
  readonly use?: Record<string, unknown>;
  /** What a wrong sum means. */
  readonly wrong: 'checksum' | 'lower';
  /** Characters at the start and at the end that the sum does not cover. */
  readonly skip?: readonly [number, number];
}

const azureKeys = ['storage', 'cosmos', 'batch', 'ml-classic', 'apim', 'service-bus', 'event-hub', 'relay', 'iot'];
const moreAzureKeys = ['redis', 'event-grid', 'search', 'acr', 'functions'];
const nkeyKinds = ['operator', 'account', 'user', 'server', 'cluster', 'curve'];

const formats: readonly Format[] = [
  { check: 'crc32-base62', template: 'ghp_<<alnum:30>><<sum:crc32-base62>>', wrong: 'checksum', skip: [4, 0] },
  { check: 'crc32-base62', template: 'npm_<<alnum:30>><<sum:crc32-base62>>', wrong: 'checksum', skip: [4, 0] },
  { check: 'crc32-base62', template: 'ghr_<<alnum:70>><<sum:crc32-base62>>', wrong: 'checksum', skip: [4, 0] },
  { check: 'github-fine-grained', template: '<<make:github-fine-grained>>', wrong: 'lower', skip: [0, 8] },
  { check: 'gitlab-routable', template: '<<make:gitlab-routable>>', wrong: 'lower' },
  { check: 'gitlab-routable', template: '<<make:gitlab-runner-routable>>', wrong: 'lower' },
  { check: 'gitlab-routable', template: 'gldt-<<make:gitlab-payload>>.<<sum:gitlab-routable>>', wrong: 'lower' },
  { check: 'cloudflare-crc32', template: 'cfut_<<alnum:40>><<sum:cloudflare-crc32>>', wrong: 'lower', skip: [5, 0] },
  { check: 'grafana-sa-crc32', template: 'glsa_<<alnum:32>>_<<sum:grafana-sa-crc32>>', wrong: 'lower', skip: [5, 0] },
  { check: 'atlassian-crc32', template: 'ATATT3<<base64url:177>>=<<sum:atlassian-crc32>>', wrong: 'lower' },
  { check: 'atlassian-crc32', template: 'ATBB<<alnum:24>><<sum:atlassian-crc32>>', wrong: 'lower' },
  { check: 'confluent-crc32', template: 'cflt<<base64:54>><<sum:confluent-crc32>>', wrong: 'lower', skip: [4, 0] },
  { check: 'zuplo-crc32', template: 'zpka_<<alnum:32>>_<<sum:zuplo-crc32>>', wrong: 'lower', skip: [5, 0] },
  { check: 'azure-cask', template: '<<make:azure-cask>>', wrong: 'lower' },
  { check: 'azure-cask', template: '<<make:azure-devops-pat>>', wrong: 'lower' },
  { check: 'azure-devops-legacy-pat', template: '<<make:azure-devops-legacy-pat>>', wrong: 'lower', skip: [0, 1] },
  { check: 'entra-client-secret', template: '<<make:entra-client-secret>>', wrong: 'lower', skip: [6, 0] },
  { check: 'bech32', template: '<<make:age-key>>', use: { hrp: 'age-secret-key-' }, wrong: 'lower' },
  ...[...azureKeys, ...moreAzureKeys].map((name): Format => {
    return { check: 'azure-identifiable', template: `<<make:azure-${name}-key>>`, wrong: 'lower', skip: [0, 3] };
  }),
  { check: 'stellar-seed', template: '<<make:stellar-seed>>', wrong: 'lower' },
  ...nkeyKinds.map((kind): Format => {
    return { check: 'nkey', template: `<<make:nkey-${kind}>>`, wrong: 'lower', skip: [0, 1] };
  }),
];

/** Another character of the same class. */
function other(character: string): string {
  if (/[0-9]/.test(character)) return String((Number(character) + 1) % 10);
  if (/[a-z]/.test(character)) return character === 'z' ? 'a' : String.fromCharCode(character.charCodeAt(0) + 1);
  if (/[A-Z]/.test(character)) return character === 'Z' ? 'A' : String.fromCharCode(character.charCodeAt(0) + 1);
  return 'x';
}

describe.each(formats)('$check, $template', ({ check, template, use, wrong, skip = [0, 0] }) => {
  test('generated tokens are proved', () => {
    for (let i = 0; i < 20; i++) expect(run(check, completeExample(template, `seed ${i}`), use).verdict).toBe('proves');
  });

  test('no single-character corruption is', () => {
    const token = completeExample(template, 'corrupted');
    for (let at = skip[0]; at < token.length - skip[1]; at++) {
      const corrupted = token.slice(0, at) + other(token[at]!) + token.slice(at + 1);
      expect(run(check, corrupted, use).verdict, `position ${at}`).not.toBe('proves');
    }
  });

  test('a wrong sum says so, and a rule may soften it', () => {
    const token = completeExample(template, 'wrong');
    const at = skip[0] + 8;
    const corrupted = token.slice(0, at) + other(token[at]!) + token.slice(at + 1);
    expect(run(check, corrupted, use).verdict).toBe(wrong);
    expect(run(check, corrupted, { ...use, fail: 'pass' }).verdict).toBe('pass');
  });

  test('junk of any length is neither proved nor thrown at', () => {
    for (const junk of ['', 'a', '=', '1', '_', 'x'.repeat(52), '~'.repeat(88), '\u00ff'.repeat(40)]) {
      expect(run(check, junk, use).verdict).not.toBe('proves');
    }
  });
});

// Published by their providers or in specifications; in pieces, so that no push protection takes them for real.
test.each([
  ['npm', 'crc32-base62', `npm_${'qkJaB6MffYVzZXWqmcoF49yrUxP3wf'}${'0LsakP'}`],
  ['GitHub classic', 'crc32-base62', `ghp_${'zQWBuTSOoRi4A9spHcVY5ncnsDkxkJ'}${'0mLq17'}`],
  [
    'GitHub fine-grained',
    'github-fine-grained',
    ['github_pat_11AAGI73I0', 'HFY8wJru4mTw_ZlpxaViSYQuKETGMTXMkbWFrZCqjas5', 'OpXSUP6g5zbrE2PRUI7CfRZ3m3z3'].join(''),
  ],
  ['Cloudflare', 'cloudflare-crc32', ['cfut_aAbBcCdDeEfFgGhHiIjJ', 'kKlLmMnNoOpPqQrRsStT', '03fa099b'].join('')],
  ['NATS user seed', 'nkey', ['SUACSSL3UAHUDXKFSNVUZRF5UHPM', 'WZ6BFDTJ7M6USDXIEDNPPQYYYCU3VY'].join('')],
  ['BIP-173', 'bech32', 'A12UEL5L'],
  ['BIP-173, long', 'bech32', 'abcdef1qpzry9x8gf2tvdw0s3jn54khce6mua7lmqqqxw'],
])('published sample: %s', (_, check, sample) => {
  expect(run(check, sample).verdict).toBe('proves');
});

test('the length that the provider does not document only lowers', () => {
  expect(run('crc32-base62', `ghp_${'a1'.repeat(20)}`).verdict).toBe('lower');
  expect(run('cloudflare-crc32', `cfk_${'a1'.repeat(20)}`).verdict).toBe('lower');
});

test('bech32 wants one case and the prefix asked for', () => {
  const key = completeExample('<<make:age-key>>', 'case');
  expect(run('bech32', key.toLowerCase(), { hrp: 'age-secret-key-' }).verdict).toBe('proves');
  expect(run('bech32', key, { hrp: 'other' }).verdict).toBe('lower');
  expect(run('bech32', key.replace('A', 'a')).verdict).toBe('lower');
});

test('Entra secrets of the older mark carry no sum', () => {
  expect(run('entra-client-secret', `abc7Q~${'d'.repeat(31)}`).verdict).toBe('pass');
});

test('Marvin32 agrees with the test vectors of SymCrypt', () => {
  const seedOf = (hex: string): string => Buffer.from(hex, 'hex').toString('latin1');
  expect(marvin32(Buffer.from('abc'), seedOf('d53cd9cecd0893b7'))).toBe((0x22c74339 ^ 0x492769bf) >>> 0);
  const alphabet = Buffer.from('abcdefghijklmnopqrstuvwxyz');
  expect(marvin32(alphabet, seedOf('0ddddeeeeffff000'))).toBe((0xa128eb7e ^ 0x7260aca2) >>> 0);
});
