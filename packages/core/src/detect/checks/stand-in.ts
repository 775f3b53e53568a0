/**
 * Values of keyword rules that the judge of generic passwords knows for stand-ins, base64 of one included, and names of variables: where a
 * setting's name is the whole context (`_password=`), its value may be anything that people write there.
 */
import { isWord, shapeOf, splitWords, standInOf } from '../likelihood/index.ts';
import type { Check } from './check.ts';
import { madeUp, no, pass, secretOf } from './outcome.ts';

/** All that a shape of `identifier` is made of: most issued values have something else, and finding out their shape is dear. */
const mayBeName = /^[\w$]+$/;

export const standIn: Check = (input) => {
  const secret = secretOf(input);
  if (standInOf(secret) !== null) return madeUp.placeholder;
  const named =
    mayBeName.test(secret) &&
    shapeOf(secret) === 'identifier' &&
    splitWords(secret).every((word) => word.length < 3 || isWord(word));
  return named ? no : pass;
};
