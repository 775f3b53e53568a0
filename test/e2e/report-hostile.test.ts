/** Hostile names from a real repository through the whole command: every format of one audit stays inert. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { formats } from '@gitmoat/core/report/reporters';
import { describe, expect, test } from 'vitest';
import { validateXML } from 'xmllint-wasm';
import { git, gitmoat, makeFolder, makeRepository, secrets, write } from '../cli/harness.ts';

const names = [
  '::error::pwned',
  'a\n::stop-commands::x',
  '##vso[task.setvariable variable=PATH]x',
  '##[add-mask]1',
  '=HYPERLINK("http:\\x";"y")',
  '<img src=x onerror=alert(1)>',
  'a]]>b<![CDATA[c',
  'abc\u202etxt.exe',
  '\u001b[2J\u001b[31mred',
  '[x](javascript:alert(1))',
  '@team #1 `code` | cell',
  '</script><script>alert(1)<',
];

const repo = makeRepository();
const outputs = makeFolder();
for (const [index, name] of names.entries()) {
  write(repo, {
    [`${name}/${name}.txt`]: `${'\t'.repeat(index)}${name} = "${secrets.githubPat(`hostile-${index}`)}"\n`,
  });
}
git(repo, 'add', '-A');
const author = '<img src=x>=cmd|" ##[error] \u202e';
git(
  repo,
  '-c',
  `user.name=${author.replace(/[<>]/g, '')}`,
  'commit',
  '-q',
  '-m',
  `${names.join(' ')}\n\n${secrets.githubPat('message')}`,
);
write(repo, { '=later.txt': `${secrets.githubPat('index')}\n` });
const pairs = formats.flatMap((format) => ['--format', format, '-o', join(outputs, format)]);
const ran = gitmoat(['audit', '--all', ...pairs, '-q'], { cwd: repo });
const report = (format: string): string => readFileSync(join(outputs, format), 'utf8');

test('the audit finds one secret a name', () => {
  expect(ran).toMatchObject({ code: 1, stderr: '' });
  expect(JSON.parse(report('json')).findings.length).toBeGreaterThan(names.length);
});

describe.each(formats)('%s', (format) => {
  test('no control character, no direction, no command to a CI system', () => {
    const text = report(format).replaceAll('\r\n', '\n');
    expect(text).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u200e\u200f\u202a-\u202e\u2066-\u2069]/);
    expect(text).not.toMatch(/##\w*\[/);
    const commands = text.split('\n').filter((line) => /^\s*::/.test(line));
    for (const line of commands) expect(line).toMatch(/^::(?:error|warning|notice) (?:[a-zA-Z]+=[^:,]*,?)+::/);
    if (format !== 'github') expect(commands).toEqual([]);
    if (['html', 'markdown', 'junit'].includes(format)) expect(text).not.toMatch(/<img|<script>alert/);
  });
});

test('csv: no cell is a formula', () => {
  const cells = report('csv').match(/"(?:[^"]|"")*"/g) ?? [];
  expect(cells.length).toBeGreaterThan(100);
  for (const cell of cells) expect(cell).not.toMatch(/^"\s*[=+\-@]|[;|,]\s*[=+\-@]/);
});

test('junit: well-formed', async () => {
  const schema = readFileSync(new URL('../fixtures/schemas/junit-10.xsd', import.meta.url), 'utf8');
  const { errors } = await validateXML({ xml: [{ fileName: 'x.xml', contents: report('junit') }], schema: [schema] });
  expect(errors).toEqual([]);
});

test('sarif: every path of a file is a relative URI that leads back to its bytes', () => {
  const [run] = JSON.parse(report('sarif')).runs;
  const uris: string[] = run.results.flatMap((result: { locations: Location[] }) =>
    result.locations.flatMap(({ physicalLocation: { artifactLocation } }) =>
      artifactLocation.uriBaseId === undefined ? [] : [artifactLocation.uri],
    ),
  );
  expect(uris.length).toBeGreaterThanOrEqual(names.length);
  for (const uri of uris) expect(uri).toMatch(/^(?:[\w.~/-]|%[0-9A-F]{2})+$/);
  expect(uris).toContain('%3A%3Aerror%3A%3Apwned/%3A%3Aerror%3A%3Apwned.txt');
});

interface Location {
  readonly physicalLocation: { readonly artifactLocation: { readonly uri: string; readonly uriBaseId?: string } };
}
