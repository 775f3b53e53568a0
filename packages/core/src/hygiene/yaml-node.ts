/** What checks see of a YAML file, whichever reader made it: yaml-file.ts (all of YAML) or plain-yaml.ts (its everyday part). */

export interface YamlFile {
  readonly roots: readonly YamlNode[];
  /** The first error; null where the file is well-formed. */
  readonly error: { readonly message: string; readonly offset: number } | null;
}

/** A place in the file: a value that may be absent, with helpers that never fail. */
export abstract class YamlNode {
  abstract readonly isMap: boolean;
  abstract readonly isList: boolean;
  abstract readonly exists: boolean;
  /** A scalar as text, as it is written (`on` stays `on`); empty for anything else. */
  abstract readonly text: string;
  abstract readonly isTrue: boolean;
  /** Character offsets of the value, or of the key where there is no value. */
  abstract readonly range: readonly [number, number];
  abstract readonly keyRange: readonly [number, number];

  /** Keys and values of a map, merge keys left out. */
  abstract entries(): [string, YamlNode][];
  abstract items(): YamlNode[];
  /** The value of a key, of the first where there are several; a node that does not exist where there is none. */
  protected abstract member(name: string): YamlNode;

  get(...path: readonly string[]): YamlNode {
    let at: YamlNode = this;
    for (const name of path) at = at.member(name);
    return at;
  }

  /** One value or a list of them, as texts. */
  texts(): string[] {
    return this.isList ? this.items().map(({ text }) => text) : this.text === '' ? [] : [this.text];
  }

  /** Every map below, this one included, depth first. */
  *maps(): Iterable<YamlNode> {
    if (this.isMap) yield this;
    for (const [, child] of this.entries()) yield* child.maps();
    for (const child of this.items()) yield* child.maps();
  }
}
