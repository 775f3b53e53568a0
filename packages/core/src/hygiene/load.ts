/** The compiled hygiene rules on disk, with the Terraform grammar beside them. */
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { GitmoatError } from '../errors.ts';
import type { HygieneRuleset } from './judge.ts';

/** Reads `dist/hygiene.json`. Throws GitmoatError('internal') where it is missing. */
export function loadHygiene(file: string): HygieneRuleset {
  try {
    const ruleset = JSON.parse(readFileSync(file, 'utf8')) as HygieneRuleset;
    const folder = dirname(file);
    const hcl = { runtime: join(folder, 'web-tree-sitter.wasm'), grammar: join(folder, 'tree-sitter-terraform.wasm') };
    return { ...ruleset, hcl };
  } catch (cause) {
    throw new GitmoatError('internal', `compiled hygiene rules are missing: ${file}`, {
      cause,
      hint: 'Run the build again.',
    });
  }
}
