/** Document and path engines: each format's true and false lines. */
import { describe, expect, test } from 'vitest';
import { documentEngines, pathEngines } from '../../../../packages/core/src/detect/document/index.ts';

const V = ['tR7', 'vq2', 'Lw9k'].join('');
const b64 = (text: string): string => Buffer.from(text, 'latin1').toString('base64');

function secrets(
  engine: ((text: string) => readonly { start: number; end: number }[]) | undefined,
  text: string,
): string[] {
  return engine!(text)
    .filter((one) => !('madeUp' in one && one.madeUp !== null) && (one as { confidence?: string }).confidence !== 'low')
    .map((one) => (one as { value?: string }).value ?? text.slice(one.start, one.end));
}

describe('kubernetes-secret-data', () => {
  const find = (text: string): string[] => secrets(documentEngines['kubernetes-secret-data'], text);
  test('values of data are decoded, placed on the base64', () => {
    const text = `apiVersion: v1\nkind: Secret\nmetadata:\n  name: db\ndata:\n  username: ${b64('app')}\n  password: ${b64(V)}\n`;
    expect(find(text)).toEqual([V]);
    const [one] = documentEngines['kubernetes-secret-data']!(text);
    expect(text.slice(one!.start, one!.end)).toBe(b64(V));
    expect(one!.chain).toBe('base64');
  });
  test('stringData is plain; short and dictionary passwords count', () => {
    expect(find('kind: Secret\nstringData:\n  password: sunshine\n')).toEqual(['sunshine']);
  });
  test('one document of several, and JSON', () => {
    expect(
      find(`kind: ConfigMap\ndata:\n  password: ${b64(V)}\n---\nkind: Secret\ndata:\n  token: ${b64(V)}\n`),
    ).toEqual([V]);
    expect(find(`{\n  "kind": "Secret",\n  "data": {\n    "password": "${b64(V)}"\n  }\n}\n`)).toEqual([V]);
  });
  test('sealed, templated and placeholder values are quiet', () => {
    expect(find(`kind: SealedSecret\nspec:\n  encryptedData:\n    password: ${b64(V.repeat(8))}\n`)).toEqual([]);
    expect(find('kind: Secret\nstringData:\n  password: {{ .Values.password }}\n')).toEqual([]);
    expect(find(`kind: Secret\ndata:\n  password: ${b64('changeme')}\n`)).toEqual([]);
  });
});

test('docker-config-auths decodes user and password', () => {
  const find = (text: string): string[] => secrets(documentEngines['docker-config-auths'], text);
  expect(find(`{"auths": {"r.internal": {"auth": "${b64(`app:${V}`)}"}}}`)).toEqual([`app:${V}`]);
  expect(find(`{"auths": {"r.internal": {"auth": "${b64('user:password')}"}}}`)).toEqual([]);
});

describe('dotenv', () => {
  const find = (text: string): string[] => secrets(pathEngines.dotenv, text);
  test.each([
    [`DB_PASSWORD=${V}`, V],
    ['DB_PASSWORD=sunshine', 'sunshine'],
    ['DB_PASSWORD=admin123', 'admin123'],
    ['IRC_PASS=irc_pass', 'irc_pass'],
    ['JWT_SECRET=correcthorsebattery', 'correcthorsebattery'],
    [`SOMETHING=${'q8Zr2LmV5tXc9Bn4KwJ7pYs1Hd6Fg3Aa'}`, 'q8Zr2LmV5tXc9Bn4KwJ7pYs1Hd6Fg3Aa'],
    [`DATABASE_URL=postgres://app:${V}@db:5432/app`, V],
    [`MAIL_PASSWORD='${V}' # old`, V],
    [`API_KEY=${V}\r`, V],
  ])('%s', (text, secret) => {
    expect(find(text)).toEqual([secret]);
  });
  test.each([
    'DB_PASSWORD=',
    'DB_PASSWORD=changeme',
    'DB_PASSWORD=password',
    'DB_PASSWORD=your_password1',
    'API_TOKEN=token123',
    'DB_PASSWORD=${OTHER}',
    'SECRET_KEY=your-secret-key',
    'APP_NAME=sunshine',
    'LOG_LEVEL=debug',
    'TOKEN_URL=https://example.com/token',
    'PASSWORD_MIN_LENGTH=12',
    'PRIVATE_KEY_PATH=/etc/ssl/private/server.key',
    '# DB_PASSWORD is set by the platform',
  ])('quiet: %s', (text) => {
    expect(find(text)).toEqual([]);
  });
});

test.each([
  ['npmrc', `//registry.internal/:_authToken=${V}${V}`, `${V}${V}`],
  ['npmrc', `//registry.internal/:_password=${b64(V)}`, V],
  ['netrc', `machine h login u password ${V}`, V],
  ['pgpass', `db:5432:*:app:${V}`, V],
  ['netrc', 'machine h login u password pass123', 'pass123'],
  ['git-credentials', 'https://a@example.com:word!#@49@git.internal', 'word!#@49'],
  ['git-credentials', `https://app:${V}@git.internal`, V],
  ['ftp-config', `{\n  "password": "${V}"\n}`, V],
  ['filezilla', `<Pass encoding="base64">${b64(V)}</Pass>`, V],
  ['credentials-file', `[default]\naws_secret_access_key = ${V}xB4${V}pQ8`, `${V}xB4${V}pQ8`],
  ['credentials-file', `account x\npassword ${V}`, V],
  ['single-key-file', `${V}${V}\n`, `${V}${V}`],
])('%s: %s', (engine, text, secret) => {
  expect(secrets(pathEngines[engine], text)).toEqual([secret]);
});

test.each([
  ['npmrc', '//registry.internal/:_authToken=${NPM_TOKEN}'],
  ['netrc', 'machine h login u password $PASSWORD'],
  ['pgpass', '# hostname:port:database:username:password'],
  ['git-credentials', 'https://git.internal'],
  ['single-key-file', 'this file holds the key\n'],
])('quiet: %s: %s', (engine, text) => {
  expect(secrets(pathEngines[engine], text)).toEqual([]);
});

test('credentials-file: a sign is no part of the value; the short id of a public key is none', () => {
  const find = (text: string): string[] => secrets(pathEngines['credentials-file'], text);
  expect(find(`[pypi]\npassword = ${V}\n`)).toEqual([V]);
  expect(find(`password ${V}\n`)).toEqual([V]);
  expect(find('signing.keyId=24875D73\n')).toEqual([]);
});
