import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { commands } from '../../packages/cli/src/commands.ts';
import { gitmoat, makeFolder } from './harness.ts';

const folder = makeFolder();
const manifest = JSON.parse(readFileSync(new URL('../../packages/cli/package.json', import.meta.url), 'utf8'));

function expectFits(text: string): void {
  for (const line of text.split('\n')) expect(line.length, line).toBeLessThanOrEqual(80);
}

test.each(['--version', 'version'])('%s prints the version', (word) => {
  expect(gitmoat([word], { cwd: folder })).toEqual({ code: 0, stdout: `gitmoat ${manifest.version}\n`, stderr: '' });
});

test.each([['--help'], ['-h'], ['help']])('%s names every command', (word) => {
  const { code, stdout, stderr } = gitmoat([word], { cwd: folder });
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  for (const name of Object.keys(commands)) expect(stdout).toContain(`  ${name} `);
  expectFits(stdout);
});

test.each(Object.keys(commands))('%s --help says usage, options, examples and exit codes', (name) => {
  const ran = gitmoat([name, '--help'], { cwd: folder });
  expect(ran).toMatchObject({ code: 0, stderr: '' });
  expect(ran.stdout).toContain(`Usage: ${commands[name]?.usage}`);
  for (const option of commands[name]?.options ?? []) expect(ran.stdout).toContain(`--${option}`);
  expect(ran.stdout).toContain('Examples:');
  expect(ran.stdout).toContain('Exit: 0 clean, 1 findings');
  expectFits(ran.stdout);
  expect(gitmoat(['help', name], { cwd: folder })).toEqual(ran);
});
