/** Made-up rules by seed, shaped like real ones: most have a token prefix, some only a provider's name near a value. */
import type { RuleSource } from '@gitmoat/core/rule-tools';
import { type Random, seededRandom } from '../../helpers/random.ts';

const consonants = 'bcdfghjklmnpqrstvwxz';
const vowels = 'aeiou';
const charsets = ['[A-Za-z0-9]', '[a-f0-9]', '[A-Za-z0-9_-]', '[a-z0-9]'];
/** Of ten rules, so many have only a key word. */
const keywordShare = 3;

/** One rule file for each provider, `count` providers. JSON is YAML. */
export function syntheticRules(count: number, seed: number): RuleSource[] {
  const random = seededRandom(seed);
  const names = new Set<string>();
  while (names.size < count) names.add(`${word(random)}${word(random)}`);
  return [...names].map((name, i) => {
    const rule = i % 10 < keywordShare ? keywordRule(name, random) : prefixRule(name, random);
    const shared = { name: `${name} token`, description: 'Opens nothing.', severity: 'low' };
    // Never run here, but the schema wants them.
    const examples = { examples: ['example'], counterexamples: ['counterexample'] };
    const file = { provider: name, name, rules: [{ id: `${name}-token`, ...shared, ...rule, ...examples }] };
    return { name: `synthetic/${name}.yaml`, text: JSON.stringify(file) };
  });
}

function prefixRule(name: string, random: Random): object {
  const prefix = `${name.slice(0, 3 + random.below(3))}${random.pick(['_', '-', '_live_', '_pat_'])}`;
  const pattern = `${prefix}${random.pick(charsets)}{${random.pick([20, 24, 32, 36, 40, 64])}}`;
  return { anchors: [prefix], pattern, checks: [{ check: 'entropy', min: 3 }] };
}

function keywordRule(name: string, random: Random): object {
  const value = `${random.pick(charsets)}{${random.pick([24, 32, 40])}}`;
  return { keywords: [name], value, confidence: 'medium', checks: [{ check: 'entropy', min: 3 }] };
}

/** A syllable or two that can be spoken: `zofi`. */
function word(random: Random): string {
  const letters = (text: string): string => random.pick([...text]);
  return `${letters(consonants)}${letters(vowels)}${letters(consonants)}${random.below(2) === 0 ? letters(vowels) : ''}`;
}
