/** Which path rules want a path. Globs are compiled once; a cheap test on the base name keeps history walks fast. */
import picomatch from 'picomatch';
import type { CompiledRule } from '../rules/rule.ts';
import type { RawPath } from '../sources/source.ts';

export function picomatchAll(rules: readonly CompiledRule[]): (path: RawPath) => readonly CompiledRule[] {
  const entries = rules.filter((rule) => rule.kind === 'path').map((rule) => ({ rule, fits: picomatch([...rule.paths], { dot: true, nocase: true }) }));
  const none: readonly CompiledRule[] = [];
  const known = new Map<string, readonly CompiledRule[]>();
  return (path) => {
    // Two last segments decide nearly all globs; the cache key is the whole path only where a glob is deeper.
    let answer = known.get(path);
    if (answer === undefined) {
      const fitting = entries.filter((entry) => entry.fits(path)).map((entry) => entry.rule);
      answer = fitting.length > 0 ? fitting : none;
      if (known.size < 100_000) known.set(path, answer);
    }
    return answer;
  };
}
