/**
 * zizmor's inline snapshots for the rules that both have: in which of its test workflows it reports something, and in which
 * we do. A file is a case once a rule, by its first snapshot; lines are not compared, as the tools point at different ones
 * (a step, its input, the job).
 */
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { basename, join } from 'node:path';
import { checks } from '../../../packages/core/src/hygiene/checks/index.ts';
import { Tree } from '../../../packages/core/src/hygiene/tree.ts';
import { parseYaml } from '../../../packages/core/src/hygiene/yaml-file.ts';
import type { Judged } from './fixture.ts';

/** Their audits that ask what one of our rules asks → those rules. */
export const shared: Readonly<Record<string, readonly string[]>> = {
  artipacked: ['actions-credentials-kept'],
  'excessive-permissions': [
    'actions-permissions-missing',
    'actions-permissions-write-all',
    'actions-permissions-for-every-job',
  ],
  'github-env': ['actions-environment-from-strangers'],
  'hardcoded-container-credentials': ['actions-registry-password'],
  'insecure-commands': ['actions-unsecure-commands'],
  'secrets-inherit': ['actions-secrets-inherit'],
  'template-injection': ['actions-template-injection', 'actions-template-expansion'],
  'unpinned-images': ['actions-unpinned-image'],
  'unpinned-uses': ['actions-unpinned-uses', 'actions-branch-uses'],
};

interface Snapshot {
  readonly audit: string;
  readonly input: string;
  readonly lines: readonly number[];
}

export function zizmorCases(root: string): Judged[] {
  const tests = join(root, 'crates/zizmor/tests/integration');
  const seen = new Set<string>();
  return snapshotsIn(join(tests, 'audit')).flatMap((snapshot): Judged[] => {
    const file = join(tests, 'test-data', snapshot.input);
    const key = `${snapshot.audit} ${snapshot.input}`;
    // The first snapshot of a file is the plain one; others try settings and personas.
    if (seen.has(key) || !existsSync(file) || !statSync(file).isFile()) return [];
    seen.add(key);
    return casesOf(snapshot, readFileSync(file, 'utf8'));
  });
}

function snapshotsIn(folder: string): Snapshot[] {
  return readdirSync(folder).flatMap((name) => {
    const audit = name.replace(/\.rs$/, '').replaceAll('_', '-');
    if (!(audit in shared)) return [];
    const source = readFileSync(join(folder, name), 'utf8');
    const pattern =
      /input_under_test\(\s*"([^"]+)"\s*,?\s*\)\s*\)((?:(?!input_under_test)[\s\S])*?)@r?#?"([\s\S]*?)"#?\s*,?\s*\)/g;
    return Array.from(source.matchAll(pattern), ([, input = '', call = '', text = '']) => {
      const own = new RegExp(`\\[${audit}\\][^\\n]*\\n\\s*--> @@INPUT@@:(\\d+):`, 'g');
      const lines = Array.from(text.matchAll(own), ([, line]) => Number(line));
      return /config|--no-online|--gh/.test(call.replace('--no-online-audits', '')) ? [] : [{ audit, input, lines }];
    }).flat();
  });
}

function casesOf({ audit, input, lines }: Snapshot, text: string): Judged[] {
  const isAction = /^runs:/m.test(text);
  const path = isAction ? `${basename(input, '.yml')}/action.yml` : `.github/workflows/${basename(input)}`;
  const tree = new Tree({
    where: 'worktree',
    files: [{ path, mode: '100644', oid: null, tracked: true }],
    whole: true,
  });
  tree.give(path, Buffer.from(text));
  tree.parseYaml = parseYaml;
  const ours = shared[audit]!.some((id) => [...checks[id]!.run(tree, { ignoreSets: [] })].length > 0);
  return [
    {
      check: audit,
      place: `${input}${lines.length > 0 ? `:${lines.join(',')}` : ''}`,
      files: new Map([[path, text]]),
      subject: null,
      expected: lines.length > 0 ? 'fail' : 'pass',
      ours: ours ? 'fail' : 'pass',
    },
  ];
}
