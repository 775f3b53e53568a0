/** Every sure rule's example is found in every encoding, with the right chain, value and place. */
import { createDetector, distinct, type Match } from '@gitmoat/core';
import { completeExample } from '@gitmoat/core/rule-tools';
import { describe, expect, it } from 'vitest';
import { encoders } from '../../../helpers/encoded.ts';
import { compileAllRules } from '../../../helpers/rules.ts';

const { ruleset, authored } = compileAllRules();
const detector = createDetector(ruleset);
const sure = ({ confidence }: Match): boolean => confidence === 'high' || confidence === 'provable';

/** Rules whose example has no anchor of four bytes, or a line that decides by what surrounds it. */
const exceptions: Readonly<Record<string, readonly string[]>> = {
  // the example is a line of its own; percent-encoding leaves the quote before it
  percent: ['privatekey-pem-begin'],
};
const hasShortAnchor = (text: string, anchors: readonly { text: string }[]): boolean =>
  !anchors.some((anchor) => anchor.text.length >= 4 && text.toLowerCase().includes(anchor.text));

interface Case {
  readonly rule: string;
  readonly text: string;
  readonly secret: string;
}

const cases: Case[] = ruleset.rules.flatMap((rule, index) => {
  if (rule.class !== 'provider' || rule.kind !== 'pattern' || !/^(?:high|provable)$/.test(rule.confidence)) return [];
  return authored[index]!.examples.slice(0, 2).flatMap((template, i) => {
    const text = completeExample(template, `${rule.id}:encoded:${i}`);
    if (hasShortAnchor(text, rule.anchors)) return [];
    const bytes = Buffer.from(text);
    const plain = detector.detect(bytes, 0, bytes.length).find((match) => match.rule === index && sure(match));
    if (plain === undefined || plain.chain !== '') return [];
    return [{ rule: rule.id, text, secret: bytes.toString('latin1', plain.start, plain.end) }];
  });
});

describe('secrets in encoded form', () => {
  it('covers most rules', () => {
    expect(new Set(cases.map(({ rule }) => rule)).size).toBeGreaterThan(350);
  });

  it.each(encoders)('%s', (name, chain, encode) => {
    const missed = new Set<string>();
    for (const { rule, text, secret } of cases) {
      const bytes = Buffer.from(encode(text));
      const found = distinct(detector.detect(bytes, 0, bytes.length)).some(
        (match) =>
          ruleset.rules[match.rule]!.id === rule &&
          match.chain === chain &&
          match.value === secret &&
          match.start >= 0 &&
          match.end <= bytes.length,
      );
      if (!found && !exceptions[name]?.includes(rule)) missed.add(rule);
    }
    expect([...missed]).toEqual([]);
  });
});
