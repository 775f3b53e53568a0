import { describe, expect, test } from 'vitest';
import { gitmoat, makeFolder, makeRepository, secrets } from './harness.ts';

const token = secrets.githubPat('explain');
const repo = makeRepository({ 'a.txt': `first\ntoken: ${token}\n`, 'b.txt': `${token}\n` });

describe('explain', () => {
  test('a text: rule, anchor and each test; the text is not repeated', () => {
    const { code, stdout } = gitmoat(['explain', `x = ${token}`], { cwd: repo });
    expect(code).toBe(0);
    expect(stdout).toMatch(/^Reported: github-pat .*provable/);
    expect(stdout).toContain('anchor "ghp_" at byte 4');
    expect(stdout).toMatch(/check \S+ +yes proves/);
    expect(stdout).not.toContain(token.slice(4, 20));
  });

  test('FILE:LINE looks at that line only', () => {
    expect(gitmoat(['explain', 'a.txt:2'], { cwd: repo }).stdout).toContain('Reported: github-pat');
    expect(gitmoat(['explain', 'a.txt:1'], { cwd: repo }).stdout).toContain('Not reported: no rule matches here.');
  });

  test('a wrong checksum says so', () => {
    const wrong = token.slice(0, -1) + (token.endsWith('a') ? 'b' : 'a');
    expect(gitmoat(['explain', wrong], { cwd: repo }).stdout).toContain('cannot be real (checksum)');
  });

  test('a fingerprint, whole or its first digits, names all places', () => {
    const { fingerprint } = JSON.parse(gitmoat(['audit', '--format', 'json'], { cwd: repo }).stdout).findings[0];
    for (const prefix of [fingerprint, fingerprint.slice(0, 12), fingerprint.slice(0, 8)]) {
      const { stdout } = gitmoat(['explain', prefix], { cwd: repo });
      expect(stdout).toContain(`fingerprint ${fingerprint}`);
      expect(stdout).toContain('- a.txt:2');
      expect(stdout).toContain('- b.txt:1');
      expect(stdout).toContain('refs/heads/main');
    }
  });

  test('digits that no finding has are text', () => {
    expect(gitmoat(['explain', '0123456789ab'], { cwd: makeFolder() }).stdout).toContain('Not reported');
  });
});

describe('rules', () => {
  test('list finds by words', () => {
    const { code, stdout, stderr } = gitmoat(['rules', 'list', 'github', 'pat'], { cwd: repo });
    expect(code).toBe(0);
    expect(stdout).toContain('github-pat');
    expect(stderr).toMatch(/\d+ of \d+ rules/);
    expect(JSON.parse(gitmoat(['rules', 'list', '--format', 'json'], { cwd: repo }).stdout).length).toBeGreaterThan(
      150,
    );
  });

  test('show says what a rule opens and how it is found', () => {
    const { stdout } = gitmoat(['rules', 'show', 'github-pat'], { cwd: repo });
    for (const word of ['severity', 'opens', 'found by', '"ghp_"', 'reach', 'what to do'])
      expect(stdout).toContain(word);
  });

  test('check names the file and the line to mend', () => {
    const rule = (id: string, pattern: string) =>
      [
        `  - id: ${id}`,
        '    name: Acme token',
        '    description: Opens it.',
        '    severity: high',
        '    anchors: [acme_]',
        `    pattern: '${pattern}'`,
        "    examples: ['acme_<<alnum:36>>', 'x acme_<<alnum:36>>']",
        "    counterexamples: ['acme_<<alnum:20>>', 'acme']",
        '',
      ].join('\n');
    const head = 'provider: acme\nname: Acme\nreferences: [https://acme.example]\nremediation: Revoke it.\nrules:\n';
    const folder = makeFolder({
      'good/acme.yaml': head + rule('acme-token', 'acme_[A-Za-z0-9]{36}'),
      'bad/acme.yaml': head + rule('acme-token', 'acme_[A-Za-z0-9]+'),
    });
    expect(gitmoat(['rules', 'check', 'good'], { cwd: folder })).toMatchObject({ code: 0, stdout: '' });
    const bad = gitmoat(['rules', 'check', 'bad'], { cwd: folder });
    expect(bad.code).toBe(1);
    expect(bad.stdout).toContain('bad/acme.yaml:6: acme-token:');
  });
});
