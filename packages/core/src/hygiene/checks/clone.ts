/** What a clone tells beside its files: line ends, submodules, branches, and what the history still holds. */
import type { Check, Checks, Problem } from '../check.ts';
import type { OldFile } from '../facts.ts';
import type { Tree } from '../tree.ts';
import type { YamlNode } from '../yaml-node.ts';
import { at } from './workflow.ts';

function* lineEnds(tree: Tree): Iterable<Problem> {
  for (const [path, { index, attributes }] of tree.facts.lineEnds) {
    const wanted = /(?:^| )(?:text|text=auto)(?: |$)|eol=/.test(attributes) && !/(?:^| )-text/.test(attributes);
    if (wanted && /^(?:crlf|mixed)$/.test(index))
      yield {
        path,
        text: `${index} ${attributes}`,
        message: `Committed with ${index} line ends although .gitattributes says ${attributes}`,
      };
  }
}

function* drift(tree: Tree): Iterable<Problem> {
  for (const path of tree.facts.drifted)
    yield { path, text: path, message: `${path} is checked out at another commit than the one that is recorded` };
}

function* branchNames(tree: Tree): Iterable<Problem> {
  const { branches } = tree.facts;
  if (branches.length === 0) return;
  for (const { path } of tree.ofKind('workflow')) {
    const on = tree.yaml(path).roots[0]?.get('on');
    for (const [, trigger] of on?.entries() ?? []) {
      const list = trigger.get('branches');
      const names = list.isList ? list.items() : [list];
      const plain = names.filter(({ text }) => /^[\w./-]+$/.test(text));
      if (plain.length === 0 || plain.length < names.length) continue;
      if (plain.every(({ text }) => !branches.includes(text))) yield unknownBranch(path, plain);
    }
  }
}

function unknownBranch(path: string, names: readonly YamlNode[]): Problem {
  const text = names.map((name) => name.text).join(' ');
  return at(path, names[0]!, text, `No such branch, so this never starts: ${text}`);
}

function history(kind: OldFile['kind'], what: (file: OldFile) => string): Check {
  return {
    whole: true,
    *run(tree) {
      for (const file of tree.facts.history) {
        if (file.kind !== kind) continue;
        const { path, commit, ref } = file;
        const held = ref === null ? 'only reflogs still have it' : `still in ${ref}`;
        const message = `${what(file)} was committed on ${commit.date.slice(0, 10)} by ${commit.author} (${commit.oid.slice(0, 8)}), ${held}`;
        yield { path, text: path, message, commit: { ...commit, subject: '' }, refs: ref === null ? [] : [ref] };
      }
    },
  };
}

const nameOf = (path: string): string => path.slice(path.lastIndexOf('/') + 1);

export const cloneChecks: Checks = {
  'line-ends-against-attributes': {
    search: '\r$',
    also: ['gitattributes'],
    facts: ['line-ends'],
    whole: true,
    run: lineEnds,
  },
  'submodule-drift': { facts: ['submodules'], whole: true, run: drift },
  'actions-unknown-branch': { kinds: ['workflow'], facts: ['branches'], whole: true, run: branchNames },
  'secret-file-in-history': history('secret', ({ path }) => nameOf(path)),
  'large-file-in-history': history('large', ({ path, size }) => `${nameOf(path)} (${Math.round(size / 2 ** 20)} MiB)`),
};
