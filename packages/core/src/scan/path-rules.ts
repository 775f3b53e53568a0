/**
 * Which path rules want a path. Most paths are turned away by how their names begin and end; globs are compiled at the
 * first that is not. Answers are remembered: a history asks for the same paths again and again.
 */
import picomatch from 'picomatch';
import type { CompiledRule } from '../rules/rule.ts';
import type { Ruleset } from '../rules/ruleset.ts';
import type { RawPath } from '../sources/source.ts';
import { nameFilter } from './name-filter.ts';

/** Bounds the memory of the answers: about 10 MB of paths. */
const rememberedPaths = 100_000;

export function pathRulesByGlob({ rules, pathRules, pathNames }: Ruleset): (path: RawPath) => readonly CompiledRule[] {
  const mayFit = nameFilter(pathNames);
  let entries: { rule: CompiledRule; fits: (path: string) => boolean }[] | null = null;
  const none: readonly CompiledRule[] = [];
  const known = new Map<string, readonly CompiledRule[]>();
  return (path) => {
    if (!mayFit(path)) return none;
    let answer = known.get(path);
    if (answer === undefined) {
      entries ??= pathRules.map((index) => {
        const rule = rules[index]!;
        return { rule, fits: picomatch([...rule.paths], { dot: true, nocase: true }) };
      });
      const fitting = entries.filter((entry) => entry.fits(path)).map((entry) => entry.rule);
      answer = fitting.length > 0 ? fitting : none;
      if (known.size < rememberedPaths) known.set(path, answer);
    }
    return answer;
  };
}
