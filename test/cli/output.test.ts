import { once } from 'node:events';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { formats } from '@gitmoat/core/report/reporters';
import { describe, expect, test } from 'vitest';
import { columnsOf } from '../../packages/core/src/report/text/layout.ts';
import { commitFiles, gitmoat, makeFolder, makeRepository, scratch, secrets, startGitmoat, write } from './harness.ts';

const token = secrets.githubPat('output');
const repo = makeRepository({ 'config.txt': `token = ${token}\r\nnext\r\n`, 'b.txt': `x\ny ${token}\n` });

describe('formats and files', () => {
  test('json and jsonl on stdout parse, stderr stays empty', () => {
    const json = gitmoat(['scan', '--format', 'json'], { cwd: repo });
    expect(json.stderr).toBe('');
    const report = JSON.parse(json.stdout);
    expect(report.schemaVersion).toBe(1);
    expect(report.findings).toHaveLength(1);
    const lines = gitmoat(['scan', '--format', 'jsonl'], { cwd: repo }).stdout.trimEnd().split('\n');
    expect(lines.map((line) => JSON.parse(line)).map(({ path, line }) => `${path}:${line}`)).toEqual([
      'b.txt:2',
      'config.txt:1',
    ]);
  });

  test('pairs: each --output takes the --format before it, or what its name ends in', () => {
    const folder = makeFolder({ 'a.txt': `${token}\n` });
    const args = ['scan', 'a.txt', '--format', 'sarif', '--output', 'one.out', '-o', 'two.jsonl', '--format', 'json'];
    const ran = gitmoat(args, { cwd: folder });
    expect(ran.code).toBe(1);
    expect(JSON.parse(ran.stdout).findings).toHaveLength(1);
    expect(JSON.parse(readFileSync(join(folder, 'one.out'), 'utf8')).version).toBe('2.1.0');
    expect(JSON.parse(readFileSync(join(folder, 'two.jsonl'), 'utf8')).path).toBe('a.txt');
  });

  test('every format in one run, by --format or by the name’s end, each what it alone would be', () => {
    const files = { 'a.txt': `x\n\ty = '${token}'\n`, '.env': `PASSWORD=${secrets.password('formats')}\n` };
    const folder = makeRepository(files);
    const out = makeFolder();
    const at = { SOURCE_DATE_EPOCH: '1700000000' };
    const asked = formats.filter((format) => format !== 'text');
    const pairs = asked.flatMap((format) => ['--format', format, '-o', join(out, format)]);
    const ran = gitmoat(['history', ...pairs], { cwd: folder, env: at });
    expect(ran).toMatchObject({ code: 1, stderr: '' });
    expect(ran.stdout).toContain('Rotate now');
    const timeless = (text: string) => text.replace(/"seconds": ?[\d.]+/g, '').replace(/"start_time":"[^"]*"/, '');
    for (const format of asked) {
      const alone = gitmoat(['history', '--format', format], { cwd: folder, env: at }).stdout;
      expect(timeless(readFileSync(join(out, format), 'utf8')), format).toBe(timeless(alone));
    }
    const names = ['r.json', 'r.jsonl', 'r.sarif', 'r.sarif.json', 'r.md', 'r.xml', 'r.csv', 'r.rdjsonl', 'r.html'];
    const named = [...names, 'gl-secret-detection-report.json', 'gl-code-quality-report.json'];
    const byName = gitmoat(['history', '-q', ...named.flatMap((name) => ['-o', join(out, name)])], { cwd: folder });
    expect(byName).toMatchObject({ code: 1, stdout: '', stderr: '' });
    const begins = (name: string) => readFileSync(join(out, name), 'utf8').slice(0, 40);
    expect(begins('r.xml')).toContain('<?xml');
    expect(begins('r.html')).toContain('<!doctype html>');
    expect(begins('r.md')).toContain('<!-- gitmoat:report -->');
    expect(begins('gl-secret-detection-report.json')).toContain('"version": "15.');
    expect(begins('gl-code-quality-report.json')).toMatch(/^\[/);
    expect(JSON.parse(readFileSync(join(out, 'r.sarif.json'), 'utf8')).version).toBe('2.1.0');
  });

  test('html shows the lines around a place, redacted, and when it went; rdjsonl counts bytes', () => {
    const folder = makeRepository({ 'ä.txt': `ü '${token}'\n` });
    commitFiles(folder, { 'ä.txt': 'clean\n' }, 'Take it out');
    const out = makeFolder();
    gitmoat(['history', '-q', '-o', join(out, 'r.html'), '-o', join(out, 'r.rdjsonl')], { cwd: folder });
    const html = readFileSync(join(out, 'r.html'), 'utf8');
    expect(html).toContain(`"lines":["ü 'ghp_…${token.slice(-2)}'"]`);
    expect(html).toMatch(/"removed":\{"oid":"[0-9a-f]{40}"/);
    const { location } = JSON.parse(readFileSync(join(out, 'r.rdjsonl'), 'utf8'));
    expect(location).toEqual({
      path: 'ä.txt',
      range: { start: { line: 1, column: 5 }, end: { line: 1, column: 45 } },
    });
  });

  test('lines around a place hide what a rule that is switched off would find', () => {
    const other = secrets.stripe('switched off');
    const folder = makeRepository({
      'a.txt': `${token}\nkey = ${other}\n`,
      '.gitmoat.yaml': 'rules: {disable: [stripe-live-secret-key]}\n',
    });
    const out = join(makeFolder(), 'r.html');
    gitmoat(['history', '-q', '-o', out], { cwd: folder });
    const html = readFileSync(out, 'utf8');
    expect(html).toContain('key = sk_');
    expect(html).not.toContain(other.slice(8, 20));
    expect(html).not.toContain('"rule":"stripe');
  });

  test('an unknown ending names the formats', () => {
    const { code, stderr } = gitmoat(['scan', '-o', 'report.pdf'], { cwd: makeFolder() });
    expect(code).toBe(2);
    expect(stderr).toContain('which format? Put --format before it');
    expect(stderr).toContain('junit, csv, gitlab');
  });

  test('a file for machines leaves the text for people, --quiet takes it away', () => {
    const folder = makeFolder({ 'a.txt': `${token}\n` });
    expect(gitmoat(['scan', 'a.txt', '-o', 'x.json'], { cwd: folder }).stdout).toContain('Rotate now');
    expect(gitmoat(['scan', 'a.txt', '-o', 'x.json', '--quiet'], { cwd: folder })).toMatchObject({
      code: 1,
      stdout: '',
      stderr: '',
    });
  });

  test('the same input gives the same bytes but for the seconds', () => {
    const run = () => gitmoat(['audit', '--format', 'json'], { cwd: repo }).stdout.replace(/"seconds":[\d.]+/, '');
    expect(run()).toBe(run());
  });

  test('--show-secrets shows the value; the file is for its owner only', async () => {
    const folder = makeFolder({ 'a.txt': `${token}\n` });
    const ran = gitmoat(['scan', 'a.txt', '--show-secrets', '-o', 'x.json'], { cwd: folder });
    expect(ran.stdout).toContain(token);
    const { statSync } = await import('node:fs');
    expect(statSync(join(folder, 'x.json')).mode & 0o077).toBe(0);
    // One that was there before keeps no wider mode.
    write(folder, { 'old.json': '' });
    gitmoat(['scan', 'a.txt', '--show-secrets', '-o', 'old.json'], { cwd: folder });
    expect(statSync(join(folder, 'old.json')).mode & 0o077).toBe(0);
  });
});

describe('text', () => {
  test('fits 80 columns, without colours in a pipe, whatever paths are called', () => {
    const long = `${'folder-with-a-long-name/'.repeat(6)}文件夹/密码.txt`;
    const wide = makeRepository({
      [long]: `${token}\n`,
      'tab\tand\u001b[31mred.txt': `${secrets.githubPat('wide')}\n`,
    });
    for (const args of [['audit'], ['audit', '--all'], ['scan', '--all'], ['history', '--show-suppressed']]) {
      const { stdout } = gitmoat(args, { cwd: wide });
      expect(stdout).not.toContain('\u001b');
      for (const line of stdout.split('\n')) expect(columnsOf(line), line).toBeLessThanOrEqual(80);
    }
  });

  test('Windows line ends: lines count right', () => {
    expect(gitmoat(['scan', 'config.txt', '--all'], { cwd: repo }).stdout).toContain('config.txt:1');
  });

  test('what to do next stands last, in order, and names how gitmoat was started', () => {
    const lines = gitmoat(['audit'], { cwd: repo }).stdout.trimEnd().split('\n');
    const at = lines.indexOf('Next: in this order');
    expect(lines.slice(at + 1).map((line) => line.trim().split(/ +/).slice(1, 4).join(' '))).toEqual([
      expect.stringMatching(/^rotate gitmoat remediate$/),
      'ignore gitmoat check',
      'hook gitmoat init',
    ]);
    const { stdout } = gitmoat(['audit'], { cwd: repo, env: { npm_command: 'exec' } });
    expect(stdout).toContain('npx gitmoat remediate');
    expect(gitmoat(['audit', '.'], { cwd: repo, env: { CI: '1' } }).stdout).not.toContain('gitmoat init');
  });

  test('incumbents are named', () => {
    const other = makeRepository({ 'a.txt': 'x\n', '.gitleaksignore': 'abc:a:b:1\n' });
    const { stdout } = gitmoat(['audit'], { cwd: other });
    expect(stdout.replace(/\s+/g, ' ')).toContain(
      'gitleaks is set up here (.gitleaksignore) with 1 exception, which gitmoat does not apply',
    );
  });
});

describe('pipes and signals', () => {
  test('a reader that goes away is no error', async () => {
    const many = makeFolder();
    write(
      many,
      Object.fromEntries(Array.from({ length: 400 }, (_, i) => [`f${i}.txt`, `${secrets.githubPat(`p${i}`)}\n`])),
    );
    const child = startGitmoat(['scan', '--format', 'jsonl'], { cwd: many });
    let stderr = '';
    child.stderr?.on('data', (chunk) => {
      stderr += chunk;
    });
    child.stdout?.once('data', () => child.stdout?.destroy());
    const [code] = await once(child, 'close');
    expect({ code, stderr }).toEqual({ code: 1, stderr: '' });
  });

  test.each([
    ['SIGINT', 130],
    ['SIGTERM', 143],
  ] as const)('%s ends with %i and leaves nothing behind', async (signal, wanted) => {
    const child = startGitmoat(['scan', '--stdin'], { cwd: repo });
    child.stdin?.write('waiting\n');
    await new Promise((resolve) => setTimeout(resolve, 600));
    child.kill(signal);
    const [code] = await once(child, 'close');
    expect(code).toBe(wanted);
    expect(readdirSync(scratch)).toEqual([]);
    expect(existsSync(join(repo, '.git', 'index.lock'))).toBe(false);
  });
});
