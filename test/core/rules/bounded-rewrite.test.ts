/** A refused pattern comes back as one that compiles and still matches what the author meant. */
import { compileRules } from '@gitmoat/core/rule-tools';
import { boundedRewrite } from '@gitmoat/core/rules/bounded-rewrite';
import { extentOf, parsePattern, waysLimit } from '@gitmoat/core/rules/pattern';
import { describe, expect, test } from 'vitest';

describe('boundedRewrite', () => {
  test.each([
    ['acme_[a-z]+', 'acme_abcdef'],
    ['acme_(?:[a-z]+)+', 'acme_abcdef'],
    ['acme_(a|[0-9]|\\w)*z', 'acme_a0bz'],
    ['acme.*?=\\s*"([A-Z]{20,})"', `acme key =  "${'Q'.repeat(24)}"`],
    ['acme_(?:[a-z]+-)+x', 'acme_ab-cd-x'],
    ['acme[\\s\\S]{0,4000}[\\s\\S]{0,4000}[\\s\\S]{0,4000}end', 'acme - end'],
    ['acme(?=[^=]+=)[a-z]*', 'acmefoo='],
  ])('%s', (source, text) => {
    const rewrite = boundedRewrite(source, 'm')!;
    expect(rewrite).not.toBe(source);
    const { max, ways } = extentOf(parsePattern(rewrite, 'm'));
    expect(max).toBeLessThan(Number.POSITIVE_INFINITY);
    expect(ways).toBeLessThanOrEqual(waysLimit);
    expect(new RegExp(rewrite).exec(text)?.[0]).toBe(new RegExp(source).exec(text)![0]);
  });

  test('nothing to propose: bounded already, a back-reference, no syntax', () => {
    for (const source of ['acme_[a-z]{20}', '(["\'])acme+\\1', 'acme(']) expect(boundedRewrite(source, 'm')).toBeNull();
  });

  test('the proposal stands in what rules check says', () => {
    const rule = (pattern: string): string =>
      JSON.stringify({
        provider: 'acme',
        name: 'Acme',
        rules: [
          {
            ...{ id: 'acme-token', name: 'Acme token', description: 'All.', severity: 'high' },
            ...{ anchors: ['acme_'], pattern, examples: ['x'], counterexamples: ['y'] },
          },
        ],
      });
    const [problem] = compileRules([{ name: 'acme.yaml', text: rule('acme_[a-z]+') }]).problems;
    expect(problem).toMatchObject({ rule: 'acme-token', message: 'pattern refused: unbounded [a-z]+' });
    expect(problem!.hint).toContain("pattern: 'acme_[a-z]{1,256}'");
    expect(compileRules([{ name: 'acme.yaml', text: rule('acme_[a-z]{1,256}') }]).problems).toEqual([]);
  });
});
