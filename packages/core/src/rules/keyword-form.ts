/**
 * The pattern behind a rule's `keywords` + `value` form: the provider's name, a short gap on the same line, a
 * separator, the value. One place, so that all such rules are equally strict.
 */

/** Bytes that can stand right before a value; path separators and dashes are left out (commit hashes, file names). */
const separator = '[=:>,(\\[{"\'`\\s|@]';

/** A dash or dot counts only behind a word that says what follows: `acme-key-<value>`, not `acme-1a2b…` (hashes in file names). */
const saidBefore = '(?<=[Kk]ey|KEY|[Tt]oken|TOKEN|[Ss]ecret|SECRET|[Pp]rivate|PRIVATE|[Aa]ccess|ACCESS)[-.]';

/** What may follow a provider's name written in one word (`algoliaapikey`); other lower-case letters make another word (`frontend`). */
const continuations =
  'api|key|token|tkn|secret|access|client|auth|pass|pwd|cred|id|app|user|usr|account|acct|webhook|private|personal|service|svc|oauth|admin|live|test|prod|dev|bot|sdk|rest|http|org|team|project|workspace|license|pat|hook|url|uri|io|com|ai|cloud|s[^a-z]';

export const defaultGap = 48;

export function keywordPattern(keywords: readonly string[], value: string, gap: number = defaultGap): string {
  const names = keywords.map((keyword) => anyCase(keyword)).join('|');
  return `${wordStart(keywords)}(?:${names})(?:(?![a-z])|(?=${continuations}))[^\\r\\n]{0,${gap}}?(?:${separator}|${saidBefore})(?<secret>${value})(?![A-Za-z0-9_+/-])`;
}

/** Not inside a longer word: no letter before, or a camel-case capital right here. */
function wordStart(keywords: readonly string[]): string {
  const capitals = [...new Set(keywords.map((k) => k[0]!.toUpperCase()).filter((c) => c >= 'A' && c <= 'Z'))].join('');
  const start = '(?<![A-Za-z])|(?<=\\\\[nrt])';
  return capitals === '' ? `(?:${start})` : `(?:${start}|(?<=[a-z])(?=[${capitals}]))`;
}

function anyCase(literal: string): string {
  return Array.from(literal, (char) => {
    const lower = char.toLowerCase();
    const upper = char.toUpperCase();
    return lower === upper ? char.replace(/[\\^$.*+?()[\]{}|/-]/, '\\$&') : `[${lower}${upper}]`;
  }).join('');
}
