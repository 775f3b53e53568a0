/** Every hygiene rule on its own examples and counterexamples; some of them as real repositories too. */
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { openRepository } from '../../../packages/core/src/git/repository.ts';
import { checks } from '../../../packages/core/src/hygiene/checks/index.ts';
import { hygieneFindings } from '../../../packages/core/src/hygiene/find.ts';
import type { ExampleTree } from '../../../packages/core/src/hygiene/schema.ts';
import type { Finding } from '../../../packages/core/src/scan/finding.ts';
import { compileOwnHygiene } from '../../helpers/hygiene.ts';
import { full } from '../../helpers/random.ts';
import { temporaryFolder } from '../../helpers/repository.ts';
import { makeTree } from './example-tree.ts';
import { findingsInMemory, needsGit } from './memory-tree.ts';

const { authored, ruleset, problems } = compileOwnHygiene();

async function findingsInGit(id: string, tree: ExampleTree, seed: string): Promise<Finding[]> {
  const root = join(temporaryFolder(), 'tree');
  makeTree(root, tree, seed);
  const selection = { disable: ['*'], enable: [id], severity: {} };
  const { findings } = await hygieneFindings(await openRepository(root), {
    ruleset,
    stage: 'check',
    selection,
    history: true,
  });
  return findings.filter(({ rule }) => rule === id);
}

function findingsOf(id: string, tree: ExampleTree, seed: string): Promise<Finding[]> {
  return needsGit(tree) || full ? findingsInGit(id, tree, seed) : findingsInMemory(id, tree, { ruleset, seed });
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
      const where = `example ${index + 1}`;
      const ids = findings.map((finding) => finding.rule);
      expect(ids, where).toContain(id);
      const texts = findings.map(({ secret }) => secret);
      if (tree.finds) expect(texts, where).toEqual(tree.finds);
      const [first] = findings;
      if (tree.at) expect(`${first?.path}:${first?.line}:${first?.column}`, where).toBe(tree.at);
    }
    for (const [index, tree] of rule.counterexamples.entries()) {
      const findings = await findingsOf(id, tree, `${id}:counter:${index}`);
      const told = findings.map(({ title, path }) => `${path}: ${title}`);
      expect(told, `counterexample ${index + 1}`).toEqual([]);
    }
  });
});

/** One rule of each group: what git lists, finds and reads is what the examples in memory stand for. */
const groups = new Map(authored.map((rule) => [rule.group, rule]));

describe('in a repository the same is found', () => {
  it.each([...groups])('%s', async (_, { id, examples, counterexamples }) => {
    expect(await findingsInGit(id, examples[0]!, `${id}:0`)).not.toEqual([]);
    expect(await findingsInGit(id, counterexamples[0]!, `${id}:counter:0`)).toEqual([]);
  });
});
