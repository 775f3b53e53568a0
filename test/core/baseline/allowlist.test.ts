import { expect, test } from 'vitest';
import { createAllowlist } from '../../../packages/core/src/baseline/allowlist.ts';
import type { AllowEntry } from '../../../packages/core/src/config/config.ts';
import { commit, makeOccurrence } from '../report/make-result.ts';

const entry = (over: Partial<AllowEntry>): AllowEntry => ({
  rule: null,
  paths: [],
  fingerprint: null,
  reason: 'made up',
  expires: null,
  until: null,
  rotated: false,
  where: '.gitmoat.yaml:3',
  ...over,
});
const finding = { rule: 'aws-key', fingerprint: '0123456789abcdef0123', absorbed: ['fedcba9876543210fedc'] };
const make = (entries: AllowEntry[]) =>
  createAllowlist(entries, { today: '2026-06-01', ruleNames: (id) => [id, id.split('-')[0] ?? ''] });
const accepts = async (over: Partial<AllowEntry>, place = makeOccurrence({ rule: 'aws-key' })) =>
  (await make([entry(over)])).suppress(finding, place) !== null;

test('says by whom, why and where', async () => {
  const allowlist = await make([entry({ rule: 'aws-key' })]);
  expect(allowlist.suppress(finding, makeOccurrence({ rule: 'aws-key' }))).toEqual({
    by: 'allowlist',
    reason: 'made up',
    where: '.gitmoat.yaml:3',
  });
});

test('by rule or provider', async () => {
  expect(await accepts({ rule: 'aws' })).toBe(true);
  expect(await accepts({ rule: 'github' })).toBe(false);
});

test('by fingerprint prefix, absorbed ones too', async () => {
  expect(await accepts({ fingerprint: '01234567' })).toBe(true);
  expect(await accepts({ fingerprint: 'fedcba98' })).toBe(true);
  expect(await accepts({ fingerprint: '12345678' })).toBe(false);
});

test.each([
  ['docs/**', 'docs/a/b.md', true],
  ['docs/', 'docs/a/b.md', true],
  ['./docs/*.md', 'docs/b.md', true],
  ['/docs/*.md', 'docs/b.md', true],
  ['docs/*.md', 'src/docs/b.md', false],
  ['**/*.md', '.github/b.md', true],
  ['docs/**', 'docsx/b.md', false],
])('path %s on %s: %s', async (glob, path, fits) => {
  expect(await accepts({ paths: [glob] }, makeOccurrence({ path }))).toBe(fits);
});

test('a message has no path to fit', async () => {
  expect(await accepts({ paths: ['**'] }, makeOccurrence({ path: null }))).toBe(false);
});

test('all that an entry names must fit', async () => {
  expect(await accepts({ rule: 'aws', paths: ['docs/**'] })).toBe(false);
});

test('an expired entry holds no more and is named', async () => {
  const over = await make([entry({ rule: 'aws', expires: '2026-05-31' })]);
  expect(over.suppress(finding, makeOccurrence({ rule: 'aws-key' }))).toBeNull();
  expect(over.notes).toEqual(['.gitmoat.yaml:3: this exception expired on 2026-05-31']);
  expect(await accepts({ rule: 'aws', expires: '2026-06-01' })).toBe(true);
});

test('until covers old commits, never new content', async () => {
  const old = makeOccurrence({ rule: 'aws-key', commit: commit('2024-01-02') });
  expect(await accepts({ rule: 'aws', until: '2024-01-02' }, old)).toBe(true);
  expect(await accepts({ rule: 'aws', until: '2024-01-01' }, old)).toBe(false);
  expect(await accepts({ rule: 'aws', until: '2030-01-01' }, makeOccurrence({ commit: null }))).toBe(false);
});
