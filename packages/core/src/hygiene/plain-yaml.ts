/**
 * The everyday part of YAML, line by line: block maps and lists, scalars on one line, `|` and `>`, `[a, b]` and `{a: b}` on
 * one line. A commit hook reads most workflows and manifests by it, in a tenth of the time that loading the library takes.
 * It answers as the library does (a test compares the two) or not at all: anchors, tags, scalars over several lines, tabs,
 * anything odd or wrong. Places are not kept, so what is found by it has to be judged again.
 */

import { PlainMap, PlainNode, type PlainValue } from './plain-node.ts';
import { NotPlain, plainFlow, plainKey, plainScalar } from './plain-scalar.ts';
import type { YamlFile } from './yaml-node.ts';

/** Beyond this the library is no dearer, by the byte. */
const longest = 1 << 20;

/** Null: not plainly well-formed. */
export function plainYaml(text: string): YamlFile | null {
  // Breaks and marks that YAML counts otherwise than `\n` does; control characters.
  if (text.length > longest || /[^\t\n\x20-\x7e\xa0-\u2027\u202a-\ufefe]/.test(text)) return null;
  try {
    return { roots: new Reader(text.split('\n')).documents().map((value) => new PlainNode(value)), error: null };
  } catch (error) {
    if (error instanceof NotPlain) return null;
    throw error;
  }
}

class Reader {
  readonly #lines: string[];
  #at = 0;
  /** Of the line at `#at`: spaces before its first other character; -1: the document ends there. */
  #indent = -1;
  /** That line without these spaces. */
  #rest = '';

  constructor(lines: string[]) {
    this.#lines = lines;
  }

  documents(): PlainValue[] {
    const found: PlainValue[] = [];
    this.#toText();
    while (this.#at < this.#lines.length) {
      if (this.#indent < 0) this.#next();
      if (this.#indent < 0) throw new NotPlain();
      found.push(this.#block());
      if (this.#indent >= 0) throw new NotPlain();
    }
    if (found.length === 0) throw new NotPlain();
    return found;
  }

  #next(): void {
    this.#at++;
    this.#toText();
  }

  /** Passes empty lines and comments. */
  #toText(): void {
    this.#indent = -1;
    for (; this.#at < this.#lines.length; this.#at++) {
      const line = this.#lines[this.#at]!;
      const indent = spacesOf(line);
      const first = line[indent];
      if (first === undefined || first === '#') continue;
      if (indent === 0 && (line.startsWith('---') || line.startsWith('...') || first === '%')) {
        if (!/^--- *(?: #.*)?$/.test(line)) throw new NotPlain();
        return;
      }
      if (line.includes('\t')) throw new NotPlain();
      this.#indent = indent;
      this.#rest = line.slice(indent);
      return;
    }
  }

  /** The map or list that begins at the line at hand. */
  #block(): PlainValue {
    return isItem(this.#rest) ? this.#list(this.#indent) : this.#map(this.#indent);
  }

  #list(indent: number): PlainValue[] {
    const items: PlainValue[] = [];
    while (this.#indent === indent && isItem(this.#rest)) {
      const inner = 1 + spacesOf(this.#rest.slice(1));
      const rest = this.#rest.slice(inner);
      if (isItem(rest) || plainKey(rest) !== null) {
        // `- key: value`: a block of its own, as if its line began there.
        this.#indent = indent + inner;
        this.#rest = rest;
        items.push(this.#block());
      } else items.push(this.#value(rest, indent, false));
    }
    if (this.#indent > indent) throw new NotPlain();
    return items;
  }

  #map(indent: number): PlainMap {
    const pairs: [string, PlainValue][] = [];
    while (this.#indent === indent && !isItem(this.#rest)) {
      const key = plainKey(this.#rest);
      if (key === null) throw new NotPlain();
      pairs.push([key.text, this.#value(this.#rest.slice(key.end), indent, true)]);
    }
    if (this.#indent > indent) throw new NotPlain();
    return new PlainMap(pairs);
  }

  /** What stands behind `key:` or `-`; `indent`: of the block that it belongs to. Ends at the line after it. */
  #value(text: string, indent: number, ofMap: boolean): PlainValue {
    const rest = text.slice(spacesOf(text));
    if (rest === '' || (rest[0] === '#' && rest !== text)) {
      this.#next();
      const nested = this.#indent > indent || (ofMap && this.#indent === indent && isItem(this.#rest));
      return nested ? this.#block() : '';
    }
    if (rest[0] === '|' || rest[0] === '>') return this.#lineBlock(rest, indent);
    const value = rest[0] === '[' || rest[0] === '{' ? plainFlow(rest) : plainScalar(rest);
    this.#next();
    // A scalar that goes on, or a mistake.
    if (this.#indent > indent) throw new NotPlain();
    return value;
  }

  #lineBlock(header: string, indent: number): string {
    const style = /^([|>])(-?) *(?: #.*)?$/.exec(header);
    if (style === null) throw new NotPlain();
    const lines: string[] = [];
    let inner = -1;
    for (this.#at++; this.#at < this.#lines.length; this.#at++) {
      const line = this.#lines[this.#at]!;
      const spaces = spacesOf(line);
      if (spaces === line.length) {
        // Before the first line of text its own spaces would have to be compared.
        if (inner < 0) throw new NotPlain();
        lines.push(line.slice(inner));
        continue;
      }
      if (inner < 0 && spaces > indent) inner = spaces;
      if (inner < 0 || spaces < inner) break;
      if (line.trim() === '') throw new NotPlain();
      lines.push(line.slice(inner));
    }
    if (inner < 0) throw new NotPlain();
    this.#toText();
    while (lines.at(-1)!.trim() === '') if (lines.pop() !== '') throw new NotPlain();
    const text = style[1] === '|' ? lines.join('\n') : folded(lines);
    return style[2] === '-' ? text : `${text}\n`;
  }
}

/** Lines become one; as many empty ones as there are between become breaks. */
function folded(lines: readonly string[]): string {
  let text = '';
  let breaks = 0;
  for (const line of lines) {
    // Lines that stand further in keep their breaks.
    if (/^[ \t]/.test(line)) throw new NotPlain();
    if (line === '') breaks++;
    else {
      if (text !== '') text += breaks === 0 ? ' ' : '\n'.repeat(breaks);
      text += line;
      breaks = 0;
    }
  }
  return text;
}

const isItem = (text: string): boolean => text[0] === '-' && (text.length === 1 || text[1] === ' ');

function spacesOf(text: string): number {
  let at = 0;
  while (text.charCodeAt(at) === 32) at++;
  return at;
}
