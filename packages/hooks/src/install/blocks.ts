/** gitmoat's lines in a file that belongs to someone else: between two marks, so that they can be taken out again. */

const begin = '# >>> gitmoat (gitmoat hooks uninstall removes these lines)';
const end = '# <<< gitmoat';

export function blockOf(lines: readonly string[], indent = ''): string {
  return [begin, ...lines, end].map((line) => `${indent}${line}\n`).join('');
}

export function hasBlock(text: string): boolean {
  return text.includes(begin);
}

/** The text without gitmoat's lines: what it was before, byte for byte, if nobody moved them. */
export function withoutBlocks(text: string): string {
  const kept: string[] = [];
  let inside = false;
  for (const line of text.split(/(?<=\n)/)) {
    if (line.trim() === begin) inside = true;
    if (!inside) kept.push(line);
    if (line.trim() === end) inside = false;
  }
  return kept.join('');
}

/**
 * Shell words that find gitmoat in the project first, on PATH otherwise, and for a linked working tree, which has no
 * node_modules, in the main one; never on the network.
 */
export const inProject = 'PATH="$PWD/node_modules/.bin:$PATH:$(git rev-parse --git-common-dir)/../node_modules/.bin"';
