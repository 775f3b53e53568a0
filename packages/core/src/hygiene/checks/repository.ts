/** The repository as a whole: what people look for in it, its dependencies, its settings, its configuration files. */
import { sideFolder } from '../../ignore/must-ignore.ts';
import { type Check, type Checks, matches, type Problem, perFile } from '../check.ts';
import { jsonFault } from '../json-error.ts';
import type { Kind } from '../kinds.ts';
import type { Tree } from '../tree.ts';
import { npmPackage } from './npm-package.ts';
import { at } from './workflow.ts';

const nameOf = (path: string): string => path.slice(path.lastIndexOf('/') + 1);
const isTop = (path: string): boolean => !path.includes('/');

/** Something that stands at the top, in .github/ or in docs/. */
function missing(kind: Kind, name: string, message: string): Check {
  return {
    whole: true,
    *run(tree) {
      const there = tree.ofKind(kind).some(({ path }) => /^(?:(?:\.github|\.gitlab|docs)\/)?[^/]+$/.test(path));
      if (!there && tree.files.length > 0) yield { path: name, text: name, message };
    },
  };
}

function missingFile(names: RegExp, name: string, message: string, when: (tree: Tree) => boolean = () => true): Check {
  return {
    whole: true,
    *run(tree) {
      if (tree.files.length === 0 || tree.files.some(({ path }) => names.test(path)) || !when(tree)) return;
      yield { path: name, text: name, message };
    },
  };
}

/** Words below which a README says nothing. */
const stubWords = 20;

const stubReadme: Check = {
  ...perFile(['readme'], function* ({ path }, tree) {
    const words = tree
      .text(path)
      .replace(/[#*_`[\]()>-]/g, ' ')
      .trim()
      .split(/\s+/)
      .filter(Boolean);
    if (isTop(path) && words.length < stubWords)
      yield { path, text: path, message: `${nameOf(path)} has ${words.length} words` };
  }),
};

/** Manifest → lockfiles that fix its dependencies. */
const locks: readonly (readonly [string, readonly string[], RegExp | null])[] = [
  [
    'package.json',
    ['package-lock.json', 'npm-shrinkwrap.json', 'yarn.lock', 'pnpm-lock.yaml', 'bun.lock', 'bun.lockb'],
    /"(?:dependencies|devDependencies)"\s*:\s*\{\s*"/,
  ],
  ['Cargo.toml', ['Cargo.lock'], /^\[\[?bin|^\[package\]/m],
  ['Gemfile', ['Gemfile.lock'], null],
  ['composer.json', ['composer.lock'], /"require"/],
  ['Pipfile', ['Pipfile.lock'], null],
  ['go.mod', ['go.sum'], /^require/m],
];

function* lockMissing(tree: Tree): Iterable<Problem> {
  for (const [manifest, names, needs] of locks) {
    // A library that says so has none on purpose.
    if (manifest === 'package.json' && /^package-lock\s*=\s*false/m.test(tree.text('.npmrc'))) continue;
    if (!tree.has(manifest) || names.some((name) => tree.has(name))) continue;
    if (needs !== null && !needs.test(tree.text(manifest))) continue;
    yield { path: manifest, text: manifest, message: `${manifest} has no lockfile beside it (${names[0]})` };
  }
}

function* locksSeveral(tree: Tree): Iterable<Problem> {
  const folders = new Map<string, string[]>();
  for (const { path } of tree.ofKind('lockfile')) {
    if (!locks[0]![1].includes(nameOf(path)) || sideFolder.test(path)) continue;
    const folder = path.slice(0, path.lastIndexOf('/') + 1);
    folders.set(folder, [...(folders.get(folder) ?? []), nameOf(path)]);
  }
  for (const [folder, names] of folders) {
    const text = names.sort().join(' ');
    if (names.length > 1)
      yield { path: folder + names[0]!, text, message: `Several lockfiles in one folder: ${names.join(', ')}` };
  }
}

/** Settings of this clone that run code which a checkout brings. */
function settingCheck(find: (key: string, value: string, tree: Tree) => string | null): Check {
  return {
    whole: true,
    *run(tree) {
      for (const [key, value] of tree.settings) {
        const message = find(key, value, tree);
        if (message !== null) yield { path: '.git/config', text: `${key}=${value}`, message };
      }
    },
  };
}

function inTree(value: string, tree: Tree): boolean {
  const path = value.replace(/^(?:\.\.\/|\.\/)+/, '').replace(/\/$/, '');
  return (
    !value.startsWith('/') &&
    !value.startsWith('~') &&
    tree.files.some((file) => file.tracked && (file.path === path || file.path.startsWith(`${path}/`)))
  );
}

/** Settings that name a program. */
const programs =
  /^(?:core\.(?:fsmonitor|sshcommand|editor|pager|askpass|gitproxy)|diff\.external|(?:diff|filter|merge)\..*\.(?:command|textconv|clean|smudge|process|driver)|gpg\..*program|credential.*\.helper|sequence\.editor)$/;

function runsFromTree(key: string, value: string, tree: Tree): boolean {
  return (
    programs.test(key) && value.split(/\s+/).some((word) => /\//.test(word) && inTree(word.replace(/^!/, ''), tree))
  );
}

const submodules: Check = {
  kinds: ['gitmodules'],
  whole: true,
  *run(tree) {
    const named = new Set(
      [...tree.text('.gitmodules').matchAll(/^\s*path\s*=\s*(.+?)\s*$/gm)].map((found) => found[1]!),
    );
    for (const { path } of tree.ofKind('submodule')) {
      if (!named.has(path))
        yield {
          path,
          text: path,
          message: `${path} is a submodule that .gitmodules does not know: nobody can fetch it`,
        };
    }
  },
};

/** Files that programs read by a fixed name: one that does not parse fails there, without a word here. */
const readByName = [
  'workflow',
  'action',
  'gitlab-ci',
  'pre-commit',
  'compose',
  'package-json',
  'toml',
  'terraform',
] as const;

const malformed: Check = {
  kinds: readByName,
  *run(tree) {
    for (const { path } of tree.ofKind(...readByName)) {
      if (!tree.isRead(path) || sideFolder.test(path)) continue;
      const problem = errorIn(path, tree);
      if (problem === null) continue;
      const range = [problem.offset, problem.offset] as const;
      yield {
        path,
        text: 'malformed',
        message: `Does not parse: ${problem.message.split('\n')[0]!.slice(0, 100)}`,
        range,
      };
    }
  },
};

function errorIn(path: string, tree: Tree): { readonly message: string; readonly offset: number } | null {
  if (nameOf(path) === 'package.json') return jsonFault(tree.text(path));
  if (/\.toml$|Pipfile$/.test(path)) return tree.tomlFault(tree.text(path));
  return /\.(?:tf|tofu)$/.test(path) ? tree.hcl(path).error : tree.yaml(path).error;
}

const mutableRev = perFile(['pre-commit'], function* ({ path }, tree) {
  for (const entry of tree.yaml(path).roots[0]?.get('repos').items() ?? []) {
    const [repo, rev] = [entry.get('repo').text, entry.get('rev')];
    if (/^(?:main|master|HEAD|develop|dev|latest|stable)$/i.test(rev.text)) {
      yield at(
        path,
        rev,
        `${repo}@${rev.text}`,
        `${repo} is taken from a branch; pre-commit never updates it and never fixes it`,
      );
    }
  }
});

const plainHttpHooks = perFile(['pre-commit'], function* ({ path }, tree) {
  for (const entry of tree.yaml(path).roots[0]?.get('repos').items() ?? []) {
    const repo = entry.get('repo');
    if (/^(?:http|git):\/\//.test(repo.text)) yield at(path, repo, repo.text, 'Hooks are fetched without encryption');
  }
});

const hasCode = (tree: Tree): boolean => tree.ofKind('source').length > 0;
const testName =
  /(?:^|\/)(?:tests?|specs?|__tests__|t)\/|[._-](?:test|spec)s?\.\w+$|(?:^|\/)test_[^/]+\.py$|_test\.\w+$|Tests?\.(?:java|kt|cs|php|swift)$/i;

export const repositoryChecks: Checks = {
  'readme-missing': missing('readme', 'README.md', 'There is no README'),
  'readme-stub': stubReadme,
  'license-missing': missing('license', 'LICENSE', 'There is no licence: nobody may use this'),
  'codeowners-missing': missing('codeowners', 'CODEOWNERS', 'No CODEOWNERS: nobody is asked for a review by rule'),
  'security-policy-missing': missingFile(
    /^(?:(?:\.github|docs)\/)?SECURITY(?:\.\w+)?$/i,
    'SECURITY.md',
    'No SECURITY.md: where does one report a hole?',
  ),
  'editorconfig-missing': missingFile(/^\.editorconfig$/, '.editorconfig', 'No .editorconfig'),
  'tests-missing': missingFile(testName, 'test', 'There are no tests', hasCode),
  'lockfile-missing': {
    reads: ({ path }) => path === '.npmrc' || locks.some(([name]) => name === path),
    whole: true,
    run: lockMissing,
  },
  'lockfiles-several': { whole: true, run: locksSeveral },
  'git-hooks-from-tree': settingCheck((key, value, tree) =>
    key === 'core.hookspath' && inTree(value, tree) ? `Hooks run from ${value}, which every checkout can change` : null,
  ),
  'git-config-from-tree': settingCheck((key, value, tree) =>
    (/^include(?:if\..*)?\.path$/.test(key) && inTree(value, tree)) || runsFromTree(key, value, tree)
      ? `git takes ${key} from ${value}: a checkout can make it run programs`
      : null,
  ),
  'submodule-unknown': submodules,
  'submodule-insecure-url': perFile(['gitmodules'], (file, tree) =>
    matches(
      file,
      tree,
      /^\s*url\s*=\s*(?<text>(?:http|git):\/\/\S+)/gm,
      () => 'The submodule is fetched without encryption',
    ),
  ),
  'malformed-file': malformed,
  'pre-commit-branch-rev': mutableRev,
  'pre-commit-insecure-url': plainHttpHooks,
  'npmignore-lets-secrets-out': npmPackage,
};
