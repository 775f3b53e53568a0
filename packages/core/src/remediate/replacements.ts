/**
 * The file for `git filter-repo --replace-text` (and --replace-message), written and read back. It holds raw secrets:
 * whoever writes it sees to its permissions and its end.
 */

/** What takes a secret's place; no rule matches it. */
const removed = '***REMOVED***';

/** One line a text. A text that the format could misread (line ends, blanks, `==>`) is a regular expression of escapes. */
export function replacementFile(texts: readonly Buffer[]): Buffer {
  return Buffer.from(texts.map((text) => `${lineFor(text)}==>${removed}\n`).join(''), 'latin1');
}

function lineFor(text: Buffer): string {
  const plain = text.toString('latin1');
  if (/^[\x21-\x7e]+$/.test(plain) && !plain.includes('==>')) return `literal:${plain}`;
  const escaped = [...text].map((byte) => `\\x${byte.toString(16).padStart(2, '0')}`);
  return `regex:${escaped.join('')}`;
}

/** The texts of such a file. Null where a line is not of the form above: it was not written by gitmoat. */
export function readReplacements(file: Buffer): Buffer[] | null {
  const lines = file.toString('latin1').split(/\r?\n/).filter(Boolean);
  const texts = lines.map((line) => {
    const [, form, text] = /^(literal|regex):(.+)==>[^=>]*$/.exec(line) ?? [];
    if (form === 'literal') return Buffer.from(text!, 'latin1');
    const hex = text?.replaceAll('\\x', '') ?? '';
    return /^(?:[0-9a-f]{2})+$/.test(hex) ? Buffer.from(hex, 'hex') : null;
  });
  return texts.every((text) => text !== null) ? texts : null;
}
