/** .gitignore enforcement as checks: what must be ignored and is not, what is tracked all the same, what cannot work. */
import { deadPatterns } from '../../ignore/dead-patterns.ts';
import { createIgnoreMatcher, type IgnoreMatcher, undecided } from '../../ignore/matcher.ts';
import { findMissing } from '../../ignore/missing.ts';
import { type IgnoreSet, secretFileMatcher, setsFor, sideFolder } from '../../ignore/must-ignore.ts';
import { parsePatternLines } from '../../ignore/pattern-line.ts';
import type { CheckContext, Checks, Problem } from '../check.ts';
import type { Tree, TreeFile } from '../tree.ts';
import { holdsSecret, isLikelyName } from './secret-file.ts';

const gitignores = { kinds: ['gitignore'] } as const;

/** Path → text (latin1) of the .gitignore files that git reads: links are refused. */
export function gitignoreTexts(tree: Tree): Map<string, string> {
  const files = tree.ofKind('gitignore').filter(({ path }) => tree.isRead(path));
  return new Map(files.map(({ path }) => [path, tree.bytes(path)!.toString('latin1')]));
}

const matchers = new WeakMap<Tree, IgnoreMatcher>();

function matcherOf(tree: Tree): IgnoreMatcher {
  const matcher = matchers.get(tree) ?? createIgnoreMatcher(gitignoreTexts(tree));
  matchers.set(tree, matcher);
  return matcher;
}

/** What the entries of some sets ask for and the files do not give. */
export function missingIn(tree: Tree, sets: readonly IgnoreSet[]): ReturnType<typeof findMissing> {
  const tracked = tree.files.filter((file) => file.tracked).map(({ path }) => path);
  const texts = gitignoreTexts(tree);
  return findMissing({
    sets: setsFor(sets, tracked),
    gitignores: texts,
    tracked,
    decide: (path) => matcherOf(tree).decide(path),
  });
}

/** Entries that every profile asks for, or the others. */
export function inEveryProfile(sets: readonly IgnoreSet[], wanted: boolean): IgnoreSet[] {
  return sets
    .map((set) => ({ ...set, entries: set.entries.filter(({ secret }) => (secret && !set.strict) === wanted) }))
    .filter(({ entries }) => entries.length > 0);
}

function* missingSecrets(tree: Tree, { ignoreSets }: CheckContext): Iterable<Problem> {
  if (tree.files.length === 0) return;
  const missing = missingIn(tree, inEveryProfile(ignoreSets, true)).filter(
    ({ exposed }) => !exposed.every(isReexposed),
  );
  const patterns = missing.map(({ entry }) => entry.patterns[0]!);
  if (patterns.length === 0) return;
  const names = missing.map(({ entry, exposed }) => {
    // A part of what a pattern stands for may be ignored already: what is named is then what git takes.
    const bare = new Set(exposed.map(({ path }) => path.slice(path.lastIndexOf('/') + 1)));
    const first = entry.patterns[0]!;
    return entry.probes.includes(first) && !bare.has(first) ? [...bare].join(', ') : first;
  });
  const shown = names.length > 4 ? `${names.slice(0, 4).join(', ')} and ${names.length - 4} more` : names.join(', ');
  yield { path: '.gitignore', text: patterns.join(' '), message: `git would take them: ${shown}` };
}

/** A negation that somebody wrote: told by a rule of its own. */
function isReexposed({ decision }: { readonly decision: { readonly pattern: string } }): boolean {
  return decision.pattern.startsWith('!');
}

function* missingEcosystems(tree: Tree, { ignoreSets }: CheckContext): Iterable<Problem> {
  const bySet = new Map<string, string[]>();
  const names = new Map<string, string>();
  for (const { set, entry } of missingIn(tree, inEveryProfile(ignoreSets, false))) {
    bySet.set(set.ecosystem, [...(bySet.get(set.ecosystem) ?? []), entry.patterns[0]!]);
    names.set(set.ecosystem, set.name);
  }
  for (const [ecosystem, patterns] of bySet) {
    yield {
      path: '.gitignore',
      text: ecosystem,
      message: `${names.get(ecosystem)}: not ignored: ${patterns.join(', ')}`,
    };
  }
}

/** Names that have rules of their own, which look at the content. */
const ownRule =
  /\.(?:tfstate(?:\.\w+)?|tfplan|tfvars(?:\.json)?|p12|pfx|jks|keystore|bks|kdbx)$|(?:^|\/)[._](?:npmrc|netrc|pypirc)$/;

function isSecretFile(matcher: IgnoreMatcher, { path, mode }: TreeFile): boolean {
  return mode.startsWith('100') && matcher.decide(path).ignored && !ownRule.test(path);
}

function* trackedSecretFiles(tree: Tree, { ignoreSets }: CheckContext): Iterable<Problem> {
  const matcher = secretFileMatcher(ignoreSets);
  for (const file of tree.files) {
    // Matching costs more than all else; only files of likely names were read.
    if (!file.tracked || !tree.isRead(file.path)) continue;
    if (sideFolder.test(file.path) || !isSecretFile(matcher, file) || !holdsSecret(file.path, tree.text(file.path)))
      continue;
    const { ignored, source, line } = tree.whole ? matcherOf(tree).decide(file.path) : undecided;
    const how = ignored ? ` by force: ${source}:${line} ignores it` : '';
    yield { path: file.path, text: file.path, message: `${nameOf(file.path)} is committed${how}` };
  }
}

function* exposedSecretFiles(tree: Tree, { ignoreSets }: CheckContext): Iterable<Problem> {
  const matcher = secretFileMatcher(ignoreSets);
  for (const file of tree.files) {
    if (file.tracked || sideFolder.test(file.path)) continue;
    if (!matcher.decide(file.path).ignored || !file.mode.startsWith('100')) continue;
    yield {
      path: file.path,
      text: file.path,
      message: `${nameOf(file.path)} is not ignored: \`git add .\` would commit it`,
    };
  }
}

function* hiddenSecretFiles(tree: Tree, { ignoreSets }: CheckContext): Iterable<Problem> {
  const matcher = secretFileMatcher(ignoreSets);
  for (const path of tree.facts.hidden) {
    if (!matcher.decide(path).ignored) continue;
    yield { path, text: path, message: `${nameOf(path)} is ignored on this machine only, not by the repository` };
  }
}

/** Negations whose own words name a secret file. */
function* reexposed(tree: Tree, { ignoreSets }: CheckContext): Iterable<Problem> {
  const secret = secretFileMatcher(ignoreSets);
  for (const [path, text] of gitignoreTexts(tree)) {
    const folder = path.slice(0, -'.gitignore'.length);
    for (const { pattern, negative, line } of parsePatternLines(text)) {
      if (!negative) continue;
      // The plainest path that the pattern names.
      const plain = pattern
        .slice(1)
        .replace(/^\//, '')
        .replace(/\*\*\//g, '')
        .replace(/\*+/g, 'x')
        .replace(/\?/g, 'x');
      const probe = folder + plain + (plain.endsWith('/') ? 'x' : '');
      if (sideFolder.test(probe) || !secret.decide(probe).ignored || matcherOf(tree).decide(probe).ignored) continue;
      yield { path, text: pattern, message: `${pattern} brings secret files back`, range: lineRange(tree, path, line) };
    }
  }
}

function* trackedButIgnored(tree: Tree): Iterable<Problem> {
  const matcher = matcherOf(tree);
  for (const { path, tracked } of tree.files) {
    if (!tracked) continue;
    const decision = matcher.decide(path);
    if (!decision.ignored) continue;
    const by = `${decision.source}:${decision.line}`;
    yield { path, text: path, message: `Tracked although ${by} (${decision.pattern}) ignores it` };
  }
}

function* dead(tree: Tree): Iterable<Problem> {
  for (const [path, text] of gitignoreTexts(tree)) {
    for (const { pattern, line, reason } of deadPatterns(text)) {
      yield { path, text: pattern, message: `${pattern.trim()}: ${reason}`, range: lineRange(tree, path, line) };
    }
  }
}

function lineRange(tree: Tree, path: string, line: number): [number, number] {
  const lines = tree.text(path).split('\n');
  const start = lines.slice(0, line - 1).reduce((sum, text) => sum + text.length + 1, 0);
  return [start, start + (lines[line - 1] ?? '').replace(/\r$/, '').length];
}

function nameOf(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}

export const gitignoreChecks: Checks = {
  'secret-files-not-ignored': { ...gitignores, whole: true, run: missingSecrets },
  'litter-not-ignored': { ...gitignores, whole: true, run: missingEcosystems },
  'secret-file-tracked': { reads: ({ path }) => isLikelyName(path), also: ['gitignore'], run: trackedSecretFiles },
  'secret-file-exposed': { whole: true, run: exposedSecretFiles },
  'secret-file-ignored-only-here': { facts: ['ignored'], whole: true, run: hiddenSecretFiles },
  'gitignore-brings-secrets-back': { ...gitignores, run: reexposed },
  'tracked-but-ignored': { ...gitignores, whole: true, run: trackedButIgnored },
  'gitignore-dead-pattern': { ...gitignores, run: dead },
  'gitignore-is-a-link': {
    *run(tree) {
      for (const { path, mode } of tree.files) {
        if (mode === '120000' && /(?:^|\/)\.gitignore$/.test(path)) {
          yield { path, text: path, message: 'git does not read a .gitignore that is a symbolic link' };
        }
      }
    },
  },
};
