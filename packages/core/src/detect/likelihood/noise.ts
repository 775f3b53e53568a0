/** How far a value is from anything that people write: random letters have few common triples and change class often. */
import { triples } from './language.ts';
import { traits, traitsOf } from './traits.ts';

export interface Noise {
  /** Characters that no word and no identifier would put side by side. */
  readonly random: boolean;
  /** Changes between lower case, upper case, digits and symbols, for each neighbouring pair. */
  readonly changes: number;
  /** Letter triples, and the share of them that is common. */
  readonly triples: number;
  readonly share: number;
}

/** `bits`: the value's traits. */
export function noiseOf(value: string, bits: number = traitsOf(value)): Noise {
  let changes = 0;
  let previous = -1;
  let digits = 0;
  for (let i = 0; i < value.length; i++) {
    const c = value.charCodeAt(i);
    const now = c >= 48 && c <= 57 ? 0 : c >= 97 && c <= 122 ? 1 : c >= 65 && c <= 90 ? 2 : 3;
    if (now === 0) digits++;
    // Capitalised words change class without being noise
    if (previous >= 0 && now !== previous && !(previous === 2 && now === 1) && now !== 3 && previous !== 3) changes++;
    previous = now;
  }
  const rate = value.length < 2 ? 0 : changes / (value.length - 1);
  const { count, share } = triples(value);
  const hex = value !== '' && (bits & traits.notHex) === 0;
  const random =
    (count >= 3 && share < 0.45 && (count >= 5 || share < 0.34)) ||
    (rate >= 0.28 && value.length >= 8 && (share < 0.7 || count < 4)) ||
    (hex && digits >= 4 && digits < value.length && value.length >= 12 && rate > 0.15) ||
    (count === 0 && digits >= 4 && rate >= 0.2 && value.length >= 8);
  return { random, changes: rate, triples: count, share };
}
