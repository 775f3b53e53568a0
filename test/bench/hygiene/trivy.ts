/** The good and bad Terraform examples of trivy's checks on AWS network (ec2), S3, IAM, RDS and CloudTrail. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseYaml } from '../../../packages/core/src/hygiene/yaml-file.ts';
import type { Fixture } from './fixture.ts';

const services = ['s3', 'iam', 'rds', 'cloudtrail', 'ec2'];
/** Of `ec2` what is about machines, not the network. */
const machines = /^(?:as_|enable_|enforce_http|encryption_customer|no_secrets|no_sensitive|no_public_ip\.|specify_ami)/;

export interface TrivyFixtures {
  readonly fixtures: readonly Fixture[];
  /** Checks that have no Terraform example. */
  readonly without: readonly string[];
}

export function trivyFixtures(root: string): TrivyFixtures {
  const fixtures: Fixture[] = [];
  const without: string[] = [];
  for (const service of services) {
    const folder = join(root, 'checks/cloud/aws', service);
    for (const name of readdirSync(folder).sort()) {
      if (!name.endsWith('.rego') || name.endsWith('_test.rego') || (service === 'ec2' && machines.test(name)))
        continue;
      const check = /^# {3}id: (\S+)/m.exec(readFileSync(join(folder, name), 'utf8'))?.[1] ?? name;
      const examples = join(folder, name.replace(/rego$/, 'yaml'));
      const [parsed] = existsSync(examples) ? parseYaml(readFileSync(examples, 'utf8')).roots : [];
      const terraform = parsed?.get('terraform');
      const found = (['good', 'bad'] as const).flatMap((kind) =>
        (terraform?.get(kind).texts() ?? []).map((text, index): Fixture => {
          const place = `${service}/${name.replace(/\.rego$/, '')} ${kind} ${index + 1}`;
          const expected = kind === 'good' ? 'pass' : 'fail';
          return { check, place, files: new Map([['main.tf', text]]), subject: null, expected };
        }),
      );
      if (found.length === 0) without.push(check);
      fixtures.push(...found);
    }
  }
  return { fixtures, without };
}
