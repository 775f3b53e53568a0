/**
 * A second opinion on every pattern: `recheck` looks for exponential backtracking (it calls bounded patterns polynomial or
 * safe). Verdicts are stored by the pattern's hash in test/fixtures/recheck-verdicts.json; `UPDATE_RECHECK=1` asks anew
 * for patterns that are not in it and drops those that no rule has any more.
 */
import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { checkSync } from 'recheck';
import { describe, expect, it } from 'vitest';
import { compileAllRules } from '../../helpers/rules.ts';

const file = fileURLToPath(new URL('../../fixtures/recheck-verdicts.json', import.meta.url));
const stored = JSON.parse(readFileSync(file, 'utf8')) as Record<string, string>;
const patterns = compileAllRules().ruleset.rules.filter(({ kind }) => kind === 'pattern');

function hashOf(pattern: string, flags: string): string {
  return createHash('sha256').update(`${flags}/${pattern}`).digest('hex').slice(0, 12);
}

function ask(pattern: string, flags: string): string {
  const answer = checkSync(`^(?:${pattern})`, flags, { checker: 'automaton', timeout: 10_000 });
  return answer.status === 'unknown' ? `unknown: ${answer.error.kind}` : answer.complexity.type;
}

describe('recheck', () => {
  it('finds no exponential pattern', { timeout: 600_000 }, () => {
    const verdicts = Object.fromEntries(
      patterns.map(({ pattern, flags }) => {
        const hash = hashOf(pattern, flags);
        return [hash, stored[hash] ?? ask(pattern, flags)];
      }),
    );
    if (process.env.UPDATE_RECHECK) {
      const sorted = Object.fromEntries(Object.entries(verdicts).sort(([a], [b]) => (a < b ? -1 : 1)));
      writeFileSync(file, `${JSON.stringify(sorted, null, 0).replaceAll(',', ',\n')}\n`);
    }
    expect(Object.values(verdicts).filter((verdict) => verdict === 'exponential')).toEqual([]);
  });
});
