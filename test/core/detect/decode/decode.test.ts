/** Where encoded findings stand, how deep decoding goes, and what it costs at worst. */
import { randomBytes } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import { createBlobScanner, createDetector, distinct, type Match, scanBlob } from '@gitmoat/core';
import { completeExample } from '@gitmoat/core/rule-tools';
import { describe, expect, it } from 'vitest';
import { base64, hex } from '../../../helpers/encoded.ts';
import { compileAllRules } from '../../../helpers/rules.ts';

const { ruleset, authored } = compileAllRules();
const detector = createDetector(ruleset);
const rule = ruleset.rules.find(({ id }) => id === 'gitlab-pat')!;
const token = completeExample(authored[rule.index]!.examples[0]!, 'decode').match(/glpat-[\w-]+/)![0];

function find(text: string): Match[] {
  const bytes = Buffer.from(text);
  return distinct(detector.detect(bytes, 0, bytes.length)).filter((match) => match.rule === rule.index);
}

const only = (text: string): Match => {
  const found = find(text);
  expect(found).toHaveLength(1);
  return found[0]!;
};

describe('place', () => {
  it('is the part of the run that encodes the secret', () => {
    const text = `x ${base64(`${'lorem ipsum '.repeat(200)}${token} dolor`)}`;
    const match = only(text);
    expect(match.value).toBe(token);
    expect(Buffer.from(text.slice(match.start - 4, match.end + 4), 'base64').toString()).not.toBe('');
    expect(match.end - match.start).toBeLessThanOrEqual(Math.ceil((token.length * 4) / 3) + 2);
  });

  it('is exact in hex', () => {
    const text = `k=${hex(`ab ${token} cd`)}`;
    const match = only(text);
    expect(text.slice(match.start, match.end)).toBe(hex(token));
  });

  it('is inside the outer run where runs are nested', () => {
    const text = `TOKEN_SECRET="${base64(base64(token))}"`;
    const match = only(text);
    expect(match).toMatchObject({ chain: 'base64>base64', value: token });
    expect(match.start).toBeGreaterThanOrEqual(14);
  });
});

describe('runs', () => {
  it('are joined over wrapped lines, written out or not', () => {
    const lines = base64(`${'some words before\n'.repeat(4)}${token}\nand after it more of them, to fill the lines`);
    const wrapped = lines.replace(/.{64}/g, '$&\n  ');
    expect(only(`data: |\n  ${wrapped}\n`)).toMatchObject({ chain: 'base64', value: token });
    expect(only(`{"data":"${lines.replace(/.{76}/g, '$&\\n')}"}`)).toMatchObject({ value: token });
  });

  it('are nested to depth 4 and no deeper', () => {
    const wrap = (depth: number): string => {
      let text = token;
      for (let i = 1; i < depth; i++) text = base64(text);
      return `{"session_secret":"${base64(text)}"}`;
    };
    expect(only(wrap(4)).chain).toBe('base64>base64>base64>base64');
    expect(find(wrap(5))).toEqual([]);
  });

  it('say nothing of secrets without a format', () => {
    expect(find(`x ${base64('{"password": "f9Kq2Vw7Lm4X"}')}`)).toEqual([]);
  });

  it('cut short still give what they hold', () => {
    const whole = gzipSync(`${token}\n${randomBytes(3000).toString('hex')}`).toString('base64');
    expect(only(`x: ${whole.slice(0, 2000)}`).value).toBe(token);
  });
});

describe('escapes', () => {
  it.each([
    ['percent', `x%3D${token}%26y`],
    ['JSON', `{"a":"\\u003d${token}\\u0026"}`],
    ['HTML', `<a v="&#61;${token}&#38;">`],
  ])('next to a token are no part of it: %s', (_, text) => {
    const match = only(text);
    expect(match).toMatchObject({ chain: '', value: null });
    expect(text.slice(match.start, match.end)).toBe(token);
  });
});

describe('documents', () => {
  it("a provider's token in a Kubernetes Secret is the provider's", () => {
    const text = `apiVersion: v1\nkind: Secret\ndata:\n  token: ${base64(`${token}\n`)}\n`;
    const { located } = scanBlob(createBlobScanner(ruleset), Buffer.from(text), [], null);
    expect(located.map((one) => [one.rule.id, one.secret.toString(), one.line])).toEqual([['gitlab-pat', token, 4]]);
  });

  it('a Docker config inside a Secret is read', () => {
    const config = JSON.stringify({ auths: { 'registry.internal': { auth: base64('deploy:cR4vT9pL2qX7') } } });
    const text = `kind: Secret\ndata:\n  .dockerconfigjson: ${base64(config)}\n`;
    const { located } = scanBlob(createBlobScanner(ruleset), Buffer.from(text), [], null);
    expect(located.map((one) => [/^docker-/.test(one.rule.id), one.line])).toEqual([[true, 3]]);
  });
});

// Each takes well under a second on a quiet machine; quadratic cost would take minutes.
describe('hostile input is read in linear time', () => {
  const filled = (text: string): Buffer => Buffer.alloc(256 << 10, text);
  it.each([
    ['an image', Buffer.from(`data:image/png;base64,${randomBytes(3_750_000).toString('base64')}`)],
    ['one letter', filled('A')],
    ['magics on every line', filled(`eyJ${'A'.repeat(61)}\n`)],
    ['bombs', filled(`${gzipSync(Buffer.alloc(1 << 24)).toString('base64')} `)],
    ['small bombs', filled(`${gzipSync(Buffer.alloc(200_000, 'password=1 ')).toString('base64')} `)],
    ['encoded anchors', filled(`${hex('glpat-')}${base64('glpat-')}`)],
    ['percent', filled('%67%6c%70%61%74%2d')],
    ['escapes', filled('\\u0067\\u006c')],
  ])('%s', { timeout: 30_000 }, (_, bytes) => {
    expect(detector.detect(bytes, 0, bytes.length).filter(({ chain }) => chain !== '')).toEqual([]);
  });
});
