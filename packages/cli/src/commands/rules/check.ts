/** `gitmoat rules check [PATH...]`: compiles rule files, runs their examples, and says which line to mend. */
import { existsSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import type { Io } from '../../io.ts';
import { wrong } from '../../options.ts';
import { fillIn } from './new.ts';

export async function check(paths: readonly string[], io: Io): Promise<number> {
  const { checkRules, compileRules, distinctRules, readRuleSources } = await import('@gitmoat/core/rule-tools');
  const folders = paths.length > 0 ? paths.map((path) => resolve(io.cwd, path)) : ownRules(io);
  for (const folder of folders)
    if (!existsSync(folder)) throw wrong(`${folder} does not exist`, 'Name a rule file or a folder.');
  const sources = folders.flatMap((path) =>
    readRuleSources(path).map((source) => ({
      ...source,
      name: relative(io.cwd, path.endsWith('.yaml') ? path : join(path, source.name)),
    })),
  );
  const compilation = compileRules(sources);
  const problems = checkRules(compilation);
  for (const { file, rule, message, hint } of problems) {
    const at = rule === null ? file : (findRule(rule, sources) ?? file);
    await io.stdout.write(`${at}: ${rule === null ? '' : `${rule}: `}${message}\n${hint === '' ? '' : `  ${hint}\n`}`);
  }
  const unfilled = sources.flatMap(unfilledLines);
  for (const line of unfilled) await io.stdout.write(`${line}\n`);
  const count = compilation.ruleset.rules.length;
  const wrongs = problems.length + unfilled.length;
  if (count === 0 && wrongs === 0) throw wrong(`no rules in ${folders.join(', ')}`, 'Rule files end in .yaml.');
  const distinct = distinctRules(compilation);
  await io.stderr.write(
    `${count} rules (${distinct} different but for names) in ${sources.length} files, ${wrongs} problems\n`,
  );
  return wrongs > 0 ? 1 : 0;
}

/** Lines that `rules new` left to the author. */
function unfilledLines({ name, text }: { name: string; text: string }): string[] {
  return text.split('\n').flatMap((row, i) => {
    const field = row.trim().replace(/^- /, '').split(':')[0];
    return row.includes(fillIn) ? [`${name}:${i + 1}: ${field}: still says ${fillIn}`] : [];
  });
}

/** `file:line` of the rule's id. */
function findRule(id: string, sources: readonly { name: string; text: string }[]): string | null {
  for (const { name, text } of sources) {
    const line = text
      .split('\n')
      .findIndex((row) => /^\s*-?\s*id:/.test(row) && row.replace(/#.*/, '').trim().endsWith(` ${id}`));
    if (line >= 0) return `${name}:${line + 1}`;
  }
  return null;
}

/** The secret rules in `rules/` here, else those of this clone; hygiene rules are held by the tests. */
function ownRules(io: Io): string[] {
  const here = resolve(io.cwd, 'rules');
  const folder = existsSync(here) ? here : resolve(dirname(io.rulesetFile), '../../../rules');
  const parts = ['secrets', 'generic'].map((name) => join(folder, name)).filter((path) => existsSync(path));
  return parts.length > 0 ? parts : [folder];
}
