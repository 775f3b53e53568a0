/** Real git repositories in temporary folders, apart from the machine's git settings and with dates that do not change. */
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { onTestFinished } from 'vitest';
import { completeExample } from '../../packages/core/src/detect/examples/generate.ts';
import { gitEnvironment } from './git-environment.ts';

export { gitEnvironment };

const firstCommit = 1_700_000_000;

/** A folder that goes when the test ends. */
export function temporaryFolder(): string {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'gitmoat-test-')));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** A made-up GitHub token with a right checksum, the same for the same seed. */
export function token(seed: string): string {
  return completeExample('ghp_<<alnum:30>><<sum:crc32-base62>>', seed);
}

export class TestRepository {
  readonly root: string;
  #time = firstCommit;

  constructor(options: { args?: readonly string[]; root?: string } = {}) {
    this.root = options.root ?? join(temporaryFolder(), 'repo');
    mkdirSync(this.root, { recursive: true });
    this.git('init', '-q', '-b', 'main', ...(options.args ?? []));
  }

  git(...args: string[]): string {
    return this.run(args).trim();
  }

  run(
    args: readonly string[],
    options: { input?: string | Buffer; env?: Record<string, string>; cwd?: string } = {},
  ): string {
    const date = `${this.#time} +0200`;
    const env = gitEnvironment({ GIT_AUTHOR_DATE: date, GIT_COMMITTER_DATE: date, ...options.env });
    const { input, cwd = this.root } = options;
    const stdio: ['pipe', 'pipe', 'pipe'] = ['pipe', 'pipe', 'pipe'];
    return execFileSync('git', args, {
      cwd,
      env,
      stdio,
      maxBuffer: 1 << 26,
      ...(input === undefined ? {} : { input }),
    }).toString('latin1');
  }

  /** Paths as bytes where they are not UTF-8. */
  write(path: string | Buffer, content: string | Buffer): this {
    const file = Buffer.concat([Buffer.from(`${this.root}/`), Buffer.from(path as string)]);
    mkdirSync(dirname(file.toString('latin1')), { recursive: true });
    writeFileSync(file, content);
    return this;
  }

  /** Commits everything, a minute after the commit before; its id. */
  commit(message: string, files: Record<string, string | Buffer> = {}): string {
    for (const [path, content] of Object.entries(files)) this.write(path, content);
    this.#time += 60;
    this.git('add', '-A');
    this.git('commit', '-q', '--allow-empty', '-m', message);
    return this.head();
  }

  head(): string {
    return this.git('rev-parse', 'HEAD');
  }
}
