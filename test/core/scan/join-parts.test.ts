/** An id and its secret are one finding; each alone is one of its own; what is accepted of one part never hides the other. */
import { createBlobScanner, defaultReportOptions, scanBlob } from '@gitmoat/core';
import { reportJsonl } from '@gitmoat/core/report/json';
import { completeExample } from '@gitmoat/core/rule-tools';
import { assemble } from '@gitmoat/core/scan/assemble';
import type { Finding } from '@gitmoat/core/scan/finding';
import { joinParts } from '@gitmoat/core/scan/join-parts';
import { describe, expect, test } from 'vitest';
import { compileAllRules } from '../../helpers/rules.ts';

const scanner = createBlobScanner(compileAllRules().ruleset);
const id = completeExample('AKIA<<base32:16>>', 'join');
const otherId = completeExample('AKIA<<base32:16>>', 'join2');
const secret = completeExample('aZ3/<<base64:36>>', 'join');
const idLine = `aws_access_key_id = ${id}`;
const secretLine = `aws_secret_access_key = ${secret}`;

async function findings(text: string): Promise<Finding[]> {
  const result = scanBlob(scanner, Buffer.from(text), [], null);
  const seen = [{ result, places: [{ where: 'worktree', path: 'a.ini', commit: null } as const] }];
  return assemble({ seen, scanner, provenance: null, head: new Map(), showSecrets: true });
}

const told = (list: readonly Finding[]): string[] =>
  list.map(
    ({ rule, line, occurrences }) => `${rule}:${line} ${occurrences.map((place) => `${place.rule}:${place.line}`)}`,
  );

describe('one finding', () => {
  test.each([
    ['id first', `${idLine}\n${secretLine}\n`, ['aws-secret-access-key:2 aws-access-key-id:1,aws-secret-access-key:2']],
    [
      'secret first',
      `${secretLine}\n\n${idLine}\n`,
      ['aws-secret-access-key:1 aws-secret-access-key:1,aws-access-key-id:3'],
    ],
    [
      'too far',
      `${idLine}${'\n'.repeat(11)}${secretLine}\n`,
      ['aws-secret-access-key:12 aws-secret-access-key:12', 'aws-access-key-id:1 aws-access-key-id:1'],
    ],
    [
      'the nearest id',
      `x = ${otherId}\n\n${idLine}\n${secretLine}\n`,
      [
        'aws-secret-access-key:4 aws-access-key-id:3,aws-secret-access-key:4',
        'aws-access-key-id:1 aws-access-key-id:1',
      ],
    ],
    ['the id alone', `${idLine}\n`, ['aws-access-key-id:1 aws-access-key-id:1']],
  ])('%s', async (_, text, expected) => {
    expect(told(await findings(text))).toEqual(expected);
  });

  test('it knows the account, is fingerprinted by its secret, and jsonl tells each place’s own value', async () => {
    const [joined] = await findings(`${idLine}\n${secretLine}\n`);
    const [alone] = await findings(`\n${secretLine}\n`);
    expect(joined!.facts).toHaveProperty('accountId');
    expect(joined!.fingerprint).toBe(alone!.fingerprint);
    expect(joined!.absorbed).toEqual(alone!.absorbed);
    const coverage = {} as never;
    const result = { tool: {} as never, coverage, findings: [joined!], notes: [], target: '' };
    const lines = (showSecrets: boolean): string[] =>
      [...reportJsonl(result, { ...defaultReportOptions, showSecrets })].map((line) => JSON.parse(line).secret);
    expect(lines(true)).toEqual([id, secret]);
    expect(lines(false).join()).not.toContain(id.slice(4));
  });
});

test('an exception for the id leaves the secret', async () => {
  const text = `${idLine} # gitmoat:allow only an id\n${secretLine}\n`;
  const [finding] = await findings(text);
  expect(finding).toMatchObject({ rule: 'aws-secret-access-key', suppressed: null });
});

test('a dump of keys costs no square', () => {
  const line = (n: number): string =>
    `aws ${completeExample('AKIA<<base32:16>>', `${n}`)} aws_secret=${completeExample('aZ3/<<base64:36>>', `${n}`)} `;
  const { located } = scanBlob(
    scanner,
    Buffer.from(Array.from({ length: 2000 }, (_, n) => line(n)).join('')),
    [],
    null,
  );
  const joined = joinParts(located);
  expect(joined.length).toBeLessThan(located.length * 0.6);
});
