/** Terraform folders as modules: all blocks of a folder together, each with the file it stands in. */
import { sideFolder } from '../../../ignore/must-ignore.ts';
import type { RawPath } from '../../../sources/source.ts';
import type { Check, Problem } from '../../check.ts';
import type { HclBlock, HclValue } from '../../hcl.ts';
import type { Tree } from '../../tree.ts';
import { resolveModules } from './resolve.ts';

export interface Placed {
  readonly path: RawPath;
  readonly block: HclBlock;
}

export interface TerraformModule {
  /** With a slash at its end; empty at the top. */
  readonly folder: string;
  readonly blocks: readonly Placed[];
}

const known = new WeakMap<Tree, TerraformModule[]>();

export function modulesOf(tree: Tree): TerraformModule[] {
  const cached = known.get(tree);
  if (cached !== undefined) return cached;
  const folders = new Map<string, Placed[]>();
  for (const { path } of tree.ofKind('terraform')) {
    if (!tree.isRead(path) || sideFolder.test(path)) continue;
    const folder = path.slice(0, path.lastIndexOf('/') + 1);
    const list = folders.get(folder) ?? [];
    for (const block of tree.hcl(path).blocks) list.push({ path, block });
    folders.set(folder, list);
  }
  const modules = resolveModules([...folders].map(([folder, blocks]) => ({ folder, blocks })));
  known.set(tree, modules);
  return modules;
}

/** `whole`: needs every file of the module, so a few changed ones say nothing. */
export function moduleCheck(check: (module: TerraformModule) => Iterable<Problem>, whole = false): Check {
  return {
    kinds: ['terraform'],
    whole,
    *run(tree) {
      for (const module of modulesOf(tree)) yield* check(module);
    },
  };
}

/** Resources of some types. */
export function resources({ blocks }: TerraformModule, ...types: readonly string[]): Placed[] {
  return blocks.filter(({ block }) => block.type === 'resource' && types.includes(block.labels[0] ?? ''));
}

/** A check of each resource of some types by itself. */
export function resourceCheck(types: readonly string[], check: (placed: Placed) => Iterable<Problem>): Check {
  return moduleCheck(function* (module) {
    for (const placed of resources(module, ...types)) yield* check(placed);
  });
}

export function nameOf({ block }: Placed): string {
  return block.labels.join('.');
}

/** At an attribute's value, else at the block's head. */
export function at(placed: Placed, value: HclValue | undefined, message: string): Problem {
  const { path, block } = placed;
  return {
    // An argument of a module's caller is told where the caller wrote it.
    path: value?.from ?? path,
    text: nameOf(placed) || block.type,
    message: `${nameOf(placed) || block.type}: ${message}`,
    range: value?.range ?? block.range,
  };
}

export function literal({ block }: { readonly block: HclBlock }, name: string): string | null {
  return block.attributes.get(name)?.literal ?? null;
}

/** An attribute that is absent or literally false. */
export function isOff({ block }: Placed, name: string): boolean {
  const value = block.attributes.get(name);
  return value === undefined || value.literal === 'false';
}

export function children(block: HclBlock, ...types: readonly string[]): HclBlock[] {
  return block.blocks.flatMap((child) => {
    // dynamic "ingress" { content { … } }
    if (child.type === 'dynamic' && types.includes(child.labels[0] ?? ''))
      return child.blocks.filter(({ type }) => type === 'content');
    return types.includes(child.type) ? [child] : [];
  });
}

/** Literal texts of a list, or of one value. */
export function texts(value: HclValue | undefined): string[] {
  if (value === undefined) return [];
  if (value.literal !== null) return [value.literal];
  return (value.list ?? []).flatMap(({ literal: text }) => (text === null ? [] : [text]));
}

/** An attribute below nested blocks: `rule.default.kms_key`. Of several blocks the first that has it. */
export function attributeAt(placed: { readonly block: HclBlock }, path: string): HclValue | undefined {
  const [name = '', ...rest] = path.split('.');
  if (rest.length === 0) return placed.block.attributes.get(name);
  for (const block of children(placed.block, name)) {
    const value = attributeAt({ block }, rest.join('.'));
    if (value !== undefined) return value;
  }
  return undefined;
}

/** Whether a value refers to a resource (`aws_vpc.main.id`). */
export function names(value: HclValue | undefined, placed: Placed): boolean {
  return value !== undefined && new RegExp(`\\b${nameOf(placed).replace('.', '\\.')}(?![\\w-])`).test(value.raw);
}

/** Resources of some types that refer to another one, anywhere in them. */
export function mentions(module: TerraformModule, placed: Placed, ...types: readonly string[]): Placed[] {
  return resources(module, ...types).filter(({ block }) => someValue(block, (value) => names(value, placed)));
}

export function someValue(block: HclBlock, test: (value: HclValue) => boolean): boolean {
  return [...block.attributes.values()].some(test) || block.blocks.some((child) => someValue(child, test));
}
