/**
 * Names, subjects, authors, titles and reasons come from strangers. Each format gets every kind of attack in every
 * field and must stay what it is: no control character, no markup, no formula, no command to the CI system.
 */
import { describe, expect, test } from 'vitest';
import { formats } from '../../../packages/core/src/report/reporters.ts';
import { commit, makeFinding, makeOccurrence, makeResult } from './make-result.ts';
import { render } from './render.ts';

const attacks: Readonly<Record<string, string>> = {
  ansi: '\u001b[2Ja\u009b31m\u0007\r\n\u0008\u007f',
  bidi: 'abc\u202etxt.exe\u2066\u200b\u061c',
  html: '<img src=x onerror=alert(1)>"\'></script><script>alert(2)</script><!--',
  cdata: 'a]]>b<![CDATA[c]]><x/>&amp;&lol;',
  formula: '=HYPERLINK("http://x";"y");+1,@SUM(A1)',
  command: '::error file=a::pwned',
  newlineCommand: 'x\n::set-output name=a::b\n::stop-commands::t',
  azure: '##vso[task.setvariable variable=PATH]/tmp ##[add-mask]x ##teamcity[x]',
  markdown: '[x](javascript:alert(1)) ![i](http://x/i.png) @admin #1 | `code` **b** http://x www.x.y <b>',
  template: '${{ secrets.TOKEN }} {{ 7*7 }} %0A%25',
  surrogate: `lone \ud800 end`,
};

/** The attack in every text that a repository or a rule can bring. */
function hostileResult(hostile: string) {
  const place = makeOccurrence({
    path: hostile,
    commit: { ...commit('2024-01-02', hostile), author: hostile, email: hostile },
  });
  const finding = makeFinding({
    rule: 'generic-password',
    title: hostile,
    secret: hostile,
    path: hostile,
    facts: { account: hostile },
    refs: [`refs/remotes/${hostile}/main`],
    commit: place.commit,
    occurrences: [place, { ...place, where: 'commit-message', path: null, inHead: false }],
  });
  const by = { by: 'inline', reason: hostile, where: hostile } as const;
  const hidden = { ...finding, suppressed: by, occurrences: [{ ...place, suppressed: by }] };
  const skipped = [{ reason: hostile, unread: true, count: 2, names: [hostile] }];
  const base = makeResult([finding, hidden, { ...finding, kind: 'hygiene' }], { notes: [hostile], target: hostile });
  return { ...base, coverage: { ...base.coverage, complete: false, blobs: { total: 3, scanned: 1, skipped } } };
}

const ruleText = (hostile: string) => (id: string) => ({
  id,
  name: hostile,
  description: hostile,
  remediation: hostile,
  references: [`https://example.com/${hostile}`, 'javascript:alert(1)'],
});

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

test('markdown: nothing is a link, an image, a mention, a reference or markup', () => {
  const report = write('markdown', 'markdown').replace('<!-- gitmoat:report -->', '');
  expect(report).not.toMatch(/\]\(|!\[|@admin|#1\b(?!;)|`|https?:|www\./);
  expect(report.match(/<\/?[a-z]+/g)?.every((tag) => /^<\/?(?:code|br|span|details|summary)$/.test(tag))).toBe(true);
  for (const row of report.split('\n').filter((line) => line.startsWith('|'))) expect(row.split('|')).toHaveLength(7);
  expect(write('markdown', 'html')).not.toMatch(/<(?:img|script)/);
});
