/** A rule author's loop, as a new user walks it: scaffold, fill in, test, check. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { gitmoat, makeFolder } from './harness.ts';

test('a scaffold is green once it is filled in', () => {
  const cwd = makeFolder({ 'rules/secrets/other.txt': '' });
  expect(gitmoat(['rules', 'new', 'Acme Cloud'], { cwd })).toMatchObject({
    code: 0,
    stdout: 'rules/secrets/acme-cloud.yaml\n',
  });
  const file = join(cwd, 'rules/secrets/acme-cloud.yaml');
  const unfilled = gitmoat(['rules', 'check', 'rules/secrets/acme-cloud.yaml'], { cwd });
  expect(unfilled.code).toBe(1);
  expect(unfilled.stdout.match(/FILL IN/g)).toHaveLength(3);
  writeFileSync(file, readFileSync(file, 'utf8').replaceAll('FILL IN: ', ''));
  expect(gitmoat(['rules', 'check'], { cwd })).toMatchObject({
    code: 0,
    stdout: '',
    stderr: '1 rules (1 different but for names) in 1 files, 0 problems\n',
  });
  expect(gitmoat(['rules', 'new', 'acme cloud'], { cwd })).toMatchObject({ code: 2 });
});

test('rules test shows anchor, reach and each check, and never the secret', () => {
  const cwd = makeFolder();
  gitmoat(['rules', 'new', 'acme'], { cwd });
  const own = gitmoat(['rules', 'test', 'acme.yaml'], { cwd });
  expect(own).toMatchObject({ code: 0 });
  expect(own.stdout).toContain('counterexample 2: silent');
  const value = 'q7Zr2LkM9'.repeat(4);
  const found = gitmoat(['rules', 'test', 'acme.yaml', '--stdin'], { cwd, input: `\nT="acme_${value}"\n` });
  expect(found.code).toBe(0);
  for (const words of ['anchor   "acme_" at byte 0', 'reach    ', 'check entropy', '→ acme-api-token acme_…'])
    expect(found.stdout).toContain(words);
  expect(found.stdout).not.toContain(value);
  expect(gitmoat(['rules', 'test', 'acme.yaml', 'nothing here'], { cwd }).stdout).toContain('no anchor stands in it');
});

test('a refused pattern comes back bounded', () => {
  const cwd = makeFolder();
  gitmoat(['rules', 'new', 'acme'], { cwd });
  const file = join(cwd, 'acme.yaml');
  writeFileSync(file, readFileSync(file, 'utf8').replace("'acme_[A-Za-z0-9]{36}'", "'acme_[A-Za-z0-9]+'"));
  const { code, stdout } = gitmoat(['rules', 'test', 'acme.yaml'], { cwd });
  expect(code).toBe(1);
  expect(stdout).toContain("for instance pattern: 'acme_[A-Za-z0-9]{1,256}'");
});
