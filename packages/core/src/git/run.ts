/**
 * The only place that starts git. Every call carries the flags and the environment that keep a hostile or partial
 * repository from running programs, fetching objects or changing what is read. Knows nothing of what is asked.
 */
import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { Readable } from 'node:stream';
import { GitmoatError } from '../errors.ts';

/** Where git runs. `env` holds GIT_DIR and friends for this repository and nothing else. */
export interface GitPlace {
  readonly cwd: string;
  readonly env: Readonly<Record<string, string>>;
}

export interface GitOptions {
  /** Bytes for stdin; an iterable is written as git reads it. */
  readonly input?: Buffer | string | Iterable<string>;
  /** Lets git reach the network: clone and deepen, when the user asked for it. */
  readonly network?: boolean;
  readonly signal?: AbortSignal;
}

export interface GitResult {
  readonly code: number;
  readonly stdout: Buffer;
  readonly stderr: string;
}

/** No folder has this name, so no hook is found. */
const noHooks = '/nonexistent/gitmoat-no-hooks';

const safeFlags = [
  '--no-pager',
  '--literal-pathspecs',
  '-c',
  'core.fsmonitor=false',
  '-c',
  `core.hooksPath=${noHooks}`,
  '-c',
  'log.showRoot=true',
  '-c',
  'log.showSignature=false',
];

/** GIT_* of the user's shell that say how to reach a server or where git's own settings are; all others are dropped. */
const keptVariables = /^GIT_(CONFIG|CEILING_DIRECTORIES|DISCOVERY_|EXEC_PATH|SSH|ASKPASS|SSL_|HTTP_|PROXY)/;

function environment(place: GitPlace, network: boolean): NodeJS.ProcessEnv {
  const env: NodeJS.ProcessEnv = {};
  for (const [name, value] of Object.entries(process.env)) {
    if (!name.startsWith('GIT_') || keptVariables.test(name)) env[name] = value;
  }
  Object.assign(env, place.env, {
    LC_ALL: 'C',
    GIT_TERMINAL_PROMPT: '0',
    GIT_OPTIONAL_LOCKS: '0',
    GIT_NO_REPLACE_OBJECTS: '1',
    // Wins over protocol.<name>.allow, which a repository's own config can set. `ext::` runs programs: never.
    GIT_ALLOW_PROTOCOL: network ? 'file:git:http:https:ssh' : 'none',
  });
  // git before 2.44 ignores this one; GIT_ALLOW_PROTOCOL stops the fetch there.
  if (!network) env.GIT_NO_LAZY_FETCH = '1';
  return env;
}

function start(place: GitPlace, args: readonly string[], options: GitOptions): ChildProcessWithoutNullStreams {
  const network = options.network === true;
  const flags = network ? safeFlags : [...safeFlags, '-c', 'protocol.allow=never'];
  const child = spawn('git', [...flags, ...args], {
    cwd: place.cwd,
    env: environment(place, network),
    stdio: 'pipe',
    windowsHide: true,
    ...(options.signal ? { signal: options.signal } : {}),
  });
  // git may end before it has read all of its input; its exit code tells, not EPIPE.
  child.stdin.on('error', () => {});
  const { input } = options;
  if (input === undefined || typeof input === 'string' || Buffer.isBuffer(input)) child.stdin.end(input ?? '');
  else Readable.from(input, { objectMode: true }).pipe(child.stdin);
  return child;
}

/** The last 16 KiB of what git said, and its exit code. Never rejects. */
function outcome(
  child: ChildProcessWithoutNullStreams,
): Promise<{ code: number; stderr: string; failure: Error | null }> {
  let stderr = '';
  child.stderr.setEncoding('latin1').on('data', (text: string) => {
    stderr = (stderr + text).slice(-16384);
  });
  return new Promise((resolve) => {
    let failure: Error | null = null;
    child.on('error', (error) => {
      failure = error;
      if (child.pid === undefined) resolve({ code: -1, stderr, failure });
    });
    child.on('close', (code) => resolve({ code: code ?? -1, stderr, failure }));
  });
}

/** Runs git to its end. A non-zero exit is the caller's to judge; only a git that cannot be started is an error. */
export async function runGit(place: GitPlace, args: readonly string[], options: GitOptions = {}): Promise<GitResult> {
  const child = start(place, args, options);
  const chunks: Buffer[] = [];
  child.stdout.on('data', (chunk: Buffer) => chunks.push(chunk));
  const { code, stderr, failure } = await outcome(child);
  if (failure) throw startFailure(failure);
  return { code, stdout: Buffer.concat(chunks), stderr };
}

/** Runs git and expects success: its stdout. */
export async function readGit(place: GitPlace, args: readonly string[], options: GitOptions = {}): Promise<Buffer> {
  const { code, stdout, stderr } = await runGit(place, args, options);
  if (code !== 0) throw gitFailure(args, code, stderr);
  return stdout;
}

/** git's stdout as it comes. Throws after the last chunk if git failed; leaving early kills git. */
export async function* streamGit(
  place: GitPlace,
  args: readonly string[],
  options: GitOptions = {},
): AsyncGenerator<Buffer, void, undefined> {
  const child = start(place, args, options);
  const ended = outcome(child);
  let finished = false;
  try {
    for await (const chunk of child.stdout) yield chunk as Buffer;
    finished = true;
  } finally {
    if (!finished) child.kill('SIGKILL');
  }
  const { code, stderr, failure } = await ended;
  if (failure) throw startFailure(failure);
  if (code !== 0) throw gitFailure(args, code, stderr);
}

function startFailure(failure: Error): GitmoatError {
  const missing = (failure as NodeJS.ErrnoException).code === 'ENOENT';
  return new GitmoatError('git', missing ? 'git could not be started' : 'git was stopped', {
    hint: missing ? 'Install git 2.30 or newer and put it on PATH.' : 'Run the command again.',
    cause: failure,
  });
}

export function gitFailure(args: readonly string[], code: number, stderr: string): GitmoatError {
  const said = stderr.trim().split('\n').slice(-3).join(' ') || 'no message';
  return new GitmoatError('git', `git ${args[0] ?? ''} failed (${code}): ${said}`, {
    hint: 'Run `git fsck` in the repository; objects that it names have to be fetched or restored.',
  });
}
