/**
 * What a module's variables and locals are, where that is literal: a variable's default, or the argument that the one
 * caller in this repository gives. References to them take over the value; everything else stays as it is written.
 */
import { posix } from 'node:path';
import type { HclBlock, HclValue } from '../../hcl.ts';
import type { TerraformModule } from './module.ts';

/** `var.name` and `local.name` → value. */
type Known = ReadonlyMap<string, HclValue>;

/** A local that names a local that names …: people do not go deeper. */
const deepest = 5;
const reference = /^(?:var|local)\.[\w-]+$/;

export function resolveModules(modules: readonly TerraformModule[]): TerraformModule[] {
  const given = new Map(modules.map((module) => [module.folder, argumentsOf(module, modules)]));
  return modules.map((module) => {
    const known = knownIn(module, given.get(module.folder) ?? new Map());
    if (known.size === 0) return module;
    const blocks = module.blocks.map(({ path, block }) => ({
      path,
      // A variable's own default is no use of it.
      block: block.type === 'variable' || block.type === 'locals' ? block : resolveBlock(block, known),
    }));
    return { ...module, blocks };
  });
}

/** Literal arguments of calls with this folder as source. Where two calls differ nothing is known. */
function argumentsOf({ folder }: TerraformModule, modules: readonly TerraformModule[]): Map<string, HclValue | null> {
  const given = new Map<string, HclValue | null>();
  for (const caller of modules) {
    for (const { path, block } of caller.blocks) {
      const source = block.type === 'module' ? (block.attributes.get('source')?.literal ?? '') : '';
      if (!/^\.{1,2}\//.test(source) || posix.join(caller.folder, source, '/') !== folder) continue;
      for (const [name, value] of block.attributes) {
        const key = `var.${name}`;
        const same = given.get(key);
        const isNew = !given.has(key) || (same?.raw === value.raw && isPlain(value));
        given.set(key, isNew && isPlain(value) ? { ...value, from: path } : null);
      }
    }
  }
  return given;
}

const isPlain = ({ literal, list, object }: HclValue): boolean => literal !== null || list !== null || object !== null;

function knownIn({ blocks }: TerraformModule, given: ReadonlyMap<string, HclValue | null>): Known {
  const known = new Map<string, HclValue>();
  for (const { block } of blocks) {
    if (block.type === 'variable') {
      const key = `var.${block.labels[0] ?? ''}`;
      const value = given.has(key) ? given.get(key) : block.attributes.get('default');
      if (value != null && isPlain(value)) known.set(key, value);
    }
    if (block.type !== 'locals') continue;
    for (const [name, value] of block.attributes) {
      if (isPlain(value) || reference.test(value.raw)) known.set(`local.${name}`, value);
    }
  }
  return known;
}

function resolveBlock(block: HclBlock, known: Known): HclBlock {
  const attributes = new Map(Array.from(block.attributes, ([name, value]) => [name, resolve(value, known)]));
  return { ...block, attributes, blocks: block.blocks.map((child) => resolveBlock(child, known)) };
}

/** The text stays what is written; place too, unless the caller of a module wrote the value. */
function resolve(value: HclValue, known: Known, depth = 0): HclValue {
  const name = value.raw.replace(/^"\$\{\s*([\w.-]+)\s*\}"$/, '$1');
  const meant = reference.test(name) ? known.get(name) : undefined;
  if (meant !== undefined && depth < deepest) {
    const { literal, list, object, call, from, range } = resolve(meant, known, depth + 1);
    return { ...value, literal, list, object, call, ...(from === undefined ? {} : { from, range }) };
  }
  const { list, object, call } = value;
  if (list === null && object === null && call === null) return value;
  return {
    ...value,
    list: list?.map((one) => resolve(one, known, depth)) ?? null,
    object: object?.map(([key, one]) => [key, resolve(one, known, depth)] as const) ?? null,
    call: call === null ? null : { ...call, args: call.args.map((one) => resolve(one, known, depth)) },
  };
}
