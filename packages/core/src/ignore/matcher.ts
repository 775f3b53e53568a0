/**
 * Answers `git check-ignore --no-index` from the texts of the .gitignore files alone: for trees that are not on disk
 * (the index, a commit, a what-if) and where there is no git. Patterns are matched by the `ignore` package, one instance
 * a file; which file decides, and that nothing comes back under an excluded folder, is decided here.
 */
import ignore from 'ignore';
import { type PatternLine, parsePatternLines } from './pattern-line.ts';

/** The last matching pattern, whichever way it decides; null pattern: none matched. */
export interface Decision {
  readonly ignored: boolean;
  /** Path of the .gitignore, latin1 as all paths here. */
  readonly source: string;
  readonly line: number;
  readonly pattern: string;
}

export const undecided: Decision = { ignored: false, source: '', line: 0, pattern: '' };

export interface IgnoreMatcher {
  /** `path`: from the top, one latin1 character a byte; a folder ends in `/`. */
  decide(path: string): Decision;
}

interface Layer {
  /** Folder of the .gitignore with a slash at its end; empty at the top. */
  readonly folder: string;
  readonly source: string;
  readonly lines: readonly PatternLine[];
  readonly matcher: ignore.Ignore;
}

/** `files`: path of each .gitignore → its text (latin1). */
export function createIgnoreMatcher(files: ReadonlyMap<string, string>): IgnoreMatcher {
  const layers = new Map<string, Layer>();
  for (const [source, text] of files) {
    const lines = parsePatternLines(text);
    if (lines.length === 0) continue;
    const matcher = ignore({ ignorecase: false });
    for (const { line, pattern } of lines) {
      for (const form of normalForms(pattern)) matcher.add({ pattern: form, mark: String(line) });
    }
    const folder = source.slice(0, -'.gitignore'.length);
    layers.set(folder, { folder, source, lines, matcher });
  }
  const known = new Map<string, Decision>();

  function decide(path: string): Decision {
    const cached = known.get(path);
    if (cached) return cached;
    const parent = folderOf(path);
    const above = parent === '' ? undecided : decide(parent);
    const decision = above.ignored ? above : byLayers(path, parent);
    // Folders are asked for again and again, files once.
    if (path.endsWith('/')) known.set(path, decision);
    return decision;
  }

  function byLayers(path: string, parent: string): Decision {
    for (let folder = parent; ; folder = folderOf(folder)) {
      const layer = layers.get(folder);
      const line = layer === undefined ? null : lastMatch(layer, path.slice(folder.length));
      if (layer !== undefined && line !== null) {
        return { ignored: !line.negative, source: layer.source, line: line.line, pattern: line.pattern };
      }
      if (folder === '') return undecided;
    }
  }

  return { decide };
}

/** The last line of one file that matches this very path (not a folder above it). */
function lastMatch({ matcher, lines }: Layer, path: string): PatternLine | null {
  const { ignored, unignored, rule } = matcher.test(path);
  if (!ignored && !unignored) return null;
  const parent = folderOf(path);
  // A deeper .gitignore has brought the folder back: the package still says "ignored with its folder".
  const inherited = ignored && parent !== '' && matcher.test(parent).ignored;
  if (ignored && !inherited) return lines.find(({ line }) => String(line) === rule?.mark) ?? null;
  return lines.findLast((line) => matchesItself(line, path)) ?? null;
}

/** One pattern against one path by itself: the folders above are brought back first, by their names. */
function matchesItself({ pattern }: PatternLine, path: string): boolean {
  const above: string[] = [];
  for (let folder = folderOf(path); folder !== ''; folder = folderOf(folder)) {
    above.push(`!/${folder.replace(/[\\*?[\] ]/g, '\\$&')}`);
  }
  const forms = normalForms(pattern).map((form) => form.replace(/^!/, ''));
  return ignore({ ignorecase: false })
    .add([...forms, ...above])
    .test(path).ignored;
}

const literalThenStars = /^(!|(?!!))\/?([^*?[\\]*[^*?[\\/])\*{2,}(?:\/(.*))?$/s;

/**
 * The pattern as the package has to be told it. git compares the literal beginning of an anchored pattern apart and
 * matches the rest by itself (dir.c, match_pathname), so that in `a**` + `/b` the stars cross slashes: `ab`, `ax/y/b`.
 */
function normalForms(pattern: string): string[] {
  const found = literalThenStars.exec(pattern);
  const isAnchored = /^!?\/./.test(pattern) || /\/./.test(pattern);
  if (found === null || !isAnchored) {
    // The package drops a second sign; a slash or `**` before it changes nothing else.
    return [normalStars(pattern.replace(/^!(?=[!#])/, isAnchored ? '!/' : '!**/'))];
  }
  const [, sign = '', literal = '', rest] = found;
  const start = `${sign}/${literal}`;
  if (rest === undefined || rest === '')
    return [`${start}*${rest === '' ? '/' : ''}`, `${start}*/**${rest === '' ? '/' : ''}`];
  return [...normalForms(start + rest), normalStars(`${start}*/**/${rest}`)];
}

/** git takes `**` for a single `*` where it is not a whole path segment, and `***` for `**` (wildmatch.c). */
function normalStars(pattern: string): string {
  return pattern.replace(/\\.|\[(?:\\.|[^\\\]])*\]|\*{2,}/g, (part, at: number) => {
    if (!part.startsWith('*')) return part;
    const before = at === 0 || pattern[at - 1] === '/' || (at === 1 && pattern[0] === '!');
    const after = at + part.length === pattern.length || pattern[at + part.length] === '/';
    return before && after ? '**' : '*';
  });
}

/** The folder that holds a path, with its slash; empty at the top. */
function folderOf(path: string): string {
  const at = path.lastIndexOf('/', path.length - 2);
  return path.slice(0, at + 1);
}
