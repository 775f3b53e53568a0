/**
 * `gitmoat init`: settings with an id, .gitignore lines, hooks here and in fresh clones, the CI file, and the offer of a
 * baseline. Shows each step first; a second run finds nothing left to do.
 */
import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Readable } from 'node:stream';
import { baselineName } from '@gitmoat/core/baseline/baseline';
import { withId } from '@gitmoat/core/baseline/edit-config';
import { installHooks, usualEvents } from '../../../hooks/src/index.ts';
import { configName, GitmoatError, isCounted, openRepository, type Repository, runGit } from '../core.ts';
import type { Io } from '../io.ts';
import { type Args, parseOptions, wrong } from '../options.ts';
import { auditWith, run as createBaseline } from './baseline.ts';
import { type CiStep, ciStep } from './ci-step.ts';
import { freshCloneStep } from './fresh-clone.ts';
import { note, say, shimPaths } from './manage-hooks.ts';

/** What a fresh clone must never take in; probed by git itself, so that any pattern that covers it counts. */
const mustIgnore: readonly { readonly probe: string; readonly lines: readonly string[] }[] = [
  { probe: '.env', lines: ['.env'] },
  { probe: '.env.local', lines: ['.env.*', '!.env.example'] },
  { probe: 'server.pem', lines: ['*.pem'] },
  { probe: 'server.key', lines: ['*.key'] },
];

interface Step {
  readonly file: string;
  /** Lines that are new, for the screen. */
  readonly shown: readonly string[];
  readonly text: string;
}

export async function run(args: Args, io: Io): Promise<number> {
  try {
    return await setUp(args, io);
  } finally {
    // Kept open between two questions; an open terminal would keep the process.
    (io.stdin as Partial<Readable>).destroy?.();
  }
}

async function setUp(args: Args, io: Io): Promise<number> {
  if (args.positionals.length > 0) throw wrong('init takes no path: it sets up the repository of the current folder');
  const repo = await openRepository(io.cwd);
  if (repo.root === null)
    throw wrong('a bare repository has nothing to set up', 'Use gitmoat hooks install for its hooks.');
  const ci = await ciStep(args, repo, repo.root);
  const hookOptions = { manager: 'auto', events: usualEvents, paths: shimPaths(io) } as const;
  const plan = await installHooks(repo, { ...hookOptions, dryRun: true });
  const clone = freshCloneStep(repo.root, plan.manager);
  const steps = [configStep(repo.root), await ignoreStep(repo, repo.root), clone, ...ciFileSteps(ci)].filter(
    (step) => step !== null,
  );
  for (const { file, shown } of steps) await say(io, [`${file}`, ...shown.map((line) => `  + ${line}`)]);
  if (plan.changes.length > 0)
    await say(io, [`hooks, by way of ${plan.manager}`, ...plan.changes.map((line) => `  ${line}`)]);
  if (steps.length === 0 && plan.changes.length === 0) {
    await say(io, [...(ci?.todo ?? []), 'Set up already.']);
    return 0;
  }
  if (args.has('dry-run')) return 0;
  if (!args.has('yes') && !(await agrees(io, 'Do this?'))) return 0;
  for (const { file, text } of steps) {
    mkdirSync(dirname(join(repo.root, file)), { recursive: true });
    writeFileSync(join(repo.root, file), text);
  }
  const done = await installHooks(repo, { ...hookOptions, dryRun: false });
  const files = steps.map(({ file }) => file).join(' ');
  await say(io, [
    'Done.',
    ...done.notes.flatMap(note),
    ...(ci?.todo ?? []),
    ...dependencyNote(repo.root, clone?.file),
    ...(files === '' ? [] : [`Next: git add ${files}, and commit.`]),
  ]);
  if (!existsSync(join(repo.root, baselineName))) await offerBaseline(args, io, repo.root);
  return 0;
}

/** The script calls the project's own gitmoat; adding it here would leave the lock file behind. */
function dependencyNote(root: string, file: string | undefined): string[] {
  if (file !== 'package.json' || existsSync(join(root, 'node_modules', '.bin', 'gitmoat'))) return [];
  return note('the script in package.json wants gitmoat in the project: npm install --save-dev gitmoat');
}

/** Old findings never stop a commit; the baseline takes them out of every later report. Made only by who says so at the prompt. */
async function offerBaseline(args: Args, io: Io, root: string): Promise<void> {
  const result = await auditWith(args, io, root, []);
  const old = result.findings.filter((finding) => isCounted(finding, { minConfidence: 'medium', failOn: null }));
  if (old.length === 0) return;
  const now = old.filter(({ inHead }) => inHead).length;
  await say(io, [
    `${old.length} old findings (${now} of them in HEAD): hooks and CI look at new content only.`,
    'gitmoat audit lists them, gitmoat baseline create accepts them for later.',
  ]);
  if (args.has('yes') || !(await agrees(io, 'Create the baseline now?'))) return;
  await createBaseline(parseOptions(['create'], []), io);
}

function ciFileSteps(ci: CiStep | null): Step[] {
  return (ci?.files ?? []).map(({ file, text }) => ({ file, text, shown: text.trimEnd().split('\n') }));
}

function configStep(root: string): Step | null {
  const file = join(root, configName);
  const text = existsSync(file) ? readFileSync(file, 'utf8') : null;
  if (text !== null && /^id:/m.test(text)) return null;
  const id = randomBytes(12).toString('hex');
  return {
    file: configName,
    shown: ['id: (random; keys the fingerprints of this repository)'],
    text: withId(text, id),
  };
}

/** Asks git, with the repository's own rules only: what a developer ignores privately protects nobody else. */
async function ignoreStep(repo: Repository, root: string): Promise<Step | null> {
  const probes = mustIgnore.map(({ probe }) => `${probe}\0`).join('');
  // check-ignore refuses literal pathspecs, which all our calls ask for.
  const settings = ['--no-literal-pathspecs', '-c', 'core.excludesFile=/dev/null'];
  const args = [...settings, 'check-ignore', '--no-index', '-z', '-v', '-n', '--stdin'];
  const { code, stdout, stderr } = await runGit(repo, args, { input: probes });
  // 1: none of them is ignored.
  if (code > 1) throw new GitmoatError('git', `git check-ignore failed: ${stderr.trim()}`);
  const fields = stdout.toString('utf8').split('\0');
  const open = mustIgnore.filter((_, i) => {
    const [source = '', , pattern = ''] = fields.slice(4 * i);
    return !source.endsWith('.gitignore') || pattern.startsWith('!');
  });
  if (open.length === 0) return null;
  const file = join(root, '.gitignore');
  const before = existsSync(file) ? readFileSync(file, 'utf8') : '';
  const shown = open.flatMap(({ lines }) => lines);
  const gap = before === '' || before.endsWith('\n') ? '' : '\n';
  return { file: '.gitignore', shown, text: `${before}${gap}${shown.map((line) => `${line}\n`).join('')}` };
}

async function agrees(io: Io, question: string): Promise<boolean> {
  if ((io.stdin as { isTTY?: boolean }).isTTY !== true)
    throw wrong('init asks before it writes', 'Say --yes, or --dry-run.');
  await io.stderr.write(`${question} [y/N] `);
  // Leaving the loop would close the stream, and a second question may follow.
  for await (const chunk of (io.stdin as Readable).iterator({ destroyOnReturn: false }))
    return /^y(?:es)?\s*$/i.test(chunk.toString('utf8'));
  return false;
}
