/** An entry in .pre-commit-config.yaml (pre-commit and prek), put there as text so that the rest keeps every byte. */
import { readFileSync } from 'node:fs';
import { GitmoatError } from '@gitmoat/core/errors';
import type { HookName } from '../../run/hook.ts';
import { blockOf, hasBlock, inProject, withoutBlocks } from '../blocks.ts';
import type { Manager } from './manager.ts';

/** Events that the framework runs, and what it calls them. */
const stages: readonly HookName[] = ['pre-commit', 'pre-merge-commit', 'pre-push'];

export const preCommitManager: Manager = {
  name: 'pre-commit',
  fits: ({ preCommit }) => preCommit !== null,
  install({ preCommit: path }, events) {
    const before = readFileSync(path!, 'utf8');
    const clean = withoutBlocks(before);
    const repos = /^repos:[ \t]*(?:#.*)?\r?\n/m.exec(clean);
    if (repos === null) {
      throw new GitmoatError('usage', `${path}: there is no list under repos:`, {
        hint: 'Write `repos:` on a line of its own, then install again.',
      });
    }
    const at = repos.index + repos[0].length;
    const indent = /^([ \t]*)- /.exec(clean.slice(at))?.[1] ?? '  ';
    const text = clean.slice(0, at) + blockOf(entry(events), indent) + clean.slice(at);
    if (text === before) return { changes: [], notes: [] };
    const types = events
      .filter((event) => stages.includes(event) || event === 'commit-msg')
      .map((event) => `-t ${event}`);
    return {
      changes: [{ kind: 'write', path: path!, text }],
      notes: [
        `run \`pre-commit install ${types.join(' ')}\` once in each clone`,
        'of a push the framework shows its hooks one ref only: gitmoat then looks at every branch and tag that the remote lacks',
      ],
    };
  },
  remove({ preCommit: path }) {
    const text = path === null ? '' : readFileSync(path, 'utf8');
    return { changes: hasBlock(text) ? [{ kind: 'write', path: path!, text: withoutBlocks(text) }] : [], notes: [] };
  },
  covered({ preCommit: path }) {
    const text = path === null ? '' : readFileSync(path, 'utf8');
    const listed = /stages: \[(.*)\] # gitmoat$/m.exec(text)?.[1]?.split(', ') ?? [];
    const message: HookName[] = text.includes('gitmoat hooks run commit-msg') ? ['commit-msg'] : [];
    return [...stages.filter((stage) => listed.includes(stage)), ...message];
  },
};

function entry(events: readonly HookName[]): string[] {
  const run = (name: string) => `entry: sh -c '${inProject} exec gitmoat hooks run ${name} "$@"' --`;
  const lines = ['- repo: local', '  hooks:'];
  const judged = stages.filter((stage) => events.includes(stage));
  if (judged.length > 0) {
    lines.push(
      '    - id: gitmoat',
      '      name: gitmoat',
      `      ${run('auto')}`,
      '      language: system',
      '      pass_filenames: false',
      '      always_run: true',
      '      require_serial: true',
      `      stages: [${judged.join(', ')}] # gitmoat`,
    );
  }
  if (events.includes('commit-msg')) {
    lines.push(
      '    - id: gitmoat-message',
      '      name: gitmoat (commit message)',
      `      ${run('commit-msg')}`,
      '      language: system',
      '      stages: [commit-msg]',
    );
  }
  return lines;
}
