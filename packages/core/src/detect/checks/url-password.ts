/** The password of a URL: stand-ins (`user:secret@`), and one that only repeats its user, open nothing that anybody hid. */
import { isRolePair, placeholderOf } from '../likelihood/index.ts';
import type { Check } from './check.ts';
import { madeUp, pass, secretOf } from './outcome.ts';

export const urlPassword: Check = (input) => {
  const password = secretOf(input);
  const user = /([^/:@\s]{0,64}):$/.exec(input.text.slice(Math.max(0, input.start - 80), input.start))?.[1] ?? '';
  const plain = password.replace(/%([0-9A-Fa-f]{2})/g, (_, hex: string) =>
    String.fromCharCode(Number.parseInt(hex, 16)),
  );
  if (plain.toLowerCase() === user.toLowerCase() || isRolePair(user, plain)) return madeUp.placeholder;
  return placeholderOf(plain) === null || swapped.test(plain) ? pass : madeUp.placeholder;
};

/** Digits for letters (`s3cr3t`, `passw0rd`): what people do to passwords that they mean. */
const swapped = /^[a-z]+\d[a-z]+\w*$/i;
