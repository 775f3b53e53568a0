/** The name that a value goes by: what stands before it, where that is plainly a variable. */
import { expect, test } from 'vitest';
import { nameBefore, variableBefore } from '../../../packages/core/src/scan/value-name.ts';

const cases: [text: string, name: string | null, variable: string | null][] = [
  ['DB_PASSWORD=', 'DB_PASSWORD', 'DB_PASSWORD'],
  ['export DB_PASSWORD="', 'DB_PASSWORD', 'DB_PASSWORD'],
  ['  "smtpPassword": "', 'smtpPassword', 'smtpPassword'],
  ['spring.datasource.password=', 'spring.datasource.password', 'spring.datasource.password'],
  ['url: postgres://app:', 'url', null],
  ['password: ', null, null],
  ['first\nsecond ', null, null],
  ['- name: DB_PASSWORD\n  value: "', 'DB_PASSWORD', 'DB_PASSWORD'],
  ['- name: DB_PASSWORD\r\n  value: ', 'DB_PASSWORD', 'DB_PASSWORD'],
  ['{"name": "DB_PASSWORD",\n "value": "', 'DB_PASSWORD', 'DB_PASSWORD'],
  ['name = "x"\nvalues = ', 'values', null],
];

test.each(cases)('%j', (text, name, variable) => {
  const bytes = Buffer.from(`${text}s3cret`);
  expect(nameBefore(bytes, text.length, 0)).toBe(name);
  expect(variableBefore(bytes, text.length, 0)).toBe(variable);
});

test('nothing is read before where another secret ends', () => {
  const text = 'A_TOKEN: one B_TOKEN=';
  const bytes = Buffer.from(text);
  expect(nameBefore(bytes, text.length, text.indexOf(' B'))).toBe('B_TOKEN');
  expect(nameBefore(bytes, text.length, text.length - 1)).toBeNull();
});
