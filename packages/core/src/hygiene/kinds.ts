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

// Tables, not expressions: a commit hook asks about a few names, and making thirty expressions takes longer than all else.

const byExtension: ReadonlyMap<string, Kind> = tableOf({
  dockerignore: 'dockerignore',
  yaml: 'yml yaml',
  terraform: 'tf tofu',
  json: 'json',
  env: 'env',
  notebook: 'ipynb',
  pem: 'pem key',
  script: 'sh bash zsh',
  source: 'js jsx cjs cjsx mjs mjsx ts tsx cts ctsx mts mtsx py go rs java kt rb php cs ex scala',
});

const markdown = new Set(['md', 'mdx', 'rst', 'adoc']);
const images = new Set(['dockerfile', 'containerfile']);

const byName: ReadonlyMap<string, Kind> = tableOf({
  dockerignore: 'dockerignore',
  'package-json': 'package.json',
  npmignore: '.npmignore',
  // Those that a program reads by a fixed name.
  toml: 'Cargo.toml pyproject.toml netlify.toml fly.toml wrangler.toml rust-toolchain.toml Pipfile .gitleaks.toml',
  gitignore: '.gitignore',
  gitmodules: '.gitmodules',
  gitattributes: '.gitattributes',
  lockfile:
    'package-lock.json npm-shrinkwrap.json yarn.lock pnpm-lock.yaml bun.lock bun.lockb Pipfile.lock poetry.lock uv.lock ' +
    'pdm.lock Cargo.lock go.sum Gemfile.lock composer.lock .terraform.lock.hcl',
  npmrc: '.npmrc .yarnrc .yarnrc.yml',
  pypirc: '.pypirc',
  netrc: '.netrc _netrc',
  codeowners: 'CODEOWNERS',
  pem: 'id_rsa id_dsa id_ecdsa id_ed25519',
  script: 'Makefile Justfile Taskfile.yml Taskfile.yaml',
});

function tableOf(words: Partial<Record<Kind, string>>): Map<string, Kind> {
  const pairs = Object.entries(words) as [Kind, string][];
  return new Map(pairs.flatMap(([kind, list]) => list.split(' ').map((word): [string, Kind] => [word, kind])));
}

export function kindsOf({ path, mode }: { readonly path: RawPath; readonly mode: string }): Kind[] {
  if (mode === '120000') return ['link'];
  if (mode === '160000') return ['submodule'];
  const kinds: Kind[] = mode === '100755' ? ['executable'] : [];
  const name = path.slice(path.lastIndexOf('/') + 1);
  const lower = name.toLowerCase();
  const dot = name.lastIndexOf('.');
  const extension = dot < 0 ? '' : name.slice(dot + 1);
  for (const kind of [byName.get(name), byExtension.get(extension)]) {
    if (kind !== undefined && !kinds.includes(kind)) kinds.push(kind);
  }
  if (markdown.has(extension.toLowerCase())) kinds.push('markdown');
  if (lower.split('.').some((part) => images.has(part))) kinds.push('dockerfile');
  if (name.startsWith('.env.') && name !== '.env.' && !kinds.includes('env')) kinds.push('env');
  if (lower.startsWith('readme') && /^readme(?:\.\w+)?$/.test(lower)) kinds.push('readme');
  if (/^(?:licen[cs]e|copying|unlicense)(?:[.-].*)?$/.test(lower)) kinds.push('license');
  if (kinds.includes('yaml')) {
    if (/^(?:docker-)?compose(?:[.-][\w.-]+)?\.ya?ml$/.test(name)) kinds.push('compose');
    if (/^\.github\/workflows\/[^/]+$/.test(path)) kinds.push('workflow');
    if (/^action\.ya?ml$/.test(name)) kinds.push('action');
    if (/^\.gitlab-ci\.ya?ml$|\.gitlab-ci\.ya?ml$|^\.gitlab\/ci\//.test(path)) kinds.push('gitlab-ci');
    if (/^\.pre-commit-config\.ya?ml$/.test(path)) kinds.push('pre-commit');
  }
  return kinds;
}
