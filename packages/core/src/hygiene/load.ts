/** The compiled hygiene rules on disk. */
import { readFileSync } from 'node:fs';
import { GitmoatError } from '../errors.ts';
import type { HygieneRuleset } from './find.ts';

/** Reads `dist/hygiene.json`. Throws GitmoatError('internal') where it is missing. */
export function loadHygiene(file: string): HygieneRuleset {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as HygieneRuleset;
  } catch (cause) {
    throw new GitmoatError('internal', `compiled hygiene rules are missing: ${file}`, {
      cause,
      hint: 'Run the build again.',
    });
  }
}
