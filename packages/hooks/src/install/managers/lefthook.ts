/** A command in lefthook.yml, put there as text so that the rest of the file keeps every byte. */
import { readFileSync } from 'node:fs';
import { relative } from 'node:path';
import { GitmoatError } from '@gitmoat/core/errors';
import { type HookName, hookNames } from '../../run/hook.ts';
import { blockOf, hasBlock, inProject, withoutBlocks } from '../blocks.ts';
import type { Manager } from './manager.ts';

export const lefthookManager: Manager = {
  name: 'lefthook',
  fits: ({ lefthook }) => lefthook !== null,
  install({ lefthook: path, root }, events) {
    const before = readFileSync(path!, 'utf8');
    const clean = withoutBlocks(before);
    const text = events.reduce(
      (so, event) => withCommand(so, event, relative(root, path!).replaceAll('\\', '/')),
      clean,
    );
    if (text === before) return { changes: [], notes: [] };
    const note = 'run `lefthook install` once in each clone, so that git calls lefthook for these events';
    return { changes: [{ kind: 'write', path: path!, text }], notes: [note] };
  },
  remove({ lefthook: path }) {
    const text = path === null ? '' : readFileSync(path, 'utf8');
    return { changes: hasBlock(text) ? [{ kind: 'write', path: path!, text: withoutBlocks(text) }] : [], notes: [] };
  },
  covered({ lefthook: path }) {
    const text = path === null ? '' : readFileSync(path, 'utf8');
    return hookNames.filter((event) => text.includes(`gitmoat hooks run ${event} `));
  },
};

function withCommand(text: string, event: HookName, path: string): string {
  const [, section, body = ''] =
    new RegExp(`^(${event}:[ \\t]*(?:#.*)?\\n)((?:[ \\t]+.*\\n?|[ \\t]*#.*\\n?|\\n)*)`, 'm').exec(text) ?? [];
  if (section === undefined) {
    if (new RegExp(`^["']?${event}["']?[ \\t]*:`, 'm').test(text)) throw byHand(path, event);
    const gap = text === '' || text.endsWith('\n') ? '' : '\n';
    const lines = [`${event}:`, '  commands:', '    gitmoat:', ...properties(event, path, '      ')];
    return text + gap + blockOf(lines);
  }
  const [list = '', indent = '', kind = ''] = /^([ \t]+)(commands|jobs):[ \t]*(?:#.*)?\n/m.exec(body) ?? [];
  const at = text.indexOf(section + body) + section.length;
  if (list === '') {
    const own = /^([ \t]+)\S/m.exec(body)?.[1] ?? '  ';
    const lines = ['commands:', '  gitmoat:', ...properties(event, path, '    ')];
    // Another way of listing (`scripts:`) may stand beside commands.
    return text.slice(0, at) + blockOf(lines, own) + text.slice(at);
  }
  const after = at + body.indexOf(list) + list.length;
  const inner = /^([ \t]+)\S/.exec(text.slice(after))?.[1] ?? `${indent}  `;
  const lines =
    kind === 'jobs'
      ? ['- name: gitmoat', ...properties(event, path, '  ')]
      : ['gitmoat:', ...properties(event, path, '  ')];
  return text.slice(0, after) + blockOf(lines, inner) + text.slice(after);
}

/**
 * For these two lefthook passes a command over where HEAD brings no file (a push of another branch, of tags or of notes, a
 * commit that only changes types); a list of files that is never empty and stands in the command makes it run always.
 */
const skipped: readonly HookName[] = ['pre-commit', 'pre-push'];

function properties(event: HookName, path: string, indent: string): string[] {
  const call = `${inProject} gitmoat hooks run ${event} {0}`;
  const lines = skipped.includes(event) ? [`run: ${call} && true {files}`, `files: echo ${path}`] : [`run: ${call}`];
  if (event === 'pre-push') lines.push('use_stdin: true');
  return lines.map((line) => indent + line);
}

function byHand(path: string, event: HookName): GitmoatError {
  return new GitmoatError('usage', `${path}: ${event} is written in a way that gitmoat does not edit`, {
    hint: `Add a command yourself: run: ${inProject} gitmoat hooks run ${event} {0}`,
  });
}
