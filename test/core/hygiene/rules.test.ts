/** Every hygiene rule on its own examples and counterexamples, as real repositories. */
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { openRepository } from '../../../packages/core/src/git/repository.ts';
import { checks } from '../../../packages/core/src/hygiene/checks/index.ts';
import { hygieneFindings } from '../../../packages/core/src/hygiene/find.ts';
import type { ExampleTree } from '../../../packages/core/src/hygiene/schema.ts';
import type { Finding } from '../../../packages/core/src/scan/finding.ts';
import { compileOwnHygiene } from '../../helpers/hygiene.ts';
import { temporaryFolder } from '../../helpers/repository.ts';
import { makeTree } from './example-tree.ts';

const { authored, ruleset, problems } = compileOwnHygiene();

async function findingsOf(id: string, tree: ExampleTree, seed: string): Promise<Finding[]> {
  const root = join(temporaryFolder(), 'tree');
  makeTree(root, tree, seed);
  const selection = { disable: ['*'], enable: [id], severity: {} };
  const { findings } = await hygieneFindings(await openRepository(root), { ruleset, stage: 'check', selection });
  return [...findings];
}

describe('hygiene rules', () => {
  it('compile', () => expect(problems).toEqual([]));

  it('have a check each, and no check is left over', () => {
    expect(Object.keys(checks).sort()).toEqual(ruleset.rules.map(({ id }) => id).sort());
  });

  it('are at most 30 by default', () => {
    expect(ruleset.rules.filter(({ profile }) => profile === 'default').length).toBeLessThanOrEqual(30);
  });

  it.each(authored.map((rule) => [rule.id, rule] as const))('%s', async (id, rule) => {
    for (const [index, tree] of rule.examples.entries()) {
      const findings = await findingsOf(id, tree, `${id}:${index}`);
      expect(
        findings.map(({ rule: name }) => name),
        `example ${index + 1}`,
      ).toContain(id);
      if (tree.finds)
        expect(
          findings.map(({ secret }) => secret),
          `example ${index + 1}`,
        ).toEqual(tree.finds);
      const [first] = findings;
      if (tree.at) expect(`${first?.path}:${first?.line}:${first?.column}`, `example ${index + 1}`).toBe(tree.at);
    }
    for (const [index, tree] of rule.counterexamples.entries()) {
      const findings = await findingsOf(id, tree, `${id}:counter:${index}`);
      expect(
        findings.map(({ title, path }) => `${path}: ${title}`),
        `counterexample ${index + 1}`,
      ).toEqual([]);
    }
  });
});
