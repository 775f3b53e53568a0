/**
 * Other scanners' settings in the repository: named, and what they accept counted, so that nobody thinks gitmoat honours
 * them. Pure: the caller reads the files. It counts entries; it does not understand them (`migrate` will).
 */

/** Text of a file at the root; null where there is none. */
export type ReadRootFile = (path: string) => Promise<string | null>;

interface Incumbent {
  readonly tool: string;
  readonly paths: readonly string[];
  /** Exceptions that the file holds. */
  count(text: string): number;
}

const incumbents: readonly Incumbent[] = [
  {
    tool: 'gitleaks',
    paths: ['.gitleaks.toml', '.github/.gitleaks.toml', 'gitleaks.toml'],
    count: countTomlAllowances,
  },
  { tool: 'gitleaks', paths: ['.gitleaksignore'], count: countLines },
  { tool: 'betterleaks', paths: ['.betterleaks.toml', 'betterleaks.toml'], count: countTomlAllowances },
  { tool: 'betterleaks', paths: ['.betterleaksignore'], count: countLines },
  { tool: 'detect-secrets', paths: ['.secrets.baseline'], count: countBaseline },
  {
    tool: 'trufflehog',
    paths: ['.trufflehog.yml', '.trufflehog.yaml', 'trufflehog.yml', 'trufflehog.yaml'],
    count: countListItems,
  },
  {
    tool: 'trufflehog',
    paths: ['.trufflehogignore', 'trufflehog-exclude.txt', '.trufflehog-exclude'],
    count: countLines,
  },
  { tool: 'git-secrets', paths: ['.gitallowed'], count: countLines },
  { tool: 'talisman', paths: ['.talismanrc'], count: (text) => text.match(/^\s*-?\s*filename\s*:/gm)?.length ?? 0 },
  {
    tool: 'secretlint',
    paths: ['.secretlintrc.json', '.secretlintrc.yaml', '.secretlintrc.yml', '.secretlintrc'],
    count: (text) => countStrings(/["']?allow(?:Message\w*|s)?["']?\s*:\s*\[([^\]]*)\]/g, text),
  },
  { tool: 'secretlint', paths: ['.secretlintignore'], count: countLines },
  { tool: 'ggshield', paths: ['.gitguardian.yaml', '.gitguardian.yml'], count: countListItems },
];

/** One note a tool. `gitSecrets`: values of `secrets.allowed` in git's configuration. */
export async function incumbentNotes(read: ReadRootFile, gitSecrets: readonly string[]): Promise<string[]> {
  const found = new Map<string, { files: string[]; accepts: number }>();
  const add = (tool: string, file: string, accepts: number) => {
    const entry = found.get(tool) ?? { files: [], accepts: 0 };
    entry.files.push(file);
    entry.accepts += accepts;
    found.set(tool, entry);
  };
  for (const { tool, paths, count } of incumbents) {
    for (const path of paths) {
      const text = await read(path);
      if (text !== null) add(tool, path, count(text));
    }
  }
  if (gitSecrets.length > 0) add('git-secrets', 'git config secrets.allowed', gitSecrets.length);
  return [...found].map(([tool, { files, accepts }]) => {
    const entries = accepts === 1 ? '1 exception' : `${accepts} exceptions`;
    return `${tool} is set up here (${files.join(', ')}) with ${entries}, which gitmoat does not apply`;
  });
}

function countLines(text: string): number {
  return text.split(/\r?\n/).filter((line) => line.trim() !== '' && !line.trim().startsWith('#')).length;
}

function countListItems(text: string): number {
  return text.match(/^\s*-\s+\S/gm)?.length ?? 0;
}

/** detect-secrets: results by file, each a list. */
function countBaseline(text: string): number {
  try {
    const results: unknown = JSON.parse(text)?.results ?? {};
    return Object.values(results as object).reduce(
      (sum: number, list) => sum + (Array.isArray(list) ? list.length : 0),
      0,
    );
  } catch {
    return 0;
  }
}

/** Strings in the arrays of `[allowlist]`, `[[allowlists]]` and `[[rules.allowlists]]`. */
function countTomlAllowances(text: string): number {
  const sections = text.split(/^(?=\s*\[)/m);
  return sections.reduce((sum, section) => {
    if (!/^\s*\[\[?[\w.]*(?:allow|white)lists?\]/.test(section)) return sum;
    return (
      sum +
      countStrings(
        /^\s*(?:paths|regexes|stopwords|stopWords|commits|fingerprints)\s*=\s*\[([\s\S]*?)\][ \t\r]*$/gm,
        section,
      )
    );
  }, 0);
}

function countStrings(arrays: RegExp, text: string): number {
  let count = 0;
  for (const [, body = ''] of text.matchAll(arrays)) {
    count += body.match(/'''[\s\S]*?'''|"""[\s\S]*?"""|"(?:\\.|[^"\\\n])*"|'[^'\n]*'/g)?.length ?? 0;
  }
  return count;
}
