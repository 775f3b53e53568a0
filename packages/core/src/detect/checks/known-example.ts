/** Values that documentation, standards and emulators publish: nobody's secret. `published` says where. */
import type { Check } from './check.ts';
import { pass, secretOf } from './outcome.ts';
import { readArmour } from './primitives/armour.ts';
import { publishedBy } from './primitives/known-examples.ts';

/** A key is known by the first line of its base64. */
const keyStart = 64;

export const knownExample: Check = (input) => {
  const secret = secretOf(input).replace(/^(?:bearer|basic|token) /i, '');
  const armour = secret.startsWith('-----BEGIN') ? readArmour(secret) : null;
  const place = publishedBy(armour === null ? secret : armour.body.slice(0, keyStart));
  return place === null ? pass : { verdict: 'placeholder', facts: { published: place } };
};
