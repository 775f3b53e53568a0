/**
 * What a fresh clone needs so that its hooks come back: a script of package.json that installs them and never fails, else
 * one line of the README. A manager whose own file is committed needs neither. Plans only; `init` shows and writes.
 */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { readJson } from '../../../hooks/src/index.ts';

export interface FreshClone {
  readonly file: string;
  readonly shown: readonly string[];
  readonly text: string;
}

const install = 'gitmoat hooks install';
/** `exit 0` is understood by sh and by cmd, which npm uses on Windows; without gitmoat (`--omit=dev`) the install goes on. */
const neverFails = `${install} || exit 0`;
const readmes = ['README.md', 'readme.md', 'Readme.md', 'CONTRIBUTING.md'];

/** Null: nothing is missing, or there is no file to say it in. `manager`: that `hooks install` goes by. */
export function freshCloneStep(root: string, manager: string): FreshClone | null {
  if (manager !== 'git' && manager !== 'native') return null;
  return scriptStep(root) ?? readmeStep(root);
}

function scriptStep(root: string): FreshClone | null {
  const file = join(root, 'package.json');
  const manifest = readJson(file);
  const event = manifest === null ? null : eventOf(root, manifest);
  if (manifest === null || event === null || isNamed(root)) return null;
  const scripts = (manifest.scripts ?? {}) as Record<string, string>;
  const there = scripts[event];
  const script = there === undefined ? neverFails : `${there} && (${neverFails})`;
  const text = readFileSync(file, 'utf8');
  const indent = /^[ \t]+(?=")/m.exec(text)?.[0] ?? '  ';
  const changed = JSON.stringify({ ...manifest, scripts: { ...scripts, [event]: script } }, null, indent);
  const end = text.endsWith('\n') ? '\n' : '';
  return { file: 'package.json', shown: [`"${event}": ${JSON.stringify(script)}`], text: changed + end };
}

/** yarn from 2 on runs no `prepare` on install; a `postinstall` would run at those who depend on a published package. */
function eventOf(root: string, manifest: Readonly<Record<string, unknown>>): 'prepare' | 'postinstall' | null {
  if (!existsSync(join(root, '.yarnrc.yml'))) return 'prepare';
  return manifest.private === true ? 'postinstall' : null;
}

function readmeStep(root: string): FreshClone | null {
  const file = readmes.find((name) => existsSync(join(root, name)));
  if (file === undefined || isNamed(root)) return null;
  const before = readFileSync(join(root, file), 'utf8');
  const line = `After cloning: \`${install}\` puts the git hooks in place that keep secrets out of commits.`;
  const gap = before === '' || before.endsWith('\n') ? '\n' : '\n\n';
  return { file, shown: [line], text: `${before}${gap}${line}\n` };
}

/** Somebody says it already: in a script, a README, a Makefile's help. */
function isNamed(root: string): boolean {
  return ['package.json', 'Makefile', ...readmes].some((name) => {
    const file = join(root, name);
    return existsSync(file) && readFileSync(file, 'utf8').includes(install);
  });
}
