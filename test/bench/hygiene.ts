/**
 * `pnpm bench hygiene SUITE DIR`: how far our hygiene rules and another tool's own test cases agree. DIR is a clone of its
 * repository (for trivy: trivy-checks); nothing of it is committed here. `--list` prints every difference.
 */
import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { loadHygiene } from '../../packages/core/src/hygiene/load.ts';
import type { Bench } from './bench.ts';
import { checkovFixtures } from './hygiene/checkov.ts';
import * as counterparts from './hygiene/counterparts.ts';
import { agrees, type Judged } from './hygiene/fixture.ts';
import { judgeTerraform } from './hygiene/terraform.ts';
import { trivyFixtures } from './hygiene/trivy.ts';
import { zizmorCases } from './hygiene/zizmor.ts';
import { report } from './measure/results.ts';
import { table } from './measure/table.ts';
import { UsageError } from './usage-error.ts';

export const usage = 'pnpm bench hygiene checkov|trivy|zizmor DIR [--list] [--no-save]';

interface Suite {
  readonly judged: readonly Judged[];
  /** Their checks without a test case that we could run. */
  readonly without: readonly string[];
}

export async function run(args: readonly string[], bench: Bench): Promise<number> {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: { list: { type: 'boolean', default: false }, 'no-save': { type: 'boolean', default: false } },
  });
  const [name = '', folder] = positionals;
  if (folder === undefined) throw new UsageError('which suite, and where is its clone?');
  const root = resolve(bench.cwd, folder);
  if (!existsSync(root)) throw new UsageError(`${root} does not exist`);
  const { judged, without } = await judgeSuite(name, root, bench);
  const body = [byCheck(judged), `Checks without a test case to run: ${without.join(', ') || 'none'}`];
  if (values.list) body.push(differences(judged));
  report(bench, { title: `hygiene: agreement with ${name}`, body: body.join('\n\n'), save: !values['no-save'] });
  return 0;
}

async function judgeSuite(name: string, root: string, bench: Bench): Promise<Suite> {
  const { hcl } = loadHygiene(join(bench.root, 'packages/cli/dist/hygiene.json'));
  switch (name) {
    case 'checkov': {
      const { fixtures, without } = checkovFixtures(root);
      return { judged: await judgeTerraform(fixtures, counterparts.checkov, hcl!), without };
    }
    case 'trivy': {
      const { fixtures, without } = trivyFixtures(root);
      return { judged: await judgeTerraform(fixtures, counterparts.trivy, hcl!), without };
    }
    case 'zizmor':
      return { judged: zizmorCases(root), without: [] };
    default:
      throw new UsageError(`no suite ${name}`);
  }
}

function byCheck(judged: readonly Judged[]): string {
  const groups = new Map<string, Judged[]>();
  for (const one of judged) groups.set(one.check, [...(groups.get(one.check) ?? []), one]);
  const rows = [...groups].map(([check, cases]) => ({ check, cases }));
  return table(
    [...rows, { check: 'all', cases: judged }],
    [
      { title: 'check', of: ({ check }) => check },
      { title: 'cases', of: ({ cases }) => cases.length },
      { title: 'agree', of: ({ cases }) => cases.filter(agrees).length },
      { title: '%', of: ({ cases }) => (100 * cases.filter(agrees).length) / cases.length, digits: 1 },
    ],
  );
}

function differences(judged: readonly Judged[]): string {
  const rows = judged
    .filter((one) => !agrees(one))
    .map(
      ({ check, place, subject, expected, ours }) =>
        `    ${check} ${subject ?? ''} ${expected}, ours ${ours} (${place})`,
    );
  return [`Differences: ${rows.length}`, ...rows].join('\n');
}
