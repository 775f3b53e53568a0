/** Hygiene of worktrees, stages and ranges on real repositories. */
import { describe, expect, it } from 'vitest';
import { openRepository } from '../../packages/core/src/git/repository.ts';
import { type HygieneOptions, hygieneFindings } from '../../packages/core/src/hygiene/find.ts';
import { compileOwnHygiene } from '../helpers/hygiene.ts';
import { TestRepository } from '../helpers/repository.ts';

const { ruleset } = compileOwnHygiene();

async function found(root: string, options: Partial<HygieneOptions>): Promise<string[]> {
  const repo = await openRepository(root);
  const { findings } = await hygieneFindings(repo, { ruleset, stage: 'check', ...options });
  return findings.filter(({ suppressed }) => suppressed === null).map(({ rule, path }) => `${rule} ${path}`);
}

const conflict = 'a\n<<<<<<< ours\nb\n=======\nc\n>>>>>>> theirs\n';
const clean = { '.gitignore': '.env\n.env.*\n*.pem\n*.key\n', 'a.js': 'a\n' };

describe('staged', () => {
  it('reports what the stage brings, not what HEAD has', async () => {
    const repository = new TestRepository();
    repository.commit('First', { ...clean, 'old.js': conflict });
    repository.write('old.js', `${conflict}more\n`).write('new.js', conflict);
    repository.git('add', '-A');
    repository.write('new.js', 'mended in the worktree only\n');
    expect(await found(repository.root, { stage: 'staged' })).toEqual(['merge-conflict new.js']);
  });

  it('is quiet about deletions and renames of nothing bad', async () => {
    const repository = new TestRepository();
    repository.commit('First', { ...clean, 'old.js': conflict });
    repository.git('rm', '-q', 'old.js');
    repository.git('mv', 'a.js', 'b.js');
    expect(await found(repository.root, { stage: 'staged' })).toEqual([]);
  });

  it('sees a forced secret file', async () => {
    const repository = new TestRepository();
    repository.commit('First', clean);
    repository.write('.env', `API_TOKEN=${'q8Zr4'.repeat(5)}\n`);
    repository.git('add', '-f', '.env');
    expect(await found(repository.root, { stage: 'staged' })).toEqual(['secret-file-tracked .env']);
  });
});

describe('ci', () => {
  it('reports what head has and base has not', async () => {
    const repository = new TestRepository();
    const base = repository.commit('First', { 'old.js': conflict });
    const head = repository.commit('Second', { 'new.js': conflict, 'old.js': `x\n${conflict}` });
    expect(await found(repository.root, { stage: 'ci', head, base })).toEqual(['merge-conflict new.js']);
    const all = await found(repository.root, { stage: 'ci', head, base: null });
    expect(all).toEqual(['merge-conflict new.js', 'merge-conflict old.js', 'secret-files-not-ignored .gitignore']);
  });
});

describe('check', () => {
  it('reads HEAD of a bare repository and nothing of an empty one', async () => {
    const repository = new TestRepository();
    expect(await found(repository.root, {})).toEqual([]);
    repository.commit('First', { ...clean, 'bad.js': conflict });
    const bare = new TestRepository({ args: ['--bare'] });
    repository.git('push', '-q', bare.root, 'main');
    expect(await found(bare.root, {})).toEqual(['merge-conflict bad.js']);
  });

  it('takes comments, severities and switches of the config', async () => {
    const repository = new TestRepository();
    const secret = 'kind: Secret\napiVersion: v1\nstringData:\n';
    const value = 'r7Vw2Kx9Lm4Q';
    repository.commit('First', {
      ...clean,
      'a.yaml': `${secret}  password: ${value} # gitmoat:allow kubernetes-secret-in-clear made up\n`,
      'b.yaml': `${secret}  # gitmoat:allow-next-line\n  password: ${value}\n`,
      'c.yaml': `${secret}  password: ${value} # gitmoat:allow other-rule no\n`,
    });
    expect(await found(repository.root, {})).toEqual(['kubernetes-secret-in-clear c.yaml']);
    const off = { disable: ['kubernetes'], enable: [], severity: {} };
    expect(await found(repository.root, { selection: off })).toEqual([]);
    const severity = { disable: [], enable: [], severity: { kubernetes: 'low' as const } };
    const repo = await openRepository(repository.root);
    const { findings } = await hygieneFindings(repo, { ruleset, stage: 'check', selection: severity });
    expect(findings.map((finding) => finding.severity)).toEqual(['low', 'low', 'low']);
    expect(JSON.stringify(findings)).not.toContain(value);
  });

  it('keeps fingerprints when lines move, and never dies of a broken file', async () => {
    const repository = new TestRepository();
    const workflow = 'on: push\npermissions: write-all\njobs: {}\n';
    repository.commit('First', { ...clean, '.github/workflows/a.yml': workflow });
    const ask = async () => {
      const repo = await openRepository(repository.root);
      return (await hygieneFindings(repo, { ruleset, stage: 'check', profile: 'strict' })).findings;
    };
    const before = (await ask()).find(({ rule }) => rule === 'actions-permissions-write-all');
    repository.write('.github/workflows/a.yml', `# moved\n\n${workflow}`);
    const after = (await ask()).find(({ rule }) => rule === 'actions-permissions-write-all');
    expect([after?.fingerprint, after?.line]).toEqual([before?.fingerprint, 4]);
    const broken = [
      '\0\xff\xfe',
      '{{{',
      '- [',
      '&a [*a]',
      `${'['.repeat(500)}`,
      'a: *nope',
      '"',
      'jobs: 1\non: [[]]\nsteps: null',
    ];
    for (const [index, text] of broken.entries()) {
      for (const path of [
        '.github/workflows/x.yml',
        'package.json',
        'compose.yaml',
        'Dockerfile',
        'k/kind.yaml',
        '.gitlab-ci.yml',
        '.pre-commit-config.yaml',
        'a.ipynb',
        'a.tf',
        '.gitignore',
      ]) {
        repository.write(path, Buffer.from(`${text}${path === 'k/kind.yaml' ? '\nkind: Secret\n' : ''}`, 'latin1'));
      }
      await expect(ask(), `broken text ${index}`).resolves.toBeDefined();
    }
  });
});
