/** Bytes in, bytes out: the replacement file read back, every usual form found, names and snippets that hold no secret. */

import { readReplacements, replacementFile, snippetFor, storesFor } from '@gitmoat/core/remediate/index';
import { needlesFor } from '@gitmoat/core/remediate/needles';
import { describe, expect, it } from 'vitest';
import { seededRandom, testSeed } from '../../helpers/random.ts';

describe('replacement file', () => {
  it('gives back the same bytes, whatever they are', () => {
    const random = seededRandom(testSeed);
    for (let round = 0; round < 300; round++) {
      const texts = Array.from({ length: 1 + random.below(4) }, () =>
        Buffer.from(Array.from({ length: 1 + random.below(40) }, () => random.below(round % 2 ? 256 : 128))),
      );
      const nasty = ['literal:x', 'regex:a==>b', 'a==>b', '#c', ' lead', 'trail ', 'ünï', 'a\r\nb'].map((text) =>
        Buffer.from(text),
      );
      expect(readReplacements(replacementFile([...texts, ...nasty]))).toEqual([...texts, ...nasty]);
    }
  });

  it('refuses a file of another make', () => {
    expect(readReplacements(Buffer.from('password\n'))).toBeNull();
    expect(readReplacements(Buffer.from('regex:a.*==>b\n'))).toBeNull();
  });
});

describe('needles', () => {
  const value = 'S3cr+t/Välue"42&x';
  const inside = (haystack: Buffer) => needlesFor([Buffer.from(value)]).filter(({ bytes }) => haystack.includes(bytes));

  it.each([
    ['as it is', Buffer.from(`a${value}b`)],
    ['percent-encoded', Buffer.from(`?p=${encodeURIComponent(value)}`)],
    ['escaped as in JSON', Buffer.from(JSON.stringify({ a: value }))],
    ['UTF-16', Buffer.from(value, 'utf16le')],
    ['UTF-16', Buffer.from(value, 'utf16le').swap16()],
    ['hex', Buffer.from(Buffer.from(value).toString('hex').toUpperCase())],
  ])('%s', (form, haystack) => {
    expect(inside(haystack).map((needle) => needle.form)).toContain(form);
  });

  it('base64 at every place of a longer text, both alphabets', () => {
    for (let before = 0; before < 6; before++) {
      for (let after = 0; after < 4; after++) {
        const text = Buffer.from(`${'x'.repeat(before)}${value}${'y'.repeat(after)}`);
        for (const encoding of ['base64', 'base64url'] as const) {
          expect(inside(Buffer.from(text.toString(encoding))).map(({ form }) => form)).toContain('base64');
        }
      }
    }
  });

  it('short values are not searched for, keys by two lines of their body', () => {
    expect(needlesFor([Buffer.from('admin')])).toEqual([]);
    const body = Array.from({ length: 300 }, (_, at) => String.fromCharCode(65 + ((at * 7) % 26))).join('');
    const pem = `-----BEGIN ${'PRIVATE'} KEY-----${body}-----END ${'PRIVATE'} KEY-----`;
    const indented = body.replace(/.{64}/g, '$&\r\n    ');
    expect(needlesFor([Buffer.from(pem)]).some(({ bytes }) => indented.includes(bytes.toString()))).toBe(true);
  });
});

describe('replacement by run time', () => {
  it.each([
    ['src/pay.ts', 'process.env.PAY_KEY'],
    ['app/pay.py', 'os.environ["PAY_KEY"]'],
    ['pay.go', 'os.LookupEnv("PAY_KEY")'],
    ['Pay.java', 'System.getenv("PAY_KEY")'],
    ['pay.rb', 'ENV.fetch("PAY_KEY")'],
    ['pay.php', "getenv('PAY_KEY')"],
    ['pay.rs', 'std::env::var("PAY_KEY")'],
    ['Pay.cs', 'GetEnvironmentVariable("PAY_KEY")'],
    ['deploy.sh', '${PAY_KEY:?'],
    ['main.tf', 'sensitive = true'],
    ['docker-compose.yml', 'PAY_KEY: ${PAY_KEY:?}'],
    ['Dockerfile', '--mount=type=secret,id=PAY_KEY'],
    ['.github/workflows/ci.yml', '${{ secrets.PAY_KEY }}'],
    ['k8s/app.yaml', 'secretKeyRef'],
    ['.env', '.env.example'],
    ['notes.txt', 'environment variable PAY_KEY'],
  ])('%s', (path, text) => {
    expect(snippetFor(path, 'PAY_KEY').lines.join('\n')).toContain(text);
  });

  it('names the seven stores, no command with a value', () => {
    const stores = storesFor('PAY_KEY', 'shop');
    const names = ['GitHub Actions', 'GitLab CI', 'AWS Secrets Manager', 'AWS SSM', 'Vault', 'Doppler', 'SOPS'];
    expect(stores.map(({ name }) => name)).toEqual(names);
    expect(stores.filter(({ put }) => /=[^-]\S*VALUE/.test(put))).toEqual([]);
  });
});
