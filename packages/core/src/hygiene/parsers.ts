/** The YAML, TOML and Terraform parsers, loaded for a tree that has something for them: they cost 7 and 30 ms of start-up. */
import type { HclAssets } from './hcl.ts';
import { type Kind, kindsOf } from './kinds.ts';
import type { Tree, TreeFile } from './tree.ts';
import type { YamlFile } from './yaml-node.ts';

export interface ParserOptions {
  /** Without it Terraform files stay unparsed. */
  readonly hcl?: HclAssets | undefined;
  /** A cheaper reader of YAML that is asked first; null: it cannot tell. */
  readonly plainYaml?: ((text: string) => YamlFile | null) | undefined;
}

export async function loadParsers(
  tree: Tree,
  files: readonly TreeFile[],
  { hcl, plainYaml }: ParserOptions,
): Promise<void> {
  const ofKind = (kind: Kind) => files.filter((file) => kindsOf(file).includes(kind));
  if (hcl !== undefined && ofKind('terraform').length > 0)
    tree.parseHcl = await (await import('./hcl.ts')).hclParser(hcl);
  if (ofKind('toml').length > 0) tree.tomlFault = (await import('./toml-error.ts')).tomlFault;
  const yaml = ofKind('yaml').filter(({ path }) => {
    const plain = plainYaml?.(tree.text(path)) ?? null;
    if (plain !== null) tree.giveYaml(path, plain);
    return plain === null;
  });
  if (yaml.length > 0) tree.parseYaml = (await import('./yaml-file.ts')).parseYaml;
}
