/** Results whose every text is an attack: on terminals, markup, spreadsheets, CI systems. */
import type { RuleText } from '../../../packages/core/src/rules/rule.ts';
import type { ScanResult } from '../../../packages/core/src/scan/result.ts';
import { commit, makeFinding, makeOccurrence, makeResult } from './make-result.ts';

export const attacks: Readonly<Record<string, string>> = {
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
export function hostileResult(hostile: string): ScanResult {
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

export const ruleText =
  (hostile: string) =>
  (id: string): RuleText => ({
    id,
    name: hostile,
    description: hostile,
    remediation: hostile,
    references: [`https://example.com/${hostile}`, 'javascript:alert(1)'],
  });
