/** Findings from made-up results of blobs: grouping, order, names, suppression. No git. */
import { describe, expect, it } from 'vitest';
import { type AssembleInput, assemble } from '../../../packages/core/src/scan/assemble.ts';
import { fingerprintOf } from '../../../packages/core/src/scan/fingerprint.ts';
import type { Located } from '../../../packages/core/src/scan/located.ts';
import { createBlobScanner } from '../../../packages/core/src/scan/scan-blob.ts';
import type { Seen } from '../../../packages/core/src/scan/spots.ts';
import { testRuleset } from '../../helpers/scanning.ts';

const scanner = createBlobScanner(testRuleset);
const rule = testRuleset.rules[0]!;

function located(
  secret: string,
  values: Partial<Omit<Located, 'rule'>> & { rule?: Partial<Located['rule']> } = {},
): Located {
  return {
    secret: Buffer.from(secret),
    redacted: '…',
    start: 0,
    end: secret.length,
    line: 1,
    column: 1,
    endLine: 1,
    endColumn: 1 + secret.length,
    severity: 'high',
    confidence: 'high',
    madeUp: null,
    facts: {},
    inline: null,
    absorbed: [],
    ...values,
    rule: { ...rule, ...values.rule },
  };
}

const seen = (path: string, ...matches: Located[]): Seen => ({
  result: { oid: null, located: matches },
  places: [{ where: 'worktree', path, commit: null }],
});

function findings(all: Seen[], options: Partial<AssembleInput> = {}) {
  return assemble({ seen: all, scanner, provenance: null, head: new Map(), ...options });
}

const one = 'kR7vWq2LmX9pZt4B';
const two = 'Qw8nHs3YjF6dTc1V';

describe('assemble', () => {
  it('one finding a secret, named by the strongest match', async () => {
    const [finding, ...more] = await findings([
      seen('b', located(one, { confidence: 'medium', rule: { id: 'generic-password', class: 'generic' } })),
      seen('a', located(one, { confidence: 'high', rule: { id: 'acme-key' } })),
      seen('c', located(one, { confidence: 'provable', madeUp: 'checksum', rule: { id: 'other-key' } })),
    ]);
    expect(more).toEqual([]);
    expect(finding).toMatchObject({
      rule: 'acme-key',
      confidence: 'high',
      path: 'a',
      fingerprint: fingerprintOf(Buffer.from(one)),
    });
    expect(finding!.occurrences.map(({ path, rule: id }) => [path, id])).toEqual([
      ['a', 'acme-key'],
      ['b', 'generic-password'],
      ['c', 'other-key'],
    ]);
  });

  it('order: severity, confidence, path by bytes, line', async () => {
    const list = await findings([
      seen('z', located('a-secret-0', { severity: 'critical', confidence: 'low' })),
      seen('é', located('a-secret-1', { line: 1 })),
      seen('b', located('a-secret-2', { line: 10 })),
      seen('b', located('a-secret-3', { line: 9 })),
      seen('Z', located('a-secret-4', { confidence: 'provable' })),
      seen('B', located('a-secret-5')),
    ]);
    expect(list.map(({ path, line }) => [path, line])).toEqual([
      ['z', 1],
      ['Z', 1],
      ['B', 1],
      ['b', 9],
      ['b', 10],
      ['\\xe9', 1],
    ]);
  });

  it('the same secret twice on a line is one place, on two lines two', async () => {
    const [finding] = await findings([
      seen('a', located(one, { column: 3 }), located(one, { column: 30 }), located(one, { line: 2 })),
    ]);
    expect(finding!.occurrences.map(({ line, column }) => [line, column])).toEqual([
      [1, 3],
      [2, 1],
    ]);
  });

  it('a finding is suppressed when all its places are', async () => {
    const suppressor = {
      suppress: (_: unknown, { path }: { path: string | null }) =>
        path === 'a' ? ({ by: 'allowlist', reason: 'test', where: 'x:1' } as const) : null,
    };
    const [hidden] = await findings([seen('a', located(one))], { suppressor });
    const [open] = await findings([seen('a', located(one)), seen('b', located(one))], { suppressor });
    expect(hidden!.suppressed).toEqual({ by: 'allowlist', reason: 'test', where: 'x:1' });
    expect(open!.suppressed).toBeNull();
    expect(open!.occurrences.map(({ suppressed }) => suppressed?.by ?? null)).toEqual(['allowlist', null]);
  });

  it('a comment covers the rule that it names, under its former names too', async () => {
    const inline = { rule: 'old-key', reason: 'why', line: 1 };
    const [replaced] = await findings([
      seen('a', located(one, { inline, rule: { id: 'new-key', replaces: ['old-key'] } })),
    ]);
    const [other] = await findings([seen('a', located(one, { inline, rule: { id: 'new-key' } }))]);
    expect(replaced!.suppressed).toEqual({ by: 'inline', reason: 'why', where: 'a:1' });
    expect(other!.suppressed).toBeNull();
  });

  it('carries the fingerprints of what it absorbed, and shows them to the suppressor', async () => {
    const asked: string[][] = [];
    const suppressor = {
      suppress: (about: { absorbed: readonly string[] }) => {
        asked.push([...about.absorbed]);
        return null;
      },
    };
    const [finding] = await findings([seen('a', located(one, { absorbed: [Buffer.from(two), Buffer.from(one)] }))], {
      suppressor,
    });
    expect(finding!.absorbed).toEqual([fingerprintOf(Buffer.from(two))]);
    expect(asked).toEqual([finding!.absorbed]);
  });

  it('the raw value only when asked for, and no secret in any text', async () => {
    const place = seen(
      `dir/${one}/x`,
      located(one),
      located(two, { inline: { rule: null, reason: `uses ${one}`, line: 1 } }),
    );
    expect(JSON.stringify(await findings([place]))).not.toMatch(new RegExp(`${one}|${two}`));
    const shown = await findings([place], { showSecrets: true });
    expect(shown.map(({ raw }) => raw).sort()).toEqual([two, one].sort());
    expect(JSON.stringify(shown.map(({ raw: _, ...rest }) => rest))).not.toMatch(new RegExp(`${one}|${two}`));
  });

  it('a guessable value does not spoil paths', async () => {
    const [finding] = await findings([seen('src/password/x', located('password'))]);
    expect(finding!.path).toBe('src/password/x');
  });
});
