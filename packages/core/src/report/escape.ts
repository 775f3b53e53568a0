/**
 * Paths, subjects and author names come from strangers: what could move a terminal's cursor, hide text, turn its
 * direction or be a command to the CI system that reads the output is written as an escape before it is printed.
 */

// C0, DEL, C1, line and paragraph separators, zero-width and bidirectional controls (https://trojansource.codes).
const unsafe = /[\u0000-\u001f\u007f-\u009f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]/g;

// `::error::` where a line may begin (GitHub Actions; wrapping breaks at spaces), `##[x]` and `##vso[x]` anywhere (GitHub
// Actions, Azure Pipelines), `##teamcity[`.
const commandStart = /(?<=^|\s):(?=:)|#(?=#\w*\[)/g;

/** One line, safe to print. */
export function escapeControls(text: string): string {
  return text.replace(unsafe, escaped).replace(commandStart, escaped);
}

function escaped(character: string): string {
  const code = character.charCodeAt(0);
  if (code === 10) return '\\n';
  if (code === 13) return '\\r';
  if (code === 9) return '\\t';
  return code < 256 ? `\\x${code.toString(16).padStart(2, '0')}` : `\\u${code.toString(16).padStart(4, '0')}`;
}

/** JSON that is safe to print: JSON.stringify leaves DEL, C1 and the direction controls as they are. */
export function toSafeJson(value: unknown, indent?: number): string {
  // Within JSON no line begins with `::`, and whatever stands inside it still means the same to a reader of JSON.
  return JSON.stringify(value, null, indent)
    .replace(unsafe, jsonEscaped)
    .replace(/#(?=#\w*\[)/g, '\\u0023');
}

function jsonEscaped(character: string): string {
  return character === '\n' ? character : `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;
}
