/** From a place in the parsed YAML to `file:line:column`, which is where people look. */
import { type Document, isMap, isScalar, type LineCounter, type Node } from 'yaml';

export type KeyPath = readonly (string | number)[];

export class Positions {
  readonly #document: Document;
  readonly #lines: LineCounter;
  readonly #file: string;

  constructor(document: Document, lines: LineCounter, file: string) {
    this.#document = document;
    this.#lines = lines;
    this.#file = file;
  }

  /** The value at `path`; where it is missing, the nearest thing around it. */
  ofValue(path: KeyPath): string {
    for (let length = path.length; length > 0; length--) {
      const node = this.#document.getIn(path.slice(0, length), true) as Node | undefined;
      if (node?.range) return this.at(node.range[0]);
    }
    return this.at(this.#document.contents?.range?.[0] ?? 0);
  }

  /** The key itself, for unknown keys. */
  ofKey(path: KeyPath): string {
    const parent = path.length === 1 ? this.#document.contents : this.#document.getIn(path.slice(0, -1), true);
    const pair = isMap(parent)
      ? parent.items.find(({ key }) => isScalar(key) && String(key.value) === path.at(-1))
      : undefined;
    const key = pair?.key;
    return isScalar(key) && key.range ? this.at(key.range[0]) : this.ofValue(path);
  }

  line(path: KeyPath): string {
    return this.ofValue(path).replace(/:\d+$/, '');
  }

  at(offset: number): string {
    const { line, col } = this.#lines.linePos(offset);
    return `${this.#file}:${line}:${col}`;
  }
}
