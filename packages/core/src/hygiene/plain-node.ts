/** Values of plain YAML (plain-yaml.ts) as checks see them. */
import { YamlNode } from './yaml-node.ts';

/** A scalar as it is written, a list, a map. */
export type PlainValue = string | readonly PlainValue[] | PlainMap;

export class PlainMap {
  readonly pairs: readonly (readonly [string, PlainValue])[];

  constructor(pairs: readonly (readonly [string, PlainValue])[]) {
    this.pairs = pairs;
  }
}

const nowhere: readonly [number, number] = [0, 0];

export class PlainNode extends YamlNode {
  readonly #value: PlainValue | null;

  /** Null: there is no such value. */
  constructor(value: PlainValue | null) {
    super();
    this.#value = value;
  }

  get exists(): boolean {
    return this.#value !== null;
  }

  get isMap(): boolean {
    return this.#value instanceof PlainMap;
  }

  get isList(): boolean {
    return Array.isArray(this.#value);
  }

  get text(): string {
    return typeof this.#value === 'string' ? this.#value : '';
  }

  get isTrue(): boolean {
    return /^(?:true|yes|on)$/i.test(this.text);
  }

  get range(): readonly [number, number] {
    return nowhere;
  }

  get keyRange(): readonly [number, number] {
    return nowhere;
  }

  entries(): [string, YamlNode][] {
    const value = this.#value;
    return value instanceof PlainMap ? value.pairs.map(([key, one]) => [key, new PlainNode(one)]) : [];
  }

  items(): YamlNode[] {
    return Array.isArray(this.#value) ? this.#value.map((one: PlainValue) => new PlainNode(one)) : [];
  }

  protected override member(name: string): YamlNode {
    const value = this.#value;
    const pair = value instanceof PlainMap ? value.pairs.find(([key]) => key === name) : undefined;
    return new PlainNode(pair?.[1] ?? null);
  }
}
