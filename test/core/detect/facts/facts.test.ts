/** Facts: what is read, and that nothing of the secret comes through. */
import { expect, test } from 'vitest';
import { completeExample, generatorNames } from '../../../../packages/core/src/detect/examples/generate.ts';
import { facts } from '../../../../packages/core/src/detect/facts/index.ts';

const made = (name: string): string => completeExample(`<<make:${name}>>`, 'facts');

test('AWS account ids, new and old key ids', () => {
  expect(facts['aws-account-id']!(`ASIA${'QNZGKIQY56JQ7WML'}`)).toEqual({ accountId: '029608264753', temporary: true });
  expect(facts['aws-account-id']!(`AKIA${'IOSFODNN7'}EXAMPLE`)).toEqual({ temporary: false });
  expect(facts['aws-account-id']!('AKIA')).toBeNull();
});

test.each([
  ['jwt', 'jwt', ['algorithm', 'issuer', 'issued', 'expires']],
  ['jwt', 'supabase-anon-key', ['algorithm', 'issuer', 'role', 'issued', 'expires']],
  ['aws-bedrock', 'aws-bedrock-key', ['accountId']],
  ['gitlab', 'gitlab-routable', ['cell', 'organization', 'project', 'user']],
  ['grafana', 'grafana-glc', ['organization', 'name', 'region']],
  ['sentry', 'sentry-org-token', ['organization', 'url', 'region', 'issued']],
  ['onepassword', 'onepassword-ops', ['signInAddress']],
  ['macaroon', 'pypi-macaroon', ['location']],
  ['macaroon', 'fly-macaroon', ['location']],
  ['azure-cask', 'azure-devops-pat', ['service', 'created']],
  ['azure-devops-owner', 'azure-devops-legacy-pat', ['owner']],
  ['discord-bot', 'discord-bot', ['botId', 'created']],
  ['nkey', 'nkey-user', ['kind']],
  ['private-key', 'putty-key', ['keyType', 'encrypted']],
  ['private-key', 'rsa-key', ['keyType', 'bits', 'encrypted']],
])('%s reads %s', (reader, name, keys) => {
  expect(Object.keys(facts[reader]!(made(name)) ?? {})).toEqual(keys);
});

test('values', () => {
  expect(facts.macaroon!(made('fly-macaroon'))).toEqual({ location: 'https://api.fly.io/v1' });
  expect(facts.sentry!(made('sentry-org-token'))).toMatchObject({
    organization: 'acme-host',
    region: 'https://us.sentry.io',
  });
  expect(facts.jwt!(made('jwt'))).toMatchObject({ algorithm: 'HS256', issuer: 'https://auth.host.invalid/' });
  expect(facts.jwt!(made('jwt'))!.expires).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/);
});

test('no reader throws or answers on junk', () => {
  for (const read of Object.values(facts)) {
    for (const junk of [
      '',
      '.',
      '..',
      'eyJ',
      'eyJ.eyJ.',
      '\u00ff'.repeat(90),
      'fm2_AAAA',
      '-----BEGIN ',
      'AKIA0000000000000000',
    ]) {
      expect(read(junk)).toBeNull();
    }
  }
});

/** Six characters of the secret, as written or as its base64 parts decode, where they are random. */
function randomPieces(secret: string): Set<string> {
  const pieces = new Set<string>();
  for (const part of secret.split(/[._\s]|-----[A-Z ]+-----/)) {
    for (let i = 0; i + 6 <= part.length; i++) pieces.add(part.slice(i, i + 6));
  }
  return pieces;
}

test('no fact repeats six characters of the secret', () => {
  for (const name of generatorNames.filter((name) => name.startsWith('make:') && !name.includes('putty'))) {
    for (let i = 0; i < 5; i++) {
      const secret = completeExample(`<<${name}>>`, `leak ${i}`);
      const pieces = randomPieces(secret);
      for (const [reader, read] of Object.entries(facts)) {
        for (const value of Object.values(read(secret) ?? {})) {
          const text = String(value);
          for (let at = 0; at + 6 <= text.length; at++) {
            expect(pieces.has(text.slice(at, at + 6)), `${name}, ${reader}`).toBe(false);
          }
        }
      }
    }
  }
});

test('the random fields of embedded JSON and the JWT signature stay inside', () => {
  const glc = made('grafana-glc');
  const { k } = JSON.parse(Buffer.from(glc.slice(4), 'base64').toString()) as { k: string };
  expect(JSON.stringify(facts.grafana!(glc))).not.toContain(k.slice(0, 6));
  const ops = made('onepassword-ops');
  const { secretKey, email } = JSON.parse(Buffer.from(ops.slice(4), 'base64').toString()) as Record<string, string>;
  const shown = JSON.stringify(facts.onepassword!(ops));
  for (const hidden of [secretKey!, email!]) expect(shown).not.toContain(hidden.slice(0, 6));
});

test('facts of hostile claims are cut to short printable text', () => {
  const claims = { iss: 'a\u001b[31m', aud: 'x'.repeat(500), exp: 1e300, iat: -5 };
  const part = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url');
  expect(facts.jwt!(`${part({ alg: 'HS256' })}.${part(claims)}.c2ln`)).toEqual({ algorithm: 'HS256' });
});
