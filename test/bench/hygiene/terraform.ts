/** Our verdict on Terraform fixtures, by the checks themselves. */
import type { CheckContext, Problem } from '../../../packages/core/src/hygiene/check.ts';
import { checks } from '../../../packages/core/src/hygiene/checks/index.ts';
import { type HclAssets, hclParser } from '../../../packages/core/src/hygiene/hcl.ts';
import { Tree } from '../../../packages/core/src/hygiene/tree.ts';
import type { Counterpart, Fixture, Judged } from './fixture.ts';

export async function judgeTerraform(
  fixtures: readonly Fixture[],
  counterparts: Readonly<Record<string, Counterpart>>,
  hcl: HclAssets,
): Promise<Judged[]> {
  const parseHcl = await hclParser(hcl);
  const context: CheckContext = { ignoreSets: [] };
  return fixtures.map((fixture): Judged => {
    const counterpart = counterparts[fixture.check];
    if (counterpart === undefined) return { ...fixture, ours: 'missing' };
    const tree = treeOf(fixture.files);
    tree.parseHcl = parseHcl;
    const problems = counterpart.rules.flatMap((id) => [...checks[id]!.run(tree, context)]);
    const { says = /^/ } = counterpart;
    const found = problems.some((problem) => says.test(problem.message) && isAbout(problem, fixture.subject));
    return { ...fixture, ours: found ? 'fail' : 'pass' };
  });
}

/** A problem's text begins with what it is about, perhaps with an attribute behind it; its message with where it stands. */
function isAbout({ text, message }: Problem, subject: string | null): boolean {
  if (subject === null) return true;
  return [text, message.split(': ')[0]!].some(
    (one) => one === subject || one.startsWith(`${subject}.`) || one.startsWith(`${subject} `),
  );
}

function treeOf(files: ReadonlyMap<string, string>): Tree {
  const entries = [...files.keys()].map((path) => ({ path, mode: '100644', oid: null, tracked: true }));
  const tree = new Tree({ where: 'worktree', files: entries, whole: true });
  for (const [path, text] of files) tree.give(path, Buffer.from(text));
  return tree;
}
