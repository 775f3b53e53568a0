/** Reads authored rule files from a folder. */
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join, relative } from 'node:path';
import type { RuleSource } from './compile.ts';

/** `path`: a .yaml file, or a folder that is read with its subfolders. Names are relative to `root`. */
export function readRuleSources(path: string, root: string = path): RuleSource[] {
  if (statSync(path).isDirectory()) {
    return readdirSync(path)
      .sort()
      .flatMap((name) => readRuleSources(join(path, name), root));
  }
  if (!path.endsWith('.yaml')) return [];
  return [{ name: relative(root, path) || path, text: readFileSync(path, 'utf8') }];
}
