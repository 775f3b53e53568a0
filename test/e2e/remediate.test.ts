/**
 * A secret 300 commits deep, on two branches and a tag, then: the plan, the rehearsal, git filter-repo on a clone, and the
 * proof, which fails before and says where. GITMOAT_TEST_REPOSITORY names a real repository to plant it in.
 */
import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { beforeAll, describe, expect, test } from 'vitest';
import { commitFiles, env, git, gitmoat, makeFolder, makeRepository, scratch, secrets } from '../cli/harness.ts';

const depth = 300;
const filterRepo = spawnSync('git', ['filter-repo', '--version'], { env }).status === 0;
if (!filterRepo)
  console.warn('SKIPPED: the rewrites of remediate, for want of git filter-repo (pip install git-filter-repo)');

/** A bare clone of a real repository, or a made-up one as deep. */
function deepRepository(): string {
  const folder = join(makeFolder(), 'deep.git');
  const real = process.env.GITMOAT_TEST_REPOSITORY;
  if (real !== undefined) {
    execFileSync('git', ['clone', '-q', '--mirror', real, folder], { env });
    return folder;
  }
  execFileSync('git', ['init', '-q', '--bare', '-b', 'main', folder], { env });
  const stream = Array.from({ length: depth + 50 }, (_, at) => {
    const text = `exports.step = ${at};\n`;
    return `commit refs/heads/main\nmark :${at + 1}\ncommitter A <a@example.com> ${1_700_000_000 + at * 600} +0000\ndata 5\nWork\n${
      at > 0 ? `from :${at}\n` : ''
    }M 100644 inline src/step${at % 40}.js\ndata ${text.length}\n${text}\n`;
  });
  execFileSync('git', ['fast-import', '--quiet'], { cwd: folder, env, input: stream.join('') });
  return folder;
}

/** The last commits of HEAD again, with one more file from the oldest of them on; on main it goes a hundred commits later. */
function plant(folder: string, path: string, content: string): void {
  const chain = git(folder, 'log', '--first-parent', `-${depth}`, '--reverse', '--format=%H %T %ct').split('\n');
  const base = git(folder, 'rev-parse', `${chain[0]!.slice(0, 40)}^1`);
  const stream = chain.map((line, at) => {
    const [, tree, time] = line.split(' ');
    const from = at === 0 ? base : `:${at}`;
    const file = at < 100 ? `M 100644 inline ${path}\ndata ${content.length}\n${content}\n` : '';
    return `commit refs/heads/main\nmark :${at + 1}\ncommitter A <a@example.com> ${time} +0000\ndata 4\nMore\nfrom ${from}\nM 040000 ${tree} \n${file}`;
  });
  const refs = `reset refs/heads/release\nfrom :50\n\ntag v-planted\nfrom :60\ntagger A <a@example.com> 1700000000 +0000\ndata 3\nTag\n`;
  execFileSync('git', ['fast-import', '--quiet', '--force'], { cwd: folder, env, input: stream.join('') + refs });
  git(folder, 'symbolic-ref', 'HEAD', 'refs/heads/main');
}

describe('deep in a history', () => {
  const value = secrets.stripe('deep');
  let folder = '';
  let print = '';

  beforeAll(() => {
    folder = deepRepository();
    plant(folder, 'config/payment.js', `module.exports = {\n  stripeSecretKey: '${value}',\n};\n`);
    const { stdout } = gitmoat(['history', '--format', 'json'], { cwd: folder });
    const { findings } = JSON.parse(stdout) as { findings: { path: string; fingerprint: string }[] };
    print = findings.find(({ path }) => path === 'config/payment.js')!.fingerprint.slice(0, 12);
  }, 300_000);

  test('the plan, in order, and never the value', () => {
    const { code, stdout } = gitmoat(['remediate', print], { cwd: folder });
    expect(code).toBe(0);
    const steps = ['1 Rotate it', '2 Who may have it', '3 Put the new value', '4 Take it out', '5 Afterwards'];
    const places = steps.map((step) => stdout.indexOf(step));
    expect(places).toEqual(places.toSorted((a, b) => a - b));
    expect(places[0]).toBeGreaterThan(0);
    expect(stdout).toContain('https://dashboard.stripe.com/apikeys');
    expect(stdout).toContain('process.env.STRIPE_SECRET_KEY');
    expect(stdout).toContain('gh secret set STRIPE_SECRET_KEY');
    expect(stdout).toContain('Tags that hold it: v-planted');
    expect(stdout).not.toContain(value);
  });

  test('not gone: where, and what holds it', () => {
    const { code, stdout } = gitmoat(['remediate', print, '--check-gone'], { cwd: folder });
    expect(code).toBe(1);
    expect(stdout).toContain('config/payment.js:2');
    expect(stdout).toContain('refs/heads/main, refs/heads/release');
    expect(stdout).toContain('refs/tags/v-planted');
    expect(stdout).not.toContain(value);
  });

  test.skipIf(!filterRepo)('the rehearsal says what changes and leaves nothing behind', () => {
    const before = git(folder, 'for-each-ref');
    const { code, stdout } = gitmoat(['remediate', print, '--dry-run'], { cwd: folder });
    expect(stdout).toContain('GONE from the rewritten clone');
    expect(code).toBe(0);
    expect(stdout).toContain('3 refs change');
    for (const ref of ['refs/heads/main', 'refs/heads/release', 'refs/tags/v-planted']) expect(stdout).toContain(ref);
    expect(git(folder, 'for-each-ref')).toBe(before);
    expect(readdirSync(scratch)).toEqual([]);
  });

  test.skipIf(!filterRepo)(
    'the printed commands in a mirror clone: gone by rules and by bytes, other refs untouched',
    () => {
      const clone = join(makeFolder(), 'rewrite.git');
      execFileSync('git', ['clone', '-q', '--mirror', `file://${folder}`, clone], { env });
      const prepared = gitmoat(['remediate', print, '--prepare'], { cwd: clone });
      expect(prepared.code).toBe(0);
      expect(prepared.stdout).not.toContain(value);
      const file = /^Written: (.+\.txt)$/m.exec(prepared.stdout)![1]!;
      expect(readFileSync(file, 'utf8')).toContain(value);
      if (process.platform !== 'win32') expect(statSync(file).mode & 0o777).toBe(0o600);
      const refs = prepared.stdout.match(/refs\/(?:heads|tags)\/[\w./-]+/g)!.sort();
      expect(refs).toEqual(['refs/heads/main', 'refs/heads/release', 'refs/tags/v-planted']);

      const proof = () => gitmoat(['remediate', print, '--check-gone'], { cwd: clone });
      expect(proof().code).toBe(1);
      const before = refsOf(clone);
      const [, rewrite = ''] = /^ {4}(git filter-repo[\s\S]*?) && git gc/m.exec(prepared.stdout)!;
      execFileSync('sh', ['-euc', rewrite], { cwd: clone, env, stdio: 'pipe' });
      expect([proof().code, proof().stdout]).toEqual([1, expect.stringContaining('waits for git gc')]);
      git(clone, 'gc', '-q', '--prune=now');
      const after = proof();
      expect([after.code, after.stdout]).toEqual([0, expect.stringContaining('GONE from this repository')]);
      expect(after.stdout).toContain('a search for the value');
      expect(after.stdout).not.toContain(value);

      const now = refsOf(clone);
      expect([...now.keys()].sort()).toEqual([...before.keys()].sort());
      expect([...before].filter(([name, oid]) => now.get(name) !== oid).map(([name]) => name)).toEqual(refs);
      // What was committed before the secret came keeps its id.
      const old = git(folder, 'rev-parse', `main~${depth}`);
      expect(git(clone, 'rev-parse', `main~${depth}`)).toBe(old);
    },
  );

  test('--prepare where one works names the clone to make', () => {
    const work = join(makeFolder(), 'work');
    execFileSync('git', ['clone', '-q', `file://${folder}`, work], { env });
    const { code, stderr } = gitmoat(['remediate', print, '--prepare'], { cwd: work });
    expect(code).toBe(2);
    expect(stderr.replace(/\s+/g, ' ')).toContain(`git clone --mirror file://${folder} rewrite.git`);
    expect(existsSync(join(work, '.git/gitmoat-remediate'))).toBe(false);
  });
});

function refsOf(folder: string): Map<string, string> {
  const lines = git(folder, 'for-each-ref', '--format=%(refname) %(objectname)').split('\n');
  return new Map(lines.map((line) => line.split(' ') as [string, string]));
}

describe('check-gone', () => {
  const value = secrets.githubPat('corner');
  const line = `token = ${value}\n`;
  /** Its fingerprint does not depend on the repository: there is no id in the settings. */
  const print = (): string => {
    const folder = makeRepository({ 'a.txt': line });
    const { stdout } = gitmoat(['history', '--format', 'json'], { cwd: folder });
    return (JSON.parse(stdout) as { findings: { fingerprint: string }[] }).findings[0]!.fingerprint.slice(0, 12);
  };
  const check = (folder: string, ...args: string[]) =>
    gitmoat(['remediate', print(), '--check-gone', ...args], { cwd: folder });
  const valuesFile = (): string => {
    const folder = makeFolder({ 'values.txt': `literal:${value}==>***REMOVED***\n` });
    return join(folder, 'values.txt');
  };

  test('an amended commit stays in the reflog, then in the object store, then it is gone', () => {
    const folder = makeRepository({ 'a.txt': line });
    commitFiles(folder, { 'a.txt': 'nothing\n' }, 'Second');
    git(folder, 'checkout', '-q', '--orphan', 'clean');
    git(folder, 'commit', '-q', '-m', 'Clean');
    git(folder, 'branch', '-D', 'main');
    const logged = check(folder);
    expect([logged.code, logged.stdout]).toEqual([1, expect.stringContaining('held by a reflog only')]);
    git(folder, 'reflog', 'expire', '--expire=now', '--all');
    const loose = check(folder);
    expect([loose.code, loose.stdout]).toEqual([1, expect.stringContaining('waits for git gc')]);
    git(folder, 'gc', '-q', '--prune=now');
    const gone = check(folder, '--values', valuesFile());
    expect([gone.code, gone.stdout]).toEqual([0, expect.stringContaining('GONE from this repository')]);
  });

  test('a stash, a commit message, a tag message', () => {
    const folder = makeRepository({ 'a.txt': 'nothing\n' });
    writeFileSync(join(folder, 'a.txt'), line);
    git(folder, 'stash', '-q');
    git(folder, 'commit', '-q', '--allow-empty', '-m', `Use ${value}`);
    git(folder, 'tag', '-a', 'v1', '-m', `With ${value}`);
    const { code, stdout } = check(folder);
    expect(code).toBe(1);
    expect(stdout).toContain('refs/stash');
    expect(stdout).toContain('the message of a commit');
    expect(stdout).toContain('the message of a tag');
    expect(stdout).toContain('git stash drop');
    // The reflog's own text repeats the subject.
    expect(stdout).toContain('file logs/HEAD in the git folder');
    expect(stdout).not.toContain(value);
  });

  test('places that no rule reads: a file name, the git settings; and hex', () => {
    const hex = Buffer.from(value).toString('hex');
    const folder = makeRepository({ [`${value}x`]: 'named\n', 'blob.bin': `zz${hex}zz\n` });
    git(folder, 'config', 'remote.origin.url', `https://x:${value}@git.example/a.git`);
    const { code, stdout } = check(folder, '--values', valuesFile());
    expect(code).toBe(1);
    expect(stdout).toMatch(
      /the name of a file {3}tree [0-9a-f]{12}, commit [0-9a-f]{8} \(as it is\)\n +held by refs\/heads/,
    );
    expect(stdout).toContain('blob.bin:1');
    expect(stdout).toContain('file config in the git folder');
    expect(stdout).not.toContain(value);
  });

  test('names of branches are other people’s text: quoted, and never the value', () => {
    const folder = makeRepository({ 'a.txt': line });
    git(folder, 'branch', 'x;touch${IFS}pwned;\'"$(id)');
    git(folder, 'branch', `for-${value}`);
    const clone = join(makeFolder(), 'odd.git');
    execFileSync('git', ['clone', '-q', '--mirror', `file://${folder}`, clone], { env });
    const { stdout } = gitmoat(['remediate', print(), '--prepare'], { cwd: clone });
    const [, push = ''] = /^ {4}(git push[\s\S]*?[^\\])$/m.exec(stdout)!;
    const said = execFileSync('sh', ['-euc', push.replace('git push', 'printf "%s\\n"')], { cwd: clone, env });
    expect(said.toString().split('\n')).toContain('refs/heads/x;touch${IFS}pwned;\'"$(id)');
    expect(existsSync(join(clone, 'pwned'))).toBe(false);
    const all = [
      stdout,
      ...[[], ['--check-gone']].map((args) => gitmoat(['remediate', print(), ...args], { cwd: clone }).stdout),
    ];
    if (filterRepo) all.push(gitmoat(['remediate', print(), '--dry-run'], { cwd: clone }).stdout);
    for (const text of all) expect(text).not.toContain(value);
  });

  test('what cannot be read proves nothing', () => {
    const origin = makeRepository({ 'a.txt': 'x\n' });
    commitFiles(origin, { 'a.txt': 'y\n' }, 'Second');
    const clone = join(makeFolder(), 'shallow');
    execFileSync('git', ['clone', '-q', '--depth=1', `file://${origin}`, clone], { env });
    const { code, stdout } = check(clone);
    expect([code, stdout]).toEqual([3, expect.stringContaining('NOT PROVEN')]);
  });

  test.skipIf(!filterRepo)('line ends, encodings, UTF-16 and archives are all taken out', () => {
    const key = secrets.privateKey('lines');
    const wide = Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from(line, 'utf16le')]);
    const folder = makeRepository({
      'key.pem': key,
      'windows.pem': key.replaceAll('\n', '\r\n'),
      'token.txt': line,
      'wide.txt': wide,
      'dump.txt.gz': gzipSync(line),
      'encoded.yaml': `data:\n  token: ${Buffer.from(value).toString('base64')}\n`,
    });
    const { stdout } = gitmoat(['history', '--format', 'json', '--min-confidence', 'low'], { cwd: folder });
    const { findings } = JSON.parse(stdout) as { findings: { fingerprint: string; occurrences: unknown[] }[] };
    expect(findings).toHaveLength(2);
    for (const { fingerprint } of findings) {
      const dry = gitmoat(['remediate', fingerprint.slice(0, 12), '--dry-run'], { cwd: folder });
      expect([dry.code, dry.stdout]).toEqual([0, expect.stringContaining('GONE from the rewritten clone')]);
    }
  });
});

describe('wrong use', () => {
  const cases: [string[], string][] = [
    [['remediate'], 'remediate what?'],
    [['remediate', 'nothex'], 'that is no fingerprint'],
    [['remediate', '0123456789ab'], 'nothing here has the fingerprint'],
    [['remediate', '0123456789ab', '--prepare', '--dry-run'], 'different steps'],
    [['remediate', '01234567', '--check-gone'], 'needs 12 digits'],
    [['remediate', '0123456789ab', '--check-gone', '--values', 'no-such'], 'cannot be read'],
  ];
  test.each(cases)('%j', (args, message) => {
    const { code, stderr } = gitmoat(args, { cwd: makeRepository({ 'a.txt': 'x\n' }) });
    expect(stderr).toContain(message);
    expect(code).toBe(2);
  });
});
