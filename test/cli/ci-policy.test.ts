/** A change cannot silence itself unseen: what it adds to the policy is said first, and holds only if the base says so. */
import { expect, test } from 'vitest';
import { commitFiles, git, gitmoat, makeFolder, makeRepository, secrets } from './harness.ts';

const ignore = '.env\n.env.*\n*.pem\n*.key\n';
const token = secrets.githubPat('policy');
const line = `token = "${token}"\n`;
const allow = (paths: string): string =>
  `allow:\n  - rule: github-pat\n    paths: [${paths}]\n    reason: made up for tests\n`;

interface Report {
  readonly change: {
    readonly notices: { text: string; path: string; line: number | null; silences: number }[];
    readonly silenced: number;
  };
  readonly findings: { rule: string; path: string; inHead: boolean; fingerprint: string; severity: string }[];
  readonly notes: string[];
}

function branched(files: Record<string, string> = {}): string {
  const repo = makeRepository({ '.gitignore': ignore, 'a.txt': 'a\n', ...files });
  git(repo, 'checkout', '-q', '-b', 'feature');
  return repo;
}

function ci(cwd: string, ...args: string[]): { code: number | null; stderr: string; report: Report } {
  const { code, stdout, stderr } = gitmoat(['ci', '--base', 'main', '--format', 'json', ...args], { cwd });
  return { code, stderr, report: JSON.parse(stdout || 'null') };
}

test('a secret and its exception in one change: green, said first; red with policy: base', () => {
  const repo = branched();
  commitFiles(repo, { 'x.txt': line, '.gitmoat.yaml': allow('x.txt') }, 'both');
  const { code, stderr, report } = ci(repo);
  expect(code).toBe(0);
  const said = 'this change silences 1 finding: github-pat is allowed at x.txt (made up for tests) (.gitmoat.yaml:2)';
  expect(stderr).toContain(`gitmoat ci: ${said}\n`);
  expect(report.notes[0]).toBe(said);
  expect(report.change).toMatchObject({ silenced: 1, notices: [{ path: '.gitmoat.yaml', line: 2, silences: 1 }] });
  const strict = ci(repo, '--policy', 'base');
  expect(strict).toMatchObject({ code: 1, report: { findings: [{ rule: 'github-pat' }], change: { silenced: 0 } } });
  expect(strict.report.notes[0]).toContain('does not hold here (policy: base)');
});

test('policy: base in the base’s own settings; the head cannot take it back', () => {
  const repo = branched({ '.gitmoat.yaml': 'policy: base\n' });
  commitFiles(repo, { 'x.txt': line, '.gitmoat.yaml': `policy: additions\n${allow('x.txt')}` }, 'both');
  expect(ci(repo).code).toBe(1);
});

test('a comment beside a new secret is an addition too', () => {
  const repo = branched();
  commitFiles(repo, { 'x.txt': `token = "${token}" # gitmoat:allow github-pat made up\n` }, 'comment');
  const { code, report } = ci(repo);
  expect(code).toBe(0);
  expect(report.change).toMatchObject({ silenced: 1, notices: [{ path: 'x.txt', line: 1, silences: 1 }] });
  expect(report.notes[0]).toMatch(/^this change silences 1 finding: .* is allowed by a comment beside it \(made up\)/);
  expect(ci(repo, '--policy', 'base').code).toBe(1);
});

test('a widened glob is said as one, and as what it silences', () => {
  const repo = branched({ '.gitmoat.yaml': allow('docs/**') });
  commitFiles(repo, { 'docs/x.txt': line, '.gitmoat.yaml': allow('"**"') }, 'wider');
  commitFiles(repo, { 'src/x.txt': `token = "${secrets.githubPat('other')}"\n` }, 'secret');
  const { code, report } = ci(repo);
  expect(code).toBe(0);
  expect(report.change.notices).toMatchObject([
    { text: 'the exception of github-pat now covers ** instead of docs/**', silences: 1 },
  ]);
  expect(ci(repo, '--policy', 'base').report.findings).toMatchObject([{ path: 'src/x.txt' }]);
});

test('rules switched off, paths excluded, a looser gate', () => {
  const repo = branched();
  const settings = 'rules:\n  disable: [github-pat]\nexclude: [gen/**]\nmode: observe\nfailOn: critical\n';
  commitFiles(repo, { 'x.txt': line, '.gitmoat.yaml': settings }, 'all off');
  const { code, report } = ci(repo);
  expect(code).toBe(0);
  expect(report.change.notices.map(({ text }) => text)).toEqual([
    'gen/** is excluded',
    'a rule is switched off: github-pat',
    'mode: observe, so findings no longer fail',
    'only findings of severity critical or more fail',
  ]);
  expect(report.change.silenced).toBe(1);
  expect(ci(repo, '--policy', 'base').code).toBe(1);
});

test('observe alone prints the findings and counts them as silenced', () => {
  const repo = branched();
  commitFiles(repo, { 'x.txt': line, '.gitmoat.yaml': 'mode: observe\n' }, 'observe');
  const { code, report } = ci(repo);
  expect(code).toBe(0);
  expect(report).toMatchObject({ findings: [{ rule: 'github-pat' }], change: { silenced: 1 } });
});

test('a stale branch: an exception that the base has dropped since is no addition and does not hold', () => {
  const repo = branched({ '.gitmoat.yaml': allow('"**"') });
  git(repo, 'checkout', '-q', 'main');
  commitFiles(repo, { '.gitmoat.yaml': 'mode: enforce\n' }, 'dropped');
  git(repo, 'checkout', '-q', 'feature');
  commitFiles(repo, { 'x.txt': line }, 'secret');
  expect(ci(repo)).toMatchObject({ code: 1, report: { change: { notices: [] } } });
});

test('a stale branch: an exception that the base has gained since holds', () => {
  const repo = branched();
  git(repo, 'checkout', '-q', 'main');
  commitFiles(repo, { '.gitmoat.yaml': allow('"**"') }, 'gained');
  git(repo, 'checkout', '-q', 'feature');
  commitFiles(repo, { 'x.txt': line }, 'secret');
  expect(ci(repo)).toMatchObject({ code: 0, report: { change: { notices: [], silenced: 0 } } });
});

test('a branch that fixes its own false positive later passes, and says so', () => {
  const repo = branched();
  commitFiles(repo, { 'x.txt': line }, 'false positive');
  expect(ci(repo).code).toBe(1);
  commitFiles(repo, { 'x.txt': `# gitmoat:allow-next-line made up\n${line}` }, 'says why');
  expect(ci(repo)).toMatchObject({ code: 0, report: { change: { silenced: 1 } } });
});

test('a secret that is removed before the head is published; allow --rotated clears it, but not in a file', () => {
  const repo = branched();
  commitFiles(repo, { 'x.txt': line }, 'adds');
  const fingerprint = ci(repo).report.findings[0]?.fingerprint.slice(0, 12) ?? '';
  expect(gitmoat(['allow', fingerprint, '--rotated'], { cwd: repo })).toMatchObject({ code: 2 });
  commitFiles(repo, { 'x.txt': 'token = env("TOKEN")\n' }, 'removes');
  expect(ci(repo)).toMatchObject({ code: 1, report: { findings: [{ rule: 'github-pat', inHead: false }] } });
  expect(gitmoat(['ci', '--base', 'main'], { cwd: repo }).stderr).toContain('published');
  expect(gitmoat(['allow', fingerprint, '--rotated'], { cwd: repo })).toMatchObject({ code: 0 });
  commitFiles(repo, {}, 'rotated');
  const { code, report } = ci(repo);
  expect(code).toBe(0);
  expect(report.notes[0]).toMatch(/^this change silences 1 finding: [0-9a-f]{12} is said to be rotated/);
  commitFiles(repo, { 'y.txt': line }, 'back again');
  expect(ci(repo).code).toBe(1);
});

test('a baseline that comes with the change is counted', () => {
  const repo = branched({ 'old.txt': `token = "${secrets.githubPat('old')}"\n` });
  gitmoat(['baseline', 'create', '--include-provable'], { cwd: repo });
  commitFiles(repo, {}, 'adopts');
  const { code, report } = ci(repo);
  expect(code).toBe(0);
  expect(report.change).toMatchObject({ silenced: 0 });
  expect(report.notes[0]).toBe(
    'this change silences 0 findings: 1 finding is accepted in .gitmoat-baseline (.gitmoat-baseline)',
  );
});

test('settings of the base that are not understood accept nothing; the head’s are an error', () => {
  const repo = branched({ '.gitmoat.yaml': 'alow: []\n' });
  commitFiles(repo, { '.gitmoat.yaml': 'mode: enforce\n', 'x.txt': line }, 'mends');
  const { code, report } = ci(repo);
  expect(code).toBe(1);
  expect(report.notes.join('\n')).toContain('settings are not understood');
  commitFiles(repo, { '.gitmoat.yaml': 'moode: enforce\n' }, 'breaks');
  expect(ci(repo)).toMatchObject({ code: 2, stderr: expect.stringContaining('did you mean "mode"') });
});

test('moved content is not new, a copy is', () => {
  const body = Array.from({ length: 20 }, (_, i) => `line ${i}\n`).join('');
  const repo = branched({ 'old.js': `${body}${line}`, 'new.js': body });
  commitFiles(repo, { 'old.js': body, 'new.js': `${line}${body}` }, 'moves');
  const moved = ci(repo);
  expect(moved).toMatchObject({ code: 0, report: { findings: [] } });
  expect(moved.report.notes.join()).toContain('1 secret is moved');
  commitFiles(repo, { 'old.js': `${body}${line}` }, 'a copy after all');
  expect(ci(repo).code).toBe(1);
});

test('hygiene counts where the change brings it', () => {
  const repo = makeRepository({ '.gitignore': ignore, 'a.txt': 'a\n' });
  git(repo, 'checkout', '-q', '-b', 'feature');
  commitFiles(repo, { '.gitignore': '# nothing\n' }, 'opens');
  const { code, report } = ci(repo, '--fail-on', 'low');
  expect(code).toBe(1);
  expect(report.findings).toMatchObject([{ rule: 'secret-files-not-ignored' }]);
  const old = branched({ '.gitignore': '# nothing\n' });
  commitFiles(old, { 'b.txt': 'b\n' }, 'harmless');
  expect(ci(old, '--fail-on', 'low')).toMatchObject({ code: 0, report: { findings: [] } });
});

test('reasons and names never bring a token into the log', () => {
  const repo = branched();
  commitFiles(
    repo,
    { 'x.txt': line, '.gitmoat.yaml': `allow:\n  - rule: github-pat\n    reason: it is ${token}\n` },
    'both',
  );
  const { stdout, stderr } = gitmoat(['ci', '--base', 'main'], { cwd: repo });
  expect(stdout + stderr).not.toContain(token);
  expect(stderr).toContain('ghp_');
});

test('hygiene that the base has mended since the branch parted is not the branch’s', () => {
  const repo = branched({ '.gitignore': '# nothing\n' });
  git(repo, 'checkout', '-q', 'main');
  commitFiles(repo, { '.gitignore': ignore }, 'mended');
  git(repo, 'checkout', '-q', 'feature');
  commitFiles(repo, { 'b.txt': 'b\n' }, 'harmless');
  expect(ci(repo, '--fail-on', 'low')).toMatchObject({ code: 0, report: { findings: [] } });
});

test('an id that comes with a change does not undo what the base accepts by fingerprint', () => {
  const repo = branched({ 'old.txt': 'x\n' });
  commitFiles(repo, { 'x.txt': line }, 'secret');
  const fingerprint = ci(repo).report.findings[0]?.fingerprint ?? '';
  git(repo, 'checkout', '-q', 'main');
  commitFiles(
    repo,
    { '.gitmoat.yaml': `allow:\n  - fingerprint: ${fingerprint.slice(0, 12)}\n    reason: made up\n` },
    'accepts',
  );
  git(repo, 'checkout', '-q', 'feature');
  commitFiles(repo, { '.gitmoat.yaml': 'id: abcdefgh12345678\n' }, 'id');
  expect(ci(repo)).toMatchObject({ code: 0, report: { change: { silenced: 0 } } });
});

test('a partial clone that lacks content is refused', () => {
  const repo = branched();
  commitFiles(repo, { 'x.txt': line }, 'secret');
  git(repo, 'config', 'uploadpack.allowFilter', 'true');
  for (const filter of ['blob:none', 'tree:0']) {
    const folder = makeFolder();
    git(folder, 'clone', '-q', '--no-checkout', `--filter=${filter}`, `file://${repo}`, 'clone');
    const args = ['ci', '--base', 'origin/main', '--head', 'origin/feature'];
    const { code, stderr } = gitmoat(args, { cwd: `${folder}/clone` });
    expect({ code, stderr }).toEqual({ code: 3, stderr: expect.stringContaining('partial clone') });
  }
});
