/** A rule as SARIF describes it: what a code-scanning service shows beside an alert, and how it ranks it. */
import type { Confidence, Severity } from '../rules/rule.ts';
import type { Finding } from '../scan/finding.ts';
import { markdownText } from './markdown.ts';
import type { ReportOptions } from './options.ts';
import { webAddress } from './web-address.ts';
import { levels } from './worst-first.ts';

/** GitHub's bands: above 9 critical, 7 high, 4 medium, below low. */
const scores: Record<Severity, string> = { critical: '9.5', high: '8.0', medium: '5.5', low: '3.0', info: '1.0' };
/** How GitHub words our confidence. */
const precisions: Record<Confidence, string> = { provable: 'very-high', high: 'high', medium: 'medium', low: 'low' };
/** GitHub shows this much of a description. */
const longestText = 1_024;

/** `example`: the first finding of the rule; it says how bad and how sure. */
export function sarifRule(example: Finding, options: ReportOptions): object {
  const { rule: id, kind, severity, confidence } = example;
  const text = options.ruleText(id);
  const references = (text?.references ?? []).flatMap((reference) => webAddress(reference) ?? []);
  const paragraphs = [text?.description, text?.remediation].filter((paragraph) => paragraph);
  const links = references.map((reference) => `- <${reference}>`).join('\n');
  const help = {
    text: [...paragraphs, ...references].join('\n\n') || id,
    markdown: [...paragraphs.map((paragraph) => markdownText(paragraph!)), links].filter(Boolean).join('\n\n') || id,
  };
  // CWE-798, use of hard-coded credentials; GitHub reads the number out of this form.
  const tags = ['security', ...(kind === 'hygiene' ? ['hygiene'] : ['secret', 'external/cwe/cwe-798'])];
  return {
    id,
    name: id.replace(/(?:^|-)(.)/g, (_, letter: string) => letter.toUpperCase()),
    shortDescription: { text: (text?.name ?? example.title).slice(0, longestText) },
    fullDescription: { text: (text?.description || example.title).slice(0, longestText) },
    help,
    ...(references[0] === undefined ? {} : { helpUri: references[0] }),
    defaultConfiguration: { level: levels[severity] },
    properties: { tags, precision: precisions[confidence], 'security-severity': scores[severity] },
  };
}
