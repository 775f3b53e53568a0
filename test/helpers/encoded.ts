/** Text in the encodings that the detector looks into, by the chain it should report. */
import { gzipSync } from 'node:zlib';

export const base64 = (text: string): string => Buffer.from(text).toString('base64');
export const hex = (text: string): string => Buffer.from(text).toString('hex');

const each = (text: string, write: (byte: string) => string): string => hex(text).replace(/../g, write);

/** [name, chain, encoder]. */
export const encoders: readonly (readonly [string, string, (text: string) => string])[] = [
  ['base64', 'base64', (text) => `{"data":"${base64(text)}"}`],
  ['base64, one byte on', 'base64', (text) => `{"data":"${base64(` ${text}`)}"}`],
  ['base64, two bytes on', 'base64', (text) => `{"data":"${base64(`\n ${text}`)}"}`],
  ['base64url, no padding', 'base64', (text) => `data: ${Buffer.from(text).toString('base64url')}\n`],
  ['hex', 'hex', (text) => `{"data":"${hex(text)}"}`],
  ['HEX', 'hex', (text) => `data=${hex(text).toUpperCase()};`],
  ['percent', 'percent', (text) => `q=${each(text, (b) => `%${b}`)}&r=1`],
  ['base64 in JSON in base64', 'base64>base64', (text) => base64(JSON.stringify({ a: base64(text) }))],
  ['gzip', 'base64>gzip', (text) => `data: ${gzipSync(text).toString('base64')}`],
  ['gzip in base64 twice', 'base64>base64>gzip', (text) => `release: ${base64(gzipSync(text).toString('base64'))}`],
  ['\\u', 'escape', (text) => `"${each(text, (b) => `\\u00${b}`)}"`],
  ['\\x', 'escape', (text) => `'${each(text, (b) => `\\x${b}`)}'`],
  ['entities', 'html', (text) => `<p>${each(text, (b) => `&#x${b};`)}</p>`],
];

/** Some of the short examples, each in one of the encodings. */
export function encodedSome(examples: readonly string[]): string[] {
  const some = examples.filter((text, i) => i % 8 === 0 && text.length < 200);
  return some.map((text, i) => encoders[i % encoders.length]![2](text));
}
