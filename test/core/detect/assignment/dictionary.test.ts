/** Passwords that people choose, made up by seed, in twelve formats; and stand-ins in the same places. */
import { expect, test } from 'vitest';
import { findCounting } from './confirm.ts';

const seed = 20_260_101;

function random(from: number): (n: number) => number {
  let state = from;
  return (n) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * n);
  };
}

const words =
  'sunshine dragon coffee summer winter football shadow monkey banana orange purple silver thunder rocket tiger falcon guitar pepper cookie diamond forest island mountain harbor garden castle bridge lantern velvet marble'.split(
    ' ',
  );
const names = 'anna marco julia peter lucas sofia emma oliver hanna viktor paula simon clara felix nadia ruben'.split(
  ' ',
);
const walks = [
  '1qaz2wsx',
  'qwertz123',
  'zaq12wsx',
  'asdfgh42',
  'qweasd99',
  'q1w2e3r4t5',
  'poiuy098',
  'mnbvcx77',
  'yxcvbn21',
  'qazwsx8',
];
const signs = '!#?*+-_.'.split('');

function password(pick: (n: number) => number): string {
  const one = <T>(list: readonly T[]): T => list[pick(list.length)]!;
  const cap = (w: string): string => w[0]!.toUpperCase() + w.slice(1);
  const year = (): string => String(1960 + pick(66));
  const forms: (() => string)[] = [
    () => `${one(words)}${year()}`,
    () => `${cap(one(words))}${pick(90) + 10}${one(signs)}`,
    () => `${cap(one(names))}${year()}`,
    () => `${one(words)}${one(words)}`,
    () => one(words),
    () => one(walks),
    () => `${one(names)}_${one(words)}${pick(10)}`,
    () => `${cap(one(words))}${one(signs)}${year().slice(2)}`,
  ];
  return one(forms)();
}

const formats: Readonly<Record<string, (v: string) => string>> = {
  env: (v) => `DB_PASSWORD=${v}`,
  'env quoted': (v) => `export MAIL_PASSWORD="${v}"`,
  yaml: (v) => `database:\n  password: ${v}\n`,
  json: (v) => `{\n  "user": "app",\n  "password": "${v}"\n}`,
  toml: (v) => `password = "${v}"`,
  properties: (v) => `spring.datasource.password=${v}`,
  ini: (v) => `[db]\npassword = '${v}'`,
  xml: (v) => `<password>${v}</password>`,
  url: (v) => `postgres://app:${v.replace(/[#?]/g, '-')}@db.internal:5432/app`,
  'php define': (v) => `define('DB_PASSWORD', '${v}');`,
  'connection string': (v) => `"Server=db;User Id=app;Password=${v};"`,
  compose: (v) => `    environment:\n      - POSTGRES_PASSWORD=${v}\n`,
};

test(`dictionary passwords are found (seed ${seed})`, () => {
  const pick = random(seed);
  const passwords = Array.from({ length: 300 }, () => password(pick));
  const recall: Record<string, number> = {};
  for (const [name, write] of Object.entries(formats)) {
    const found = passwords.filter((one) => findCounting(write(one)).length > 0).length;
    recall[name] = found / passwords.length;
  }
  expect(Object.entries(recall).filter(([, share]) => share < 0.8)).toEqual([]);
});

const standIns =
  'changeme change_me CHANGEME changeit your_password yourpassword YOUR-PASSWORD my_password mypassword password Password password1 password123 secret secret123 mysecret example examplePassword test test123 testpassword dummy dummy-password fake placeholder xxxxxxxx ******** TODO FIXME <password> ${DB_PASSWORD} {{password}} $PASSWORD %PASSWORD% [password] none null undefined foo foobar admin 123456 12345678 abc123 replace-me insert_password_here some-password REDACTED'.split(
    ' ',
  );

test('stand-ins in the same places are not', () => {
  const flagged: string[] = [];
  for (const [name, write] of Object.entries(formats)) {
    for (const one of standIns) if (findCounting(write(one)).length > 0) flagged.push(`${name}: ${one}`);
  }
  const total = standIns.length * Object.keys(formats).length;
  expect(flagged.length / total, flagged.join('\n')).toBeLessThanOrEqual(0.05);
});
