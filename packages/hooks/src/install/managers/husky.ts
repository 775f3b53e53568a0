/**
 * Lines in a husky project's own hook files. husky 9 points git at `.husky/_` by a relative path that no new worktree
 * has (its commits run no hook, silently): the path is made absolute.
 */
import { existsSync, readFileSync } from 'node:fs';
import { isAbsolute, join } from 'node:path';
import { type HookName, hookNames } from '../../run/hook.ts';
import { blockOf, hasBlock, withoutBlocks } from '../blocks.ts';
import type { Change } from '../changes.ts';
import type { Site } from '../site.ts';
import type { Manager } from './manager.ts';

export const huskyManager: Manager = {
  name: 'husky',
  fits: ({ husky }) => husky !== null,
  install(site, events) {
    const changes = events.flatMap((event): Change[] => {
      const path = join(site.husky!, event);
      const there = existsSync(path) ? readFileSync(path, 'utf8') : '';
      if (hasBlock(there)) return [];
      const at = headEnd(there);
      const rest = there.slice(at);
      const text = there.slice(0, at) + blockOf(linesFor(event, rest.trim() !== '')) + rest;
      return [{ kind: 'write', path, text, ...(there === '' ? { mode: 0o755 } : {}) }];
    });
    const value = site.hooksPath?.value ?? null;
    const notes = [
      `commit the files in ${site.husky}: they work in every clone that has gitmoat as a dependency or on PATH`,
    ];
    if (value === null) notes.push('husky is not set up in this clone yet: run its prepare script (npm install)');
    else if (!isAbsolute(value)) {
      changes.push({ kind: 'config', key: 'core.hooksPath', value: join(site.root, value) });
      notes.push(
        'husky’s relative core.hooksPath leaves linked worktrees without hooks: it is made absolute here. husky puts its own back on every install; "prepare": "husky && gitmoat hooks install" mends it each time',
      );
    }
    return { changes, notes: changes.length === 0 ? [] : notes };
  },
  remove(site) {
    const changes = filesOf(site).map((path): Change => {
      const text = withoutBlocks(readFileSync(path, 'utf8'));
      return text === '' ? { kind: 'remove', path } : { kind: 'write', path, text };
    });
    return { changes, notes: [] };
  },
  covered(site) {
    const files = filesOf(site);
    return hookNames.filter((event) => site.husky !== null && files.includes(join(site.husky, event)));
  },
};

function filesOf({ husky }: Site): string[] {
  if (husky === null) return [];
  return hookNames
    .map((event) => join(husky, event))
    .filter((path) => existsSync(path) && hasBlock(readFileSync(path, 'utf8')));
}

/** After the shebang and husky 8's own line: a hook that ends early must not end before gitmoat. */
function headEnd(text: string): number {
  return /^(?:#!.*\n)?(?:(?:#.*)?\n)*(?:\. .*husky\.sh.*\n)?/.exec(text)?.[0].length ?? 0;
}

/** What else stands in a push hook wants git's lines too (git-lfs): they are read once and handed on. */
function linesFor(event: HookName, shared: boolean): string[] {
  // In a linked worktree there is no node_modules: the one beside this file serves too.
  const call = `PATH="$PATH:\${0%/*}/../node_modules/.bin" gitmoat hooks run ${event} "$@"`;
  if (event !== 'pre-push' || !shared) return [`${call} || exit`];
  return [
    'gitmoat_lines=$(cat)',
    `printf '%s\\n' "$gitmoat_lines" | ${call} || exit`,
    'if [ -z "$gitmoat_lines" ]; then exec < /dev/null; else exec << GITMOAT',
    '$gitmoat_lines',
    'GITMOAT',
    'fi',
  ];
}
