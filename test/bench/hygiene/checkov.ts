/**
 * checkov's own test cases for Terraform on AWS network, S3, IAM, RDS and CloudTrail: folders of resources that its tests
 * name as passing or failing, snippets inside its tests, and the expected.yaml of its graph checks.
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { basename, join, relative } from 'node:path';
import { parseYaml } from '../../../packages/core/src/hygiene/yaml-file.ts';
import type { Fixture } from './fixture.ts';

/** Resource types of the five services. */
const services =
  /^aws_(?:s3_|s3control|iam_|db_|rds_|cloudtrail|security_group|default_security|vpc|network_acl|default_network|default_vpc|subnet|route$|route_table|default_route|internet_gateway|nat_|ec2_transit|flow_log|networkfirewall|default_subnet|ssoadmin|eip$)/;

export interface CheckovFixtures {
  readonly fixtures: readonly Fixture[];
  /** Checks of these services whose tests hold no Terraform (Python dictionaries). */
  readonly without: readonly string[];
}

export function checkovFixtures(root: string): CheckovFixtures {
  const fixtures: Fixture[] = [];
  const without: string[] = [];
  const tests = new Map<string, string>();
  for (const path of listFiles(join(root, 'tests/terraform/checks'), /^test_.*\.py$/)) {
    const tested = /^from checkov\.terraform\.checks\.([\w.]+) import/m.exec(readFileSync(path, 'utf8'))?.[1];
    if (tested !== undefined) tests.set(tested.replaceAll('.', '/'), path);
  }
  for (const path of listFiles(join(root, 'checkov/terraform/checks'), /\.py$/)) {
    if (!path.includes('/aws/')) continue;
    const source = readFileSync(path, 'utf8');
    const ids = [...new Set(source.match(/CKV2?_AWS_\d+/g) ?? [])];
    const test = tests.get(relative(join(root, 'checkov/terraform/checks'), path).slice(0, -3));
    const check = path.includes('/data/') && ids.length > 1 ? ids.at(-1) : ids[0];
    if (check === undefined || test === undefined) continue;
    const found = ofTest(root, check, test);
    if (found.length === 0) found.push(...ofDictionaries(root, { check, test, type: typeIn(source) }));
    if (found.length > 0) fixtures.push(...found.filter(isWanted));
    else if (services.test(typeIn(source))) without.push(check);
  }
  for (const path of listFiles(join(root, 'checkov/terraform/checks/graph_checks/aws'), /\.yaml$/)) {
    const check = /\bid:\s*["']?(CKV2?_AWS_\d+)/.exec(readFileSync(path, 'utf8'))?.[1] ?? '';
    const folder = join(root, 'tests/terraform/graph/checks/resources', basename(path, '.yaml'));
    if (!existsSync(join(folder, 'expected.yaml'))) continue;
    const [expected] = parseYaml(readFileSync(join(folder, 'expected.yaml'), 'utf8')).roots;
    const labels = (name: string) => expected?.get(name).texts() ?? [];
    fixtures.push(...ofFolder(root, folder, { check, pass: labels('pass'), fail: labels('fail') }).filter(isWanted));
  }
  return { fixtures, without };
}

const isWanted = ({ subject }: Fixture): boolean => services.test(subject?.replace(/\..*/, '') ?? '');

function ofTest(root: string, check: string, test: string): Fixture[] {
  const source = readFileSync(test, 'utf8');
  const folder = /["'/](?:[\w-]+\/)*(example_\w+|resources\/\w+)["']/.exec(source)?.[1];
  const [pass, fail] = [namesIn(source, 'passing_resources'), namesIn(source, 'failing_resources')];
  if (folder !== undefined) return ofFolder(root, join(test, '..', folder), { check, pass, fail });
  const snippets =
    /hcl2\.loads\(\s*(?:"""|''')([\s\S]*?)(?:"""|''')\s*\)[\s\S]*?\[["'](?:resource|data|provider)["']\]\[0\]\[["'](\w+)["']\](?:\[["']([\w-]+)["']\])?[\s\S]*?CheckResult\.(PASSED|FAILED)/g;
  return Array.from(source.matchAll(snippets), ([, text = '', type = '', name, result], index): Fixture => {
    return {
      check,
      place: `${relative(root, test)}#${index + 1}`,
      files: new Map([['main.tf', text]]),
      subject: name === undefined ? type : `${type}.${name}`,
      expected: result === 'PASSED' ? 'pass' : 'fail',
    };
  });
}

const typeIn = (source: string): string => /["'](aws_\w+)["']/.exec(source)?.[1] ?? '';

/** Older tests write a resource as a flat dictionary of lists: `{"name": [True]}`. */
function ofDictionaries(root: string, { check, test, type }: { check: string; test: string; type: string }): Fixture[] {
  const cases = /= \{([^{}]*)\}[\s\S]*?CheckResult\.(PASSED|FAILED)/g;
  return Array.from(readFileSync(test, 'utf8').matchAll(cases), ([, body = '', result], index): Fixture => {
    const lines = Array.from(body.matchAll(/["'](\w+)["']:\s*\[([^\]]*)\]/g), ([, name, value = '']) => {
      const text = value
        .trim()
        .replace(/^(?:True|False)$/, (word) => word.toLowerCase())
        .replaceAll("'", '"');
      return `  ${name} = ${text}\n`;
    });
    return {
      check,
      place: `${relative(root, test)}#${index + 1}`,
      files: new Map([['main.tf', `resource "${type}" "case" {\n${lines.join('')}}\n`]]),
      subject: `${type}.case`,
      expected: result === 'PASSED' ? 'pass' : 'fail',
    };
  });
}

function namesIn(source: string, name: string): string[] {
  const list = new RegExp(`${name}\\s*(?::[^=\\n]*)?=\\s*[{[(]([\\s\\S]*?)\\n?\\s*[}\\])]`).exec(source)?.[1] ?? '';
  // A label may have brackets and quotes of its own: aws_s3_bucket.b["a"].
  return Array.from(list.matchAll(/^\s*(["'])(.+?)\1\s*,?\s*(?:#.*)?$/gm), ([, , label = '']) => label).concat(
    list.includes('\n') ? [] : Array.from(list.matchAll(/["']([^"']+)["']/g), ([, label = '']) => label),
  );
}

interface Labels {
  readonly check: string;
  readonly pass: readonly string[];
  readonly fail: readonly string[];
}

function ofFolder(root: string, folder: string, { check, pass, fail }: Labels): Fixture[] {
  if (!existsSync(folder)) return [];
  const files = new Map(
    listFiles(folder, /\.(?:tf|tfvars|json)$/).map((path) => [relative(folder, path), readFileSync(path, 'utf8')]),
  );
  const place = relative(root, folder);
  const fixture = (label: string, expected: Fixture['expected']): Fixture => {
    return { check, place, files, subject: subjectOf(label), expected };
  };
  return [...pass.map((label) => fixture(label, 'pass')), ...fail.map((label) => fixture(label, 'fail'))];
}

/** `module.a.aws_vpc.b[0]` → `aws_vpc.b` */
function subjectOf(label: string): string {
  return label
    .replace(/\[.*$/, '')
    .replace(/^(?:module\.[\w-]+(?:\[[^\]]*\])?\.)+/, '')
    .replace(/^data\./, '');
}

function listFiles(folder: string, name: RegExp): string[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile() && name.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();
}
