/**
 * The bundle that a commit hook starts: `staged` without options, and the hooks that judge the index. Answers only where
 * the answer is "clean"; the whole command (bin.ts) takes over otherwise. Small on purpose: what it imports is paid for at
 * every commit.
 */
import { writeSync } from 'node:fs';
import { join } from 'node:path';
import { cleanStage } from '../../hooks/src/quick/clean-stage.ts';
import { cleanText } from './clean-text.ts';

// The bundle is CommonJS; the compiled rules lie beside it.
declare const __dirname: string;

/** `says`: print the report of a clean stage. Resolves to true where the command is done: exit code 0. */
export async function quick(says: boolean): Promise<boolean> {
  const started = process.hrtime();
  try {
    const clean = await cleanStage({
      cwd: process.cwd(),
      env: process.env,
      rulesetFile: join(__dirname, 'ruleset.bin'),
      hygieneFile: join(__dirname, 'hygiene-staged.json'),
      wanted: says ? 'any' : 'count',
    });
    // The global `performance` would load eight modules of node's.
    const [seconds, rest] = process.hrtime(started);
    if (says) writeSync(1, cleanText(clean, seconds + rest / 1e9));
    return true;
  } catch (error) {
    // Whatever it was, the whole command says it better.
    if (process.env.GITMOAT_DEBUG === '1')
      writeSync(2, `gitmoat: the whole way, because of ${(error as Error).message}\n`);
    return false;
  }
}
