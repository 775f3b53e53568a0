/** The only way a secret is shown. */

/** Secrets this long show their last two characters (design, Definitions). */
const tailFrom = 20;

/** `prefix`: what every token of the format shares; empty for values without a format. */
export function redact(secret: string, prefix: string): string {
  if (prefix === '' || !secret.startsWith(prefix)) return `… (${secret.length} characters)`;
  const tail = secret.length >= tailFrom ? secret.slice(-2) : '';
  return `${prefix}…${printable(tail)}`;
}

function printable(text: string): string {
  return text.replace(/[^\x20-\x7e]/g, '');
}
