/** YAML with places: every node knows its range, aliases are followed, errors are kept. Never throws. */
import { type Document, isAlias, isMap, isPair, isScalar, isSeq, type Node, parseAllDocuments } from 'yaml';

export interface YamlFile {
  readonly roots: readonly YamlNode[];
  /** The first error; null where the file is well-formed. */
  readonly error: { readonly message: string; readonly offset: number } | null;
}

/** A place in the file: a value that may be absent, with helpers that never fail. */
export class YamlNode {
  readonly #node: Node | null;
  readonly #key: Node | null;
  readonly #document: Document;
  readonly #isAlias: boolean;

  constructor(node: unknown, document: Document, key: unknown = null) {
    const resolved = isAlias(node) ? (node.resolve(document) ?? null) : node;
    this.#node = (resolved as Node | null) ?? null;
    this.#key = key as Node | null;
    this.#document = document;
    this.#isAlias = isAlias(node);
  }

  get isMap(): boolean {
    return isMap(this.#node);
  }

  get isList(): boolean {
    return isSeq(this.#node);
  }

  get exists(): boolean {
    return this.#node !== null || this.#key !== null;
  }

  /** A scalar as text, as it is written (`on` stays `on`); empty for anything else. */
  get text(): string {
    if (!isScalar(this.#node)) return '';
    const { source, value } = this.#node as { source?: string; value: unknown };
    return typeof value === 'string' ? value : (source ?? String(value ?? ''));
  }

  get isTrue(): boolean {
    return isScalar(this.#node) && (this.#node.value === true || /^(?:true|yes|on)$/i.test(this.text));
  }

  get(...path: readonly string[]): YamlNode {
    let at: YamlNode = this;
    for (const name of path) at = at.#member(name);
    return at;
  }

  #member(name: string): YamlNode {
    if (isMap(this.#node)) {
      for (const { key, value } of this.#node.items) {
        if (isScalar(key) && keyText(key) === name) return new YamlNode(value, this.#document, key);
      }
    }
    return new YamlNode(null, this.#document);
  }

  /** Keys and values of a map, merge keys left out. */
  entries(): [string, YamlNode][] {
    if (!isMap(this.#node)) return [];
    return this.#node.items.flatMap(({ key, value }): [string, YamlNode][] =>
      isScalar(key) ? [[keyText(key), new YamlNode(value, this.#document, key)]] : [],
    );
  }

  items(): YamlNode[] {
    return isSeq(this.#node)
      ? this.#node.items.map((item) => new YamlNode(isPair(item) ? null : item, this.#document))
      : [];
  }

  /** One value or a list of them, as texts. */
  texts(): string[] {
    return this.isList ? this.items().map(({ text }) => text) : this.text === '' ? [] : [this.text];
  }

  /** Every map below, this one included, depth first; aliases are not entered, they can be endless. */
  *maps(): Iterable<YamlNode> {
    if (this.#isAlias) return;
    if (this.isMap) yield this;
    for (const [, child] of this.entries()) yield* child.maps();
    for (const child of this.items()) yield* child.maps();
  }

  /** Character offsets of the value, or of the key where there is no value. */
  get range(): readonly [number, number] {
    const range = this.#node?.range ?? this.#key?.range;
    return range ? [range[0], range[1]] : [0, 0];
  }

  get keyRange(): readonly [number, number] {
    const range = this.#key?.range ?? this.#node?.range;
    return range ? [range[0], range[1]] : [0, 0];
  }
}

function keyText(key: { source?: string; value: unknown }): string {
  return typeof key.value === 'string' ? key.value : (key.source ?? String(key.value));
}

/** Values of tags that templates use (`!Ref`, `!vault`) pass; only syntax is an error. */
export function parseYaml(text: string): YamlFile {
  let documents: Document[];
  try {
    documents = [
      ...parseAllDocuments(text, { prettyErrors: false, logLevel: 'silent', uniqueKeys: false }),
    ] as Document[];
  } catch (error) {
    return { roots: [], error: { message: (error as Error).message, offset: 0 } };
  }
  const first = documents.flatMap(({ errors }) => errors)[0];
  const error = first === undefined ? null : { message: first.message, offset: first.pos[0] };
  return { roots: documents.map((document) => new YamlNode(document.contents, document)), error };
}
