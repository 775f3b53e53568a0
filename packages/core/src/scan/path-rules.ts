/** Which path rules want a path. Globs are compiled once, answers remembered: a history asks for the same paths again and again. */
import picomatch from 'picomatch';
import type { CompiledRule } from '../rules/rule.ts';
import type { RawPath } from '../sources/source.ts';

/** Bounds the memory of the answers: about 10 MB of paths. */
const rememberedPaths = 100_000;

export function pathRulesByGlob(rules: readonly CompiledRule[]): (path: RawPath) => readonly CompiledRule[] {
  const entries = rules.map((rule) => ({ rule, fits: picomatch([...rule.paths], { dot: true, nocase: true }) }));
  const none: readonly CompiledRule[] = [];
  const known = new Map<string, readonly CompiledRule[]>();
  return (path) => {
    let answer = known.get(path);
    if (answer === undefined) {
      const fitting = entries.filter((entry) => entry.fits(path)).map((entry) => entry.rule);
      answer = fitting.length > 0 ? fitting : none;
      if (known.size < rememberedPaths) known.set(path, answer);
    }
    return answer;
  };
}
