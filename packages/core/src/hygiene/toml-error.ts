/** What is wrong with a TOML text, and where. */
import { parse, TomlError } from 'smol-toml';

export interface TomlFault {
  readonly message: string;
  /** Character offset. */
  readonly offset: number;
}

/** The first fault; null for a well-formed text. */
export function tomlFault(text: string): TomlFault | null {
  try {
    parse(text);
    return null;
  } catch (error) {
    if (!(error instanceof TomlError)) return { message: 'not valid TOML', offset: 0 };
    // The message quotes the lines around the fault; they may be anything.
    const message = error.message.split('\n')[0]!.replace(/^Invalid TOML document: /, '');
    return { message, offset: offsetOf(text, error.line, error.column) };
  }
}

function offsetOf(text: string, line: number, column: number): number {
  let start = 0;
  for (let passed = 1; passed < line; passed++) start = text.indexOf('\n', start) + 1;
  return Math.min(start + column - 1, text.length);
}
