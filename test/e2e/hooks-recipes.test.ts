/**
 * gitmoat's push hook beside the recipes that others give for theirs: 500 commits on three refs, a token added and taken out
 * again inside. And gitmoat in the recipes of lint-staged and of the pre-commit framework (from a git URL), with the real tools.
 */
import { spawnSync } from 'node:child_process';
import { chmodSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { bundle, env, makeFolder, write } from '../cli/harness.ts';
import { full } from '../helpers/random.ts';
import { manyCommits } from './hook-cases/pushes.ts';
import { linkGitmoat, readiness } from './hook-ways.ts';
import { bareRemote, HookedRepository, hooked, line } from './hooked-repository.ts';

const root = fileURLToPath(new URL('../../', import.meta.url));
const packages = fileURLToPath(new URL('../node_modules', import.meta.url));
const gitleaks = 'gitleaks git --pre-commit --redact --staged --no-banner';
const hasGitleaks = spawnSync('gitleaks', ['version'], { env }).status === 0;

interface Recipe {
  readonly name: string;
  readonly tool?: 'lefthook' | 'pre-commit';
  readonly files: Readonly<Record<string, string>>;
}

const lefthook = (run: string): Record<string, string> => ({
  'lefthook.yml': `pre-push:\n  commands:\n    gitleaks:\n      run: ${run}\n`,
});

/** As their documentation has them, at the stage pre-push. */
const recipes: readonly Recipe[] = [
  { name: 'gitleaks as a plain hook', files: { '.git/hooks/pre-push': `#!/bin/sh\nexec ${gitleaks}\n` } },
  {
    name: 'gitleaks under pre-commit',
    tool: 'pre-commit',
    files: {
      '.pre-commit-config.yaml': [
        'repos:',
        '  - repo: local',
        '    hooks:',
        `      - { id: gitleaks, name: gitleaks, entry: ${gitleaks}, language: system, pass_filenames: false, stages: [pre-push] }`,
        '',
      ].join('\n'),
    },
  },
  { name: 'gitleaks under lefthook', tool: 'lefthook', files: lefthook(gitleaks) },
  {
    name: 'gitleaks under lefthook, of the files pushed',
    tool: 'lefthook',
    files: lefthook('gitleaks dir {push_files}'),
  },
];

describe('500 commits, the secret added and removed inside', () => {
  it.for(recipes)('$name lets it through', ({ tool, files }, { skip }) => {
    if (!hasGitleaks) skip('gitleaks is not on PATH');
    const ready = readiness(tool ?? 'plain');
    if ('missing' in ready) return skip(ready.missing);
    const repo = new HookedRepository(makeFolder(), ready.env);
    repo.git('init', '-q', '-b', 'main');
    write(repo.root, files);
    repo.commitUnseen('first', { 'a.txt': 'a\n' });
    if (tool === 'lefthook') must(repo, join(packages, '.bin', 'lefthook'), 'install');
    else if (tool === 'pre-commit') must(repo, 'pre-commit', 'install', '-t', 'pre-push');
    else chmodSync(join(repo.root, '.git/hooks/pre-push'), 0o755);
    manyCommits(repo);
    repo.git('remote', 'add', 'origin', bareRemote());
    const pushed = repo.try(['push', 'origin', 'b0', 'b1', 'b2'], { env: { PATH: withTools(ready.env.PATH) } });
    expect(pushed.code, pushed.stdout + pushed.stderr).toBe(0);
    // It does know the token: where it stands in a file.
    const known = spawnSync('gitleaks', ['dir', '--no-banner', makeFolder({ 's.txt': line })], { env });
    expect(known.status).toBe(1);
  });

  it('gitmoat does not', () => {
    const repo = hooked();
    manyCommits(repo);
    const pushed = repo.try(['push', bareRemote(), 'b0', 'b1', 'b2']);
    expect(pushed.stderr).toMatch(/^gitmoat: push blocked: .* in f2\.txt:1\./m);
    expect(pushed.code).toBe(1);
  });
});

describe('lint-staged', () => {
  /** A task that changes what is staged, as a formatter does. */
  const writes = (text: string): string =>
    `require('node:fs').appendFileSync(process.argv[2], ${JSON.stringify(text)});\n`;

  function project(config: string, task: string): HookedRepository {
    const repo = new HookedRepository(makeFolder(), { PATH: withTools(undefined) });
    repo.git('init', '-q', '-b', 'main');
    repo.write('.git/hooks/pre-commit', '#!/bin/sh\nexec lint-staged --quiet\n');
    chmodSync(join(repo.root, '.git/hooks/pre-commit'), 0o755);
    linkGitmoat(repo.root);
    const files = { 'lint-staged.config.mjs': config, 'task.cjs': task, '.gitignore': 'node_modules/\n' };
    repo.commitUnseen('first', { ...files, 'a.txt': 'a\n', 'b.txt': 'b\n' });
    return repo;
  }

  it.each([
    ['fine\n', false],
    [line, true],
  ])('before gitmoat: what its tasks write is judged (%#)', (text, blocked) => {
    const repo = project("export default { '*.txt': 'node task.cjs' };\n", writes(text));
    must(repo, process.execPath, bundle, 'hooks', 'install', '--manager', 'git');
    repo.write('a.txt', 'changed\n').git('add', 'a.txt');
    repo.write('b.txt', 'not staged\n');
    const ran = repo.try(['commit', '-q', '-m', 'x']);
    expect(ran.stderr.includes('gitmoat: commit blocked: '), ran.stderr).toBe(blocked);
    expect(repo.read('b.txt')).toBe('not staged\n');
    if (!blocked) expect(repo.git('show', 'HEAD:a.txt')).toBe('changed\nfine');
  });

  it('gitmoat as one of its tasks', () => {
    const repo = project("export default { '*': () => 'gitmoat staged' };\n", '');
    repo.write('a.txt', line).git('add', 'a.txt');
    // A partial stage, which lint-staged hides while its tasks run.
    repo.write('a.txt', 'clean\n');
    const ran = repo.try(['commit', '-q', '-m', 'x']);
    expect(ran.code, ran.stderr).toBe(1);
    expect(ran.stdout + ran.stderr).toContain('a.txt:1');
    repo.git('add', 'a.txt');
    expect(repo.try(['commit', '-q', '-m', 'x']).code).toBe(0);
  });
});

// Fetches and builds the workspace's last commit, as the framework does for its users.
it.runIf(full)('from a git URL under the pre-commit framework', { timeout: 600_000 }, ({ skip }) => {
  const ready = readiness('pre-commit');
  if ('missing' in ready) return skip(ready.missing);
  const { HOME = '', NODE_EXTRA_CA_CERTS = '' } = process.env;
  const repo = new HookedRepository(makeFolder(), { ...ready.env, HOME, NODE_EXTRA_CA_CERTS });
  repo.git('init', '-q', '-b', 'main');
  const rev = repo.git('-C', root, 'rev-parse', 'HEAD');
  const hooks = '[{ id: gitmoat }, { id: gitmoat-commit-msg }]';
  const config = `repos:\n  - repo: ${root}\n    rev: ${rev}\n    hooks: ${hooks}\n`;
  repo.commitUnseen('first', { 'a.txt': 'a\n', '.pre-commit-config.yaml': config });
  must(repo, 'pre-commit', 'install', '-t', 'pre-commit', '-t', 'commit-msg', '-t', 'pre-push');
  repo.write('b.txt', 'fine\n').git('add', '-A');
  const clean = repo.try(['commit', '-q', '-m', 'x']);
  expect(clean.code, clean.stdout + clean.stderr).toBe(0);
  const said = (args: readonly string[]): string => {
    const { stdout, stderr } = repo.try(args);
    return stdout + stderr;
  };
  expect(said(['commit', '-q', '--allow-empty', '-m', line])).toContain('gitmoat: commit blocked: ');
  repo.write('c.txt', line).git('add', '-A');
  expect(said(['commit', '-q', '-m', 'x'])).toContain('gitmoat: commit blocked: ');
  repo.git('commit', '-q', '--no-verify', '-m', 'x');
  repo.git('remote', 'add', 'origin', bareRemote());
  expect(said(['push', 'origin', 'main'])).toContain('gitmoat: push blocked: ');
});

function withTools(path: string | undefined): string {
  return [join(packages, '.bin'), dirname(process.execPath), path ?? env.PATH].join(delimiter);
}

function must(repo: HookedRepository, command: string, ...args: readonly string[]): void {
  const ready = readiness('pre-commit');
  const path = withTools('missing' in ready ? undefined : ready.env.PATH);
  const { HOME, NODE_EXTRA_CA_CERTS } = process.env;
  const own = { ...env, ...(full && { HOME, NODE_EXTRA_CA_CERTS }), ...('env' in ready && ready.env), PATH: path };
  const { status, stdout, stderr } = spawnSync(command, args, { cwd: repo.root, env: own, encoding: 'utf8' });
  if (status !== 0) throw new Error(`${command} ${args.join(' ')}: ${stdout}${stderr}`);
}
