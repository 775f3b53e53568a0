/** The value is a UUID; `{not: true}`: it is none. Otherwise not a match. */
import type { Check } from './check.ts';
import { no, pass } from './outcome.ts';

const shape = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

export const uuid: Check = (input) => {
  const is = input.end - input.start === 36 && shape.test(input.text.slice(input.start, input.end));
  return is === (input.use.not !== true) ? pass : no;
};
