/** Imports between core's folders go one way (design, Layout); only git/ starts git; the packages stay in their order. */
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

const packages = fileURLToPath(new URL('../../packages', import.meta.url));
const core = join(packages, 'core', 'src');

/** Folder → folders it may import from, besides itself and the files at core's root that stand below all (errors). */
const allowed: Readonly<Record<string, readonly string[]>> = {
  rules: [],
  git: [],
  detect: ['rules'],
  sources: ['git'],
  scan: ['rules', 'git', 'detect', 'sources'],
  ignore: ['rules', 'git', 'detect', 'sources', 'scan'],
  hygiene: ['rules', 'git', 'detect', 'sources', 'scan', 'ignore'],
  config: ['rules', 'git', 'detect', 'sources', 'scan', 'ignore', 'hygiene'],
  baseline: ['rules', 'git', 'detect', 'sources', 'scan', 'ignore', 'hygiene', 'config'],
  remediate: ['rules', 'git', 'detect', 'sources', 'scan'],
  report: ['rules', 'git', 'detect', 'sources', 'scan', 'ignore', 'hygiene', 'config', 'baseline'],
  ci: ['rules', 'git', 'detect', 'sources', 'scan', 'ignore', 'hygiene', 'config', 'baseline', 'report'],
};
const below = new Set(['errors.ts', 'plural.ts']);

interface Import {
  readonly file: string;
  readonly target: string;
}

function filesOf(folder: string): string[] {
  const names = readdirSync(folder, { recursive: true, encoding: 'utf8' });
  return names.filter((name) => name.endsWith('.ts')).map((name) => join(folder, name));
}

function importsOf(file: string): Import[] {
  const text = readFileSync(file, 'utf8');
  return [...text.matchAll(/(?:from|import)\s*\(?\s*'([^']+)'/g)].map((found) => ({ file, target: found[1]! }));
}

describe('architecture', () => {
  const files = filesOf(core);

  it('knows every folder of core', () => {
    const folders = new Set(
      files
        .map((file) => relative(core, file).split('/'))
        .filter((p) => p.length > 1)
        .map((p) => p[0]!),
    );
    expect([...folders].filter((folder) => !(folder in allowed))).toEqual([]);
  });

  it('imports between the folders of core go one way', () => {
    const upward = files.flatMap(importsOf).filter(({ file, target }) => {
      const from = relative(core, file).split('/');
      if (from.length === 1 || !target.startsWith('.')) return false;
      const to = relative(core, join(dirname(file), target)).split('/');
      if (to.length === 1) return !below.has(to[0]!);
      return to[0] !== from[0] && !allowed[from[0]!]!.includes(to[0]!);
    });
    expect(upward.map(({ file, target }) => `${relative(core, file)} → ${target}`)).toEqual([]);
  });

  it('only git/ starts processes', () => {
    const starters = files.flatMap(importsOf).filter(({ target }) => target.endsWith('child_process'));
    expect(starters.map(({ file }) => relative(core, file)).filter((file) => !file.startsWith('git/'))).toEqual([]);
  });

  it('core knows neither argv nor exit nor the packages above it', () => {
    const bad = files.filter((file) =>
      /process\.(exit\(|argv\b)|from '(?:gitmoat|@gitmoat\/hooks)'/.test(readFileSync(file, 'utf8')),
    );
    expect(bad.map((file) => relative(core, file))).toEqual([]);
  });

  it('hooks never imports the command', () => {
    const bad = filesOf(join(packages, 'hooks', 'src'))
      .flatMap(importsOf)
      .filter(({ target }) => target === 'gitmoat');
    expect(bad).toEqual([]);
  });
});
