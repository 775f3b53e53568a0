/** The YAML, TOML and Terraform parsers, loaded for a tree that has something for them: they cost 7 and 30 ms of start-up. */
import type { HclAssets } from './hcl.ts';
import { kindsOf } from './kinds.ts';
import type { Tree, TreeFile } from './tree.ts';

/** Without `hcl` Terraform files stay unparsed. */
export async function loadParsers(tree: Tree, files: readonly TreeFile[], hcl: HclAssets | undefined): Promise<void> {
  const has = (kind: 'yaml' | 'toml' | 'terraform') => files.some((file) => kindsOf(file).includes(kind));
  if (hcl !== undefined && has('terraform')) tree.parseHcl = await (await import('./hcl.ts')).hclParser(hcl);
  if (has('toml')) tree.tomlFault = (await import('./toml-error.ts')).tomlFault;
  if (has('yaml')) tree.parseYaml = (await import('./yaml-file.ts')).parseYaml;
}
