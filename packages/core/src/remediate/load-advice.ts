/** The compiled advice on disk. */
import { readFileSync } from 'node:fs';
import { GitmoatError } from '../errors.ts';
import type { AdviceBook } from './advice.ts';

/** Reads `dist/remediation.json`. Throws GitmoatError('internal') where it is missing. */
export function loadAdvice(file: string): AdviceBook {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as AdviceBook;
  } catch (cause) {
    throw new GitmoatError('internal', `compiled remediation data is missing: ${file}`, {
      cause,
      hint: 'Run the build again.',
    });
  }
}
