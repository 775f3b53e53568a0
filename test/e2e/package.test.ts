/**
 * The packed tarball as users get it: one package, nothing to install with it, nothing run on install, small, and it
 * works from an empty folder on each supported node (the others in the full suite: npx fetches them).
 */
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, it } from 'vitest';
import { commitFiles, env, git, makeFolder, makeRepository, secrets } from '../cli/harness.ts';

const root = fileURLToPath(new URL('../../', import.meta.url));
const largest = 8_100_000;
let folder = '';
let tarball = '';

beforeAll(() => {
  folder = makeFolder();
  tarball = execFileSync(process.execPath, [join(root, 'scripts', 'pack.mjs'), folder], {
    encoding: 'utf8',
    env,
  }).trim();
});

function sizeOf(path: string): number {
  const stat = statSync(path);
  return stat.isDirectory() ? readdirSync(path).reduce((sum, name) => sum + sizeOf(join(path, name)), 0) : stat.size;
}

function installed(): string {
  const project = makeFolder({ 'package.json': '{ "private": true }\n' });
  const args = ['install', '--offline', '--no-audit', '--no-fund', '--ignore-scripts=false', tarball];
  execFileSync('npm', args, { cwd: project, env: { ...env, npm_config_cache: join(folder, 'cache') }, stdio: 'pipe' });
  return project;
}

/** A range that brings a Terraform mistake and a secret, so that grammar and rules are read. */
function tryOut(command: string, bin: string | null, environment: NodeJS.ProcessEnv = env): void {
  const repo = makeRepository({ '.gitignore': '.env\n.env.*\n*.pem\n*.key\n' });
  git(repo, 'checkout', '-q', '-b', 'topic');
  const open =
    'resource "aws_security_group" "a" {\n  ingress {\n    from_port = 22\n    to_port = 22\n    protocol = "tcp"\n    cidr_blocks = ["0.0.0.0/0"]\n  }\n}\n';
  commitFiles(repo, { 'main.tf': open, 'x.txt': `t = "${secrets.githubPat('package')}"\n` }, 'topic');
  const args = [...(bin === null ? [] : [bin]), 'ci', '--base', 'main', '--format', 'json'];
  const { status, stdout, stderr } = spawnSync(command, args, { cwd: repo, env: environment, encoding: 'utf8' });
  expect(stderr).toContain('1 commit,');
  expect(status).toBe(1);
  const rules = (JSON.parse(stdout) as { findings: { rule: string; path: string }[] }).findings;
  expect(rules.map(({ rule }) => rule)).toContain('github-pat');
  expect(rules.map(({ path }) => path)).toContain('main.tf');
}

describe('the packed tarball', () => {
  it('is one package without dependencies and scripts', () => {
    const manifest = JSON.parse(readFileSync(join(folder, 'package', 'package.json'), 'utf8')) as Record<
      string,
      unknown
    >;
    expect(Object.keys(manifest).filter((key) => /dependencies|scripts|private|workspaces/i.test(key))).toEqual([]);
    expect(manifest).toMatchObject({ name: 'gitmoat', bin: { gitmoat: 'bin/gitmoat.cjs' }, license: 'MIT' });
    const listed = execFileSync('tar', ['-tzf', tarball], { encoding: 'utf8' }).split('\n').filter(Boolean);
    expect(
      listed.filter(
        (name) => !/^package\/(package\.json|README\.md|LICENSE|bin\/gitmoat\.cjs|dist\/[\w.-]+)$/.test(name),
      ),
    ).toEqual([]);
    expect(listed.filter((name) => name.endsWith('.v8'))).toEqual([]);
  });

  it(`takes no more than ${largest} bytes unpacked, grammar included`, () => {
    const unpacked = join(folder, 'unpacked');
    mkdirSync(unpacked);
    execFileSync('tar', ['-xzf', tarball, '-C', unpacked]);
    expect(readdirSync(join(unpacked, 'package', 'dist'))).toContain('tree-sitter-terraform.wasm');
    expect(sizeOf(unpacked)).toBeLessThanOrEqual(largest);
  });

  it('installs without a network and works', () => {
    const project = installed();
    expect(readdirSync(join(project, 'node_modules')).filter((name) => !name.startsWith('.'))).toEqual(['gitmoat']);
    tryOut(process.execPath, join(project, 'node_modules', '.bin', 'gitmoat'));
  });

  it.runIf(process.env.GITMOAT_TEST_FULL === '1').each(['20', '22', '24'])('works on node %s', (major) => {
    const project = installed();
    const print = join(folder, 'print.cjs');
    writeFileSync(print, 'console.log(process.execPath)');
    // npx takes its own settings from the machine: the tests' HOME has none.
    const node = execFileSync('npx', ['--yes', '-p', `node@${major}`, 'node', print], {
      cwd: folder,
      encoding: 'utf8',
    }).trim();
    const said = execFileSync(node, ['--version'], { encoding: 'utf8' });
    expect(said).toMatch(new RegExp(`^v${major}\\.`));
    tryOut(node, join(project, 'node_modules', '.bin', 'gitmoat'));
  });

  it.runIf(process.env.GITMOAT_TEST_FULL === '1')('as one executable: its checksum holds, no node on PATH', () => {
    const made = execFileSync(process.execPath, [join(root, 'scripts', 'sea.mjs'), folder], {
      encoding: 'utf8',
    }).trim();
    execFileSync('sha256sum', ['--check', `${made}.sha256`], { cwd: folder });
    const path = join(folder, 'path');
    mkdirSync(path);
    symlinkSync(execFileSync('which', ['git'], { encoding: 'utf8' }).trim(), join(path, 'git'));
    tryOut(made, null, { ...env, PATH: path });
  });
});
