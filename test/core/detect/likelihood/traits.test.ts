/** Traits only spare work: with every bit set each expression is asked, and the answers stay the same. */
import { expect, it } from 'vitest';
import { shapeOf } from '../../../../packages/core/src/detect/likelihood/shape.ts';
import { splitWords } from '../../../../packages/core/src/detect/likelihood/split-words.ts';
import { traits, traitsOf } from '../../../../packages/core/src/detect/likelihood/traits.ts';
import { full, type Random, seededRandom, testSeed } from '../../../helpers/random.ts';

const parts =
  'sha256- ENC[ vault:v1 $2b$ md5 aes-128 ssh-rsa https:// // www. .com arn:aws @ 10.0.0.1 :80 2024-01-02 12:30 1.2.3 #fff <b> &amp; {% ' +
  '-> :: ( ) [ ] => && ++ .json ./ /usr ~/ C:\\ %a% 0x1f -1e9 a.b A_B kebab-case camelCase ABCdef é \x01 \t';
const pieces = [...parts.split(' '), ' ', '\n', 'x', 'X', '_', 'token', '9', 'deadbeef'];

function value(random: Random): string {
  let text = '';
  for (let i = random.below(6); i >= 0; i--) {
    text += random.below(4) === 0 ? String.fromCharCode(random.below(256)) : random.pick(pieces);
  }
  return text;
}

it(`shapes, and words at case changes (seed ${testSeed})`, () => {
  const random = seededRandom(testSeed);
  for (let i = 0; i < (full ? 1_000_000 : 60_000); i++) {
    const text = value(random);
    expect(shapeOf(text), JSON.stringify(text)).toBe(shapeOf(text, -1));
    const words = text.match(/[A-Z]+(?![a-z])|[A-Z]?[a-z]+|[0-9]+/g) ?? [];
    expect(splitWords(text), JSON.stringify(text)).toEqual(words.map((word) => word.toLowerCase()));
  }
});

it('hexadecimal digits alone lack the bit of what is none', () => {
  expect(traitsOf('deadBEEF09') & traits.notHex).toBe(0);
  for (const text of ['g', '-', ' ', 'é', 'deadbeefx', 'Ā']) expect(traitsOf(text) & traits.notHex).not.toBe(0);
});
