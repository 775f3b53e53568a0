/**
 * Names, subjects, authors, titles and reasons come from strangers. Each format gets every kind of attack in every
 * field and must stay what it is: no control character, no markup, no formula, no command to the CI system.
 */
import { describe, expect, test } from 'vitest';
import { dataMark } from '../../../packages/core/src/report/html/data.ts';
import { formats } from '../../../packages/core/src/report/reporters.ts';
import { attacks, hostileResult, ruleText } from './hostile.ts';
import { builtPage, render } from './render.ts';

const write = (format: (typeof formats)[number], attack: string): string =>
  render(format, hostileResult(attacks[attack]!), {
    showSuppressed: true,
    all: true,
    next: attacks[attack]!,
    ruleText: ruleText(attacks[attack]!),
  });

describe.each(formats)('%s', (format) => {
  test.each(Object.keys(attacks))('%s is inert', (attack) => {
    const report = write(format, attack);
    // Line feed only, and CRLF where the format asks for it.
    expect(report.replaceAll('\r\n', '\n')).not.toMatch(
      /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u061c\u200b-\u200f\u202a-\u202e\u2066-\u2069]/,
    );
    const commands = report.split('\n').filter((line) => /^\s*::/.test(line));
    for (const line of commands) expect(line).toMatch(/^::(?:error|warning|notice) [^:]*::/);
    if (format !== 'github') expect(commands).toEqual([]);
    expect(report).not.toMatch(/##\w*\[/);
  });
});

test('github: properties and data cannot end early', () => {
  const lines = write('github', 'command').trimEnd().split('\n');
  expect(lines.length).toBeGreaterThan(2);
  for (const line of lines) expect(line.slice(2).split('::')[0]).not.toContain('file=a::');
  const located = lines.find((line) => line.startsWith('::error file='));
  expect(located).toMatch(/^::error file=\\x3a%3Aerror file=a%3A%3Apwned,line=12,/);
  const newline = write('github', 'newlineCommand');
  expect(newline.split('\n').every((line) => line === '' || /^::(?:error|warning|notice) /.test(line))).toBe(true);
  expect(write('github', 'template')).toContain('%25250A'.slice(0, 3));
});

test('csv: no field begins a formula, in any locale', () => {
  for (const attack of Object.keys(attacks)) {
    const rows = write('csv', attack).trimEnd().split('\r\n');
    const width = rows[0]!.split('","').length;
    for (const row of rows) {
      // Commas, semicolons and tabs as separators, with quotes understood or taken for text.
      for (const field of row.split(/[;,|\t]/)) expect(field, attack).not.toMatch(/^\s*"?\s*[=+@-]/);
      expect(row.match(/"(?:[^"]|"")*"/g)).toHaveLength(width);
    }
  }
});

test('junit: markup stays text', () => {
  for (const attack of ['html', 'cdata', 'markdown']) {
    const report = write('junit', attack);
    expect(
      report
        .match(/<[!/?]?[a-z-]+/gi)
        ?.every((tag) => /^<\/?\??(?:xml|testsuites?|testcase|failure|error|skipped|system-out)$/.test(tag)),
    ).toBe(true);
    expect(report).not.toContain(']]>');
  }
});

test('html: the data ends no element, and no text in it works', () => {
  for (const attack of Object.keys(attacks)) {
    const report = write('html', attack);
    const data = between(report, 'id="data">', '</script>');
    expect(report.replace(data, '')).toBe(builtPage.replace(dataMark, ''));
    expect(data).not.toContain('<');
    const texts = JSON.stringify(JSON.parse(data));
    expect(texts).not.toMatch(/[\u0000-\u001f\u007f-\u009f\u061c\u200b-\u200f\u202a-\u202e\u2066-\u2069]/);
    expect(texts).not.toContain('"javascript:');
  }
});

function between(text: string, before: string, after: string): string {
  const from = text.indexOf(before) + before.length;
  return text.slice(from, text.indexOf(after, from));
}

test('sarif: no link in a message, no script behind an address', () => {
  const report = write('sarif', 'markdown');
  const [run] = JSON.parse(report).runs;
  for (const result of run.results) expect(result.message.text).not.toContain('](');
  expect(report).not.toContain('javascript:alert(1)"');
  for (const { helpUri } of run.tool.driver.rules) expect(helpUri).toMatch(/^https:/);
});

test('markdown: nothing is a link, an image, a mention, a reference or markup', () => {
  const report = write('markdown', 'markdown').replace('<!-- gitmoat:report -->', '');
  expect(report).not.toMatch(/\]\(|!\[|@admin|#1\b(?!;)|`|https?:|www\./);
  expect(report.match(/<\/?[a-z]+/g)?.every((tag) => /^<\/?(?:code|br|span|details|summary)$/.test(tag))).toBe(true);
  for (const row of report.split('\n').filter((line) => line.startsWith('|'))) expect(row.split('|')).toHaveLength(7);
  expect(write('markdown', 'html')).not.toMatch(/<(?:img|script)/);
});
