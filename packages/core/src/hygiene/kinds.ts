/** Kinds of files by their paths, decided once a file, so that a check does not walk a whole tree to find its few. */
import type { RawPath } from '../sources/source.ts';

export type Kind =
  | 'workflow'
  | 'action'
  | 'gitlab-ci'
  | 'pre-commit'
  | 'dockerfile'
  | 'dockerignore'
  | 'compose'
  | 'yaml'
  | 'terraform'
  | 'package-json'
  | 'npmignore'
  | 'json'
  | 'toml'
  | 'env'
  | 'gitignore'
  | 'gitmodules'
  | 'gitattributes'
  | 'lockfile'
  | 'npmrc'
  | 'pypirc'
  | 'netrc'
  | 'notebook'
  | 'readme'
  | 'license'
  | 'codeowners'
  | 'markdown'
  | 'link'
  | 'submodule'
  | 'executable'
  | 'pem'
  | 'script'
  | 'source';

const byName: readonly (readonly [RegExp, Kind])[] = [
  [/^(?:.*\.)?(?:Dockerfile|Containerfile)(?:\..*)?$/i, 'dockerfile'],
  [/\.dockerfile$/i, 'dockerfile'],
  [/^(?:.*\.)?(?:\.dockerignore|dockerignore)$/, 'dockerignore'],
  [/^(?:docker-)?compose(?:[.-][\w.-]+)?\.ya?ml$/, 'compose'],
  [/\.ya?ml$/, 'yaml'],
  [/\.(?:tf|tofu)$/, 'terraform'],
  [/^package\.json$/, 'package-json'],
  [/^\.npmignore$/, 'npmignore'],
  [/\.json$/, 'json'],
  // Those that a program reads by a fixed name.
  [/^(?:Cargo|pyproject|netlify|fly|wrangler|rust-toolchain)\.toml$|^Pipfile$|^\.gitleaks\.toml$/, 'toml'],
  [/^\.env(?:\..+)?$|\.env$/, 'env'],
  [/^\.gitignore$/, 'gitignore'],
  [/^\.gitmodules$/, 'gitmodules'],
  [/^\.gitattributes$/, 'gitattributes'],
  [
    /^(?:package-lock\.json|npm-shrinkwrap\.json|yarn\.lock|pnpm-lock\.yaml|bun\.lockb?|Pipfile\.lock|poetry\.lock|uv\.lock|pdm\.lock|Cargo\.lock|go\.sum|Gemfile\.lock|composer\.lock|\.terraform\.lock\.hcl)$/,
    'lockfile',
  ],
  [/^\.(?:npmrc|yarnrc(?:\.yml)?)$/, 'npmrc'],
  [/^\.pypirc$/, 'pypirc'],
  [/^[._]netrc$/, 'netrc'],
  [/\.ipynb$/, 'notebook'],
  [/^readme(?:\.\w+)?$/i, 'readme'],
  [/^(?:licen[cs]e|copying|unlicense)(?:[.-].*)?$/i, 'license'],
  [/^CODEOWNERS$/, 'codeowners'],
  [/\.(?:md|mdx|rst|adoc)$/i, 'markdown'],
  [/\.(?:pem|key)$|^id_(?:rsa|dsa|ecdsa|ed25519)$/, 'pem'],
  [/\.(?:sh|bash|zsh)$|^(?:Makefile|Justfile|Taskfile\.ya?ml)$/, 'script'],
  [/\.(?:[cm]?[jt]sx?|py|go|rs|java|kt|rb|php|cs|ex|scala)$/, 'source'],
];

export function kindsOf({ path, mode }: { readonly path: RawPath; readonly mode: string }): Kind[] {
  if (mode === '120000') return ['link'];
  if (mode === '160000') return ['submodule'];
  const kinds: Kind[] = mode === '100755' ? ['executable'] : [];
  const name = path.slice(path.lastIndexOf('/') + 1);
  for (const [pattern, kind] of byName) if (pattern.test(name) && !kinds.includes(kind)) kinds.push(kind);
  if (kinds.includes('yaml')) {
    if (/^\.github\/workflows\/[^/]+$/.test(path)) kinds.push('workflow');
    if (/^action\.ya?ml$/.test(name)) kinds.push('action');
    if (/^\.gitlab-ci\.ya?ml$|\.gitlab-ci\.ya?ml$|^\.gitlab\/ci\//.test(path)) kinds.push('gitlab-ci');
    if (/^\.pre-commit-config\.ya?ml$/.test(path)) kinds.push('pre-commit');
  }
  return kinds;
}
