/** A list of rules whose JSON is parsed rule by rule, on first use: a hook needs a handful of a thousand and more. */
import type { CompiledRule } from './rule.ts';

/** Rule i is the JSON in bytes[start[i], start[i + 1]). Behaves as an array; `Array.from` makes it one that can be cloned. */
export function lazyRules(bytes: Buffer, start: Uint32Array): readonly CompiledRule[] {
  const count = start.length - 1;
  const isIndex = (key: string | symbol): key is string =>
    typeof key === 'string' && /^\d+$/.test(key) && Number(key) < count;
  return new Proxy(new Array<CompiledRule>(count), {
    get(known, key, receiver) {
      if (!isIndex(key)) return Reflect.get(known, key, receiver) as unknown;
      const index = Number(key);
      known[index] ??= JSON.parse(bytes.toString('utf8', start[index], start[index + 1])) as CompiledRule;
      return known[index];
    },
    has: (known, key) => isIndex(key) || Reflect.has(known, key),
  });
}
