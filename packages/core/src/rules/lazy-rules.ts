/** A list of rules whose JSON is parsed rule by rule, on first use: a hook needs a handful of a thousand and more. */
import type { CompiledRule } from './rule.ts';
import { fullRule } from './slim-rule.ts';

/** `json`: the text of rule i. Behaves as an array; `Array.from` makes it one that can be cloned. */
export function lazyRules(count: number, json: (index: number) => string): readonly CompiledRule[] {
  const isIndex = (key: string | symbol): key is string =>
    typeof key === 'string' && /^\d+$/.test(key) && Number(key) < count;
  return new Proxy(new Array<CompiledRule>(count), {
    get(known, key, receiver) {
      if (!isIndex(key)) return Reflect.get(known, key, receiver) as unknown;
      const index = Number(key);
      known[index] ??= fullRule(json(index), index);
      return known[index];
    },
    has: (known, key) => isIndex(key) || Reflect.has(known, key),
  });
}
