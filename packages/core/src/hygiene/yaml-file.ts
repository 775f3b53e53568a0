/** YAML with places: every node knows its range, aliases are followed, errors are kept. Never throws. */
import { type Document, isAlias, isMap, isPair, isScalar, isSeq, type Node, parseAllDocuments } from 'yaml';
import { type YamlFile, YamlNode } from './yaml-node.ts';

class ParsedNode extends YamlNode {
  readonly #node: Node | null;
  readonly #key: Node | null;
  readonly #document: Document;
  readonly #isAlias: boolean;

  constructor(node: unknown, document: Document, key: unknown = null) {
    super();
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

  get text(): string {
    if (!isScalar(this.#node)) return '';
    const { source, value } = this.#node as { source?: string; value: unknown };
    return typeof value === 'string' ? value : (source ?? String(value ?? ''));
  }

  get isTrue(): boolean {
    return isScalar(this.#node) && (this.#node.value === true || /^(?:true|yes|on)$/i.test(this.text));
  }

  protected override member(name: string): YamlNode {
    if (isMap(this.#node)) {
      for (const { key, value } of this.#node.items) {
        if (isScalar(key) && keyText(key) === name) return new ParsedNode(value, this.#document, key);
      }
    }
    return new ParsedNode(null, this.#document);
  }

  entries(): [string, YamlNode][] {
    if (!isMap(this.#node)) return [];
    return this.#node.items.flatMap(({ key, value }): [string, YamlNode][] =>
      isScalar(key) ? [[keyText(key), new ParsedNode(value, this.#document, key)]] : [],
    );
  }

  items(): YamlNode[] {
    return isSeq(this.#node)
      ? this.#node.items.map((item) => new ParsedNode(isPair(item) ? null : item, this.#document))
      : [];
  }

  /** Aliases are not entered, they can be endless. */
  override *maps(): Iterable<YamlNode> {
    if (!this.#isAlias) yield* super.maps();
  }

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
  return { roots: documents.map((document) => new ParsedNode(document.contents, document)), error };
}
