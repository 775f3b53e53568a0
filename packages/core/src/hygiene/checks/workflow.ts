/** GitHub workflows and composite actions as checks see them: triggers, jobs, steps, with their places. */
import type { RawPath } from '../../sources/source.ts';
import { type Check, type Problem, perFile } from '../check.ts';
import type { YamlNode } from '../yaml-node.ts';

export interface Workflow {
  readonly path: RawPath;
  readonly text: string;
  readonly root: YamlNode;
  /** A composite action: started by whoever starts a workflow that uses it. */
  readonly isAction: boolean;
  readonly triggers: readonly string[];
  readonly jobs: readonly (readonly [string, YamlNode])[];
  readonly steps: readonly Step[];
}

export interface Step {
  readonly job: YamlNode;
  readonly node: YamlNode;
  readonly uses: YamlNode;
  readonly run: YamlNode;
}

export function workflowCheck(
  check: (workflow: Workflow) => Iterable<Problem>,
  kinds: readonly ('workflow' | 'action')[] = ['workflow'],
): Check {
  return perFile(kinds, function* ({ path }, tree) {
    const [root] = tree.yaml(path).roots;
    if (root !== undefined) yield* check(readWorkflow(path, root, tree.text(path)));
  });
}

function readWorkflow(path: RawPath, root: YamlNode, text: string): Workflow {
  const on = root.get('on');
  const triggers = on.isMap ? on.entries().map(([name]) => name) : on.texts();
  const jobs = root.get('jobs').entries();
  const runs = root.get('runs');
  const lists: [YamlNode, YamlNode][] = [
    ...jobs.map(([, job]): [YamlNode, YamlNode] => [job, job.get('steps')]),
    [runs, runs.get('steps')],
  ];
  const steps = lists.flatMap(([job, list]) =>
    list.items().map((node): Step => ({ job, node, uses: node.get('uses'), run: node.get('run') })),
  );
  return { path, text, root, isAction: runs.exists, triggers, jobs, steps };
}

/** The value of `uses:` taken apart; null for local paths and images. */
export function parseUses(
  text: string,
): { readonly owner: string; readonly name: string; readonly ref: string } | null {
  const found = /^([\w.-]+)\/([\w./-]+?)(?:@(.+))?$/.exec(text.trim());
  if (found === null || text.startsWith('./')) return null;
  return { owner: found[1]!, name: found[2]!, ref: found[3] ?? '' };
}

export function at(path: RawPath, node: YamlNode, text: string, message: string): Problem {
  return { path, text, message, range: node.range };
}

/** An expression inside a block of text, at its own place. */
export function within(path: RawPath, node: YamlNode, source: string, text: string, message: string): Problem {
  const [start, end] = node.range;
  const offset = source.indexOf(text, start);
  return offset < 0 || offset >= end
    ? at(path, node, text, message)
    : { path, text, message, range: [offset, offset + text.length] };
}

/** What a key of a job's matrix can be: its list, its values under `include`, or all of a matrix that is an expression. */
export function matrixValues(job: YamlNode, key: string): YamlNode[] {
  const matrix = job.get('strategy', 'matrix');
  const include = matrix.get('include');
  const computed = [matrix, include, matrix.get(key)].filter(({ text }) => text.includes('${{'));
  const listed = [...matrix.get(key).items(), ...include.items().map((item) => item.get(key))];
  return [...computed, ...listed.filter(({ exists }) => exists)];
}
