/** How a line of the checklist is answered: from what was read, with the evidence. */
import { sideFolder } from '../../../ignore/must-ignore.ts';
import type { Answer, Check, CheckContext, Problem } from '../../check.ts';
import type { Kind } from '../../kinds.ts';
import type { Tree } from '../../tree.ts';
import { terraformChecks } from '../terraform/index.ts';
import { modulesOf, resources } from '../terraform/module.ts';

export const ci: readonly ['workflow', 'gitlab-ci'] = ['workflow', 'gitlab-ci'] as const;
const kinds: readonly Kind[] = [...ci, 'terraform', 'dockerfile', 'compose', 'readme', 'markdown', 'script'];
/** Code that shows how a service behaves; also finds manifests. */
const search =
  '/(health|healthz|readyz|livez)["\'` ]|readinessProbe|livenessProbe|[Ss]ecrets[Mm]anager|secretmanager|SSMClient|hvac|ExternalSecret|JWT_SECRET|jwt_secret|AWSTemplateFormatVersion|awslogs|fluent-?bit|^ *- alert:';

export const yes: (evidence: string) => Answer = (evidence: string): Answer => ({ answer: 'yes', evidence });
export const no: (evidence: string, path?: string) => Answer = (evidence: string, path?: string): Answer => ({
  answer: 'no',
  evidence,
  ...(path === undefined ? {} : { path }),
});
export const unseen: (evidence: string) => Answer = (evidence: string): Answer => ({ answer: 'unseen', evidence });

export function line(answer: (tree: Tree, context: CheckContext) => Answer): Check {
  return {
    also: kinds,
    search,
    whole: true,
    answer,
    *run(tree, context) {
      const { answer: given, evidence, path = '.' } = answer(tree, context);
      if (given === 'no') yield { path, text: 'no', message: evidence };
      if (given === 'unseen')
        yield { path: '.', text: 'unseen', message: `Cannot be seen here: ${evidence}`, severity: 'info' };
    },
  };
}

/** The first read file of some kinds (all that were read, if none are named) in which something stands. */
export function fileWith(tree: Tree, pattern: RegExp, wanted: readonly Kind[] = []): string | null {
  const files = wanted.length > 0 ? tree.ofKind(...wanted) : tree.files;
  const found = files.find(
    ({ path }) => tree.isRead(path) && !sideFolder.test(path.replace(/^docs\//, '')) && pattern.test(tree.text(path)),
  );
  return found?.path ?? null;
}

export function problemsOf(ids: readonly string[], tree: Tree, context: CheckContext): Problem[] {
  return ids.flatMap((id) => [...terraformChecks[id]!.run(tree, context)]);
}

/** No where a Terraform rule finds something, yes where there is something to judge. */
export function byTerraform(types: readonly string[], ids: readonly string[], what: string): Check {
  return line((tree, context) => {
    const [problem] = problemsOf(ids, tree, context);
    if (problem !== undefined) return no(problem.message, problem.path);
    const count = modulesOf(tree).flatMap((module) => resources(module, ...types)).length;
    return count > 0 ? yes(`${count} ${what} in Terraform`) : unseen(`no ${what} in this repository`);
  });
}

export function hasResource(tree: Tree, ...types: readonly string[]): string | null {
  const found = modulesOf(tree).flatMap((module) => resources(module, ...types))[0];
  return found === undefined ? null : `${found.block.labels.join('.')} in ${found.path}`;
}
