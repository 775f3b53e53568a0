/**
 * Terraform files as plain values with places, read by tree-sitter's grammar (WebAssembly), which goes on after an
 * error. Expressions are not evaluated: what is not a literal keeps its text.
 */
import { readFileSync } from 'node:fs';
import { Language, type Node, Parser } from 'web-tree-sitter';

export interface HclValue {
  readonly raw: string;
  readonly range: readonly [number, number];
  /** Text of a string, heredoc, number or boolean without interpolation. */
  readonly literal: string | null;
  readonly list: readonly HclValue[] | null;
  readonly object: readonly (readonly [string, HclValue])[] | null;
  /** A function's name and arguments. */
  readonly call: { readonly name: string; readonly args: readonly HclValue[] } | null;
  /** File in which `range` lies, where a module's caller gave the value. */
  readonly from?: string;
}

export interface HclBlock {
  readonly type: string;
  readonly labels: readonly string[];
  readonly attributes: ReadonlyMap<string, HclValue>;
  readonly blocks: readonly HclBlock[];
  /** Of its head: type and labels. */
  readonly range: readonly [number, number];
}

export interface HclFile {
  readonly attributes: ReadonlyMap<string, HclValue>;
  readonly blocks: readonly HclBlock[];
  readonly error: { readonly message: string; readonly offset: number } | null;
}

const emptyHcl: HclFile = { attributes: new Map(), blocks: [], error: null };

/** Files of the two WebAssembly modules. */
export interface HclAssets {
  readonly runtime: string;
  readonly grammar: string;
}

let ready: Promise<Parser> | null = null;

/** Takes some 30 ms of start-up, so it is asked for only where there is Terraform. */
export async function hclParser({ runtime, grammar }: HclAssets): Promise<(text: string) => HclFile> {
  ready ??= (async () => {
    await Parser.init({ wasmBinary: readFileSync(runtime) });
    const parser = new Parser();
    parser.setLanguage(await Language.load(readFileSync(grammar)));
    return parser;
  })();
  const parser = await ready;
  return (text) => {
    const tree = parser.parse(text);
    if (tree === null) return emptyHcl;
    try {
      const { rootNode } = tree;
      const body = rootNode.namedChildren.find((node) => node?.type === 'body') ?? null;
      return { ...bodyOf(body), error: rootNode.hasError ? firstError(rootNode) : null };
    } finally {
      tree.delete();
    }
  };
}

function firstError(node: Node): { message: string; offset: number } {
  for (const child of node.children) {
    if (child?.hasError || child?.isMissing) {
      return child.isError || child.isMissing
        ? { message: 'syntax error', offset: child.startIndex }
        : firstError(child);
    }
  }
  return { message: 'syntax error', offset: node.startIndex };
}

function children(node: Node | null): Node[] {
  return (node?.namedChildren ?? []).filter((child) => child !== null);
}

function bodyOf(body: Node | null): Pick<HclFile, 'attributes' | 'blocks'> {
  const attributes = new Map<string, HclValue>();
  const blocks: HclBlock[] = [];
  for (const node of children(body)) {
    const parts = children(node);
    if (node.type === 'attribute' && parts.length > 1) attributes.set(parts[0]!.text, readValue(parts[1]!));
    if (node.type !== 'block') continue;
    const head = parts.filter(({ type }) => type === 'identifier' || type === 'string_lit');
    const inner = parts.find(({ type }) => type === 'body') ?? null;
    const [type = '', ...labels] = head.map((part) => (part.type === 'string_lit' ? stringOf(part) : part.text));
    blocks.push({ type, labels, range: [node.startIndex, head.at(-1)?.endIndex ?? node.startIndex], ...bodyOf(inner) });
  }
  return { attributes, blocks };
}

function stringOf(node: Node): string {
  return children(node)
    .filter(({ type }) => type === 'template_literal')
    .map(({ text }) => text)
    .join('');
}

const wrappers = new Set(['expression', 'literal_value', 'collection_value', 'template_expr']);

function readValue(node: Node): HclValue {
  const range = [node.startIndex, node.endIndex] as const;
  const plain = { raw: node.text, range, literal: null, list: null, object: null, call: null };
  let inner = node;
  while (wrappers.has(inner.type) && children(inner).length === 1) inner = children(inner)[0]!;
  switch (inner.type) {
    case 'string_lit':
      return { ...plain, literal: unescaped(stringOf(inner)) };
    case 'numeric_lit':
    case 'bool_lit':
      return { ...plain, literal: inner.text };
    case 'quoted_template':
    case 'heredoc_template': {
      const isOpen = children(inner).some(({ type }) => type.startsWith('template_') && type !== 'template_literal');
      return isOpen ? plain : { ...plain, literal: stringOf(inner) };
    }
    case 'operation': {
      // -1: a sign is an operation in this grammar.
      const text = inner.text.replace(/\s/g, '');
      return /^-\d+$/.test(text) ? { ...plain, literal: text } : plain;
    }
    case 'tuple':
      return {
        ...plain,
        list: children(inner)
          .filter(({ type }) => type === 'expression')
          .map(readValue),
      };
    case 'object': {
      const elements = children(inner).filter(({ type }) => type === 'object_elem');
      return { ...plain, object: elements.flatMap((element) => pairOf(element)) };
    }
    case 'function_call': {
      const [name, list] = children(inner);
      const args = children(list ?? null).filter(({ type }) => type === 'expression');
      return { ...plain, call: { name: name?.text ?? '', args: args.map(readValue) } };
    }
    default:
      return plain;
  }
}

function pairOf(element: Node): [string, HclValue][] {
  const [key, value] = children(element);
  if (key === undefined || value === undefined) return [];
  return [[readValue(key).literal ?? key.text, readValue(value)]];
}

function unescaped(text: string): string {
  return text.replace(/\\(["\\nrt])/g, (_, letter: string) => ({ n: '\n', r: '\r', t: '\t' })[letter] ?? letter);
}
