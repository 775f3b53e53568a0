import { describe, expect, test } from 'vitest';
import { gitmoat, makeFolder, makeRepository, secrets, write } from './harness.ts';

const folder = makeFolder();
const repo = makeRepository({ 'a.txt': 'nothing here\n' });

describe('wrong usage: exit 2, stdout empty, stderr says what is wrong and what is right', () => {
  test.each([
    [['sacn'], 'unknown command "sacn"; did you mean "scan"?'],
    [['aduit', '.'], 'unknown command "aduit"; did you mean "audit"?'],
    [['scan', '--fromat', 'json'], 'unknown option --fromat; did you mean --format?'],
    [['scan', '-z'], 'unknown option -z'],
    [['rules', '--output', 'x'], 'this command does not take --output'],
    [['scan', '--format'], '--format needs a value'],
    [['scan', '--all=yes'], '--all takes no value'],
    [['scan', '--format', 'jsno'], '; did you mean "json"?'],
    [['scan', '--min-confidence', 'hihg'], 'must be one of provable, high, medium, low; did you mean "high"?'],
    [['scan', '--fail-on', 'worst'], '--fail-on worst: must be one of critical, high, medium, low, info'],
    [['scan', '--format', 'json', '--format', 'sarif'], 'two formats to standard output'],
    [['scan', '--output', 'report'], 'which format? Put --format before it'],
    [['scan', '--format', 'json', '--output', 'no/such/x.json'], 'there is no folder'],
    [['scan', '--config', 'missing.yaml'], '--config missing.yaml cannot be read'],
    [['scan', 'no-such-path'], 'does not exist'],
    [['scan', '--stdin', '.'], 'either --stdin or paths'],
    [['staged', 'x'], 'staged takes no path'],
    [['range'], 'BASE..HEAD'],
    [['range', 'nope..HEAD'], 'nope'],
    [['audit', 'a', 'b'], 'one repository at a time'],
    [['explain'], 'explain what?'],
    [['explain', 'no/such/file.txt:3'], 'does not exist'],
    [['rules', 'lsit'], 'did you mean "list"?'],
    [['rules', 'show', 'github-pta'], 'no rule is called "github-pta"; did you mean "github-pat"?'],
    [['rules', 'show'], 'needs a rule’s id'],
    [['rules', 'check', 'no/such'], 'does not exist'],
  ])('%j', (args, message) => {
    const ran = gitmoat(args, { cwd: repo });
    expect(ran).toMatchObject({ code: 2, stdout: '' });
    expect(ran.stderr).toContain(message);
    expect(ran.stderr).toMatch(/^gitmoat: /);
    expect(ran.stderr).not.toContain('    at ');
  });

  test.each(['audit', 'staged', 'history', 'range'])('%s outside a repository', (name) => {
    const args = name === 'range' ? [name, 'a..b'] : [name];
    const ran = gitmoat(args, { cwd: folder });
    expect(ran).toMatchObject({ code: 2, stdout: '' });
    expect(ran.stderr).toContain('is not in a git repository');
  });
});

test('a mistyped config names file, line, column and the right key', () => {
  const other = makeRepository({ 'a.txt': 'x\n' });
  write(other, { '.gitmoat.yaml': 'mode: enforce\nalow:\n  - rule: x\n' });
  const ran = gitmoat(['scan'], { cwd: other });
  expect(ran).toMatchObject({ code: 2, stdout: '' });
  expect(ran.stderr).toContain('.gitmoat.yaml:2:1: unknown key "alow"; did you mean "allow"?');
});

test('a config that turns every rule off is refused', () => {
  const other = makeRepository({ '.gitmoat.yaml': 'rules:\n  disable: ["*"]\n' });
  const ran = gitmoat(['scan'], { cwd: other });
  expect(ran).toMatchObject({ code: 2, stdout: '' });
  expect(ran.stderr).toContain('No rule is left');
});

test('a secret typed in the wrong place is not repeated', () => {
  const secret = secrets.githubPat('usage');
  const ran = gitmoat([secret], { cwd: repo });
  expect(ran.code).toBe(2);
  expect(ran.stderr).not.toContain(secret.slice(4));
});
