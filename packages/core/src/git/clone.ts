/**
 * A bare clone of a URL in a temporary folder: every ref of the server, pull requests too, with no hooks, templates or
 * configuration of anyone's. The folder goes when the caller is done, and when the process is interrupted.
 */
import { rmSync } from 'node:fs';
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { GitmoatError } from '../errors.ts';
import { openRepository, type Repository } from './repository.ts';
import { runGit } from './run.ts';

export interface Clone {
  readonly repository: Repository;
  /** Removes the folder. */
  dispose(): void;
}

const interrupts = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/** Whether `target` names a server rather than a folder: `scheme://…` or `user@host:path`. */
export function isUrl(target: string): boolean {
  return /^[a-z][a-z0-9+.-]+:\/\//i.test(target) || /^[^/\s:]+@[^/\s:]+:(?!\/\/)/.test(target);
}

/** Reaches the network: only for a URL that the user named. `ext::` and other helpers that run programs are refused. */
export async function cloneBare(url: string): Promise<Clone> {
  const folder = await mkdtemp(join(tmpdir(), 'gitmoat-clone-'));
  const dispose = removeOnExit(folder);
  try {
    const path = join(folder, 'repository.git');
    const args = ['clone', '--quiet', '--mirror', '--template=', '--', url, path];
    const { code, stderr } = await runGit({ cwd: folder, env: {} }, args, { network: true });
    if (code !== 0) throw cloneFailure(url, stderr);
    return { repository: await openRepository(path), dispose };
  } catch (error) {
    dispose();
    throw error;
  }
}

function removeOnExit(folder: string): () => void {
  const remove = (): void => rmSync(folder, { recursive: true, force: true, maxRetries: 3 });
  const interrupted = (signal: NodeJS.Signals): void => {
    dispose();
    // With nobody else listening the signal does what it would have done.
    if (process.listenerCount(signal) === 0) process.kill(process.pid, signal);
  };
  const dispose = (): void => {
    process.off('exit', remove);
    for (const signal of interrupts) process.off(signal, interrupted);
    remove();
  };
  process.on('exit', remove);
  for (const signal of interrupts) process.on(signal, interrupted);
  return dispose;
}

function cloneFailure(url: string, stderr: string): GitmoatError {
  const shown = withoutCredentials(url);
  const said = stderr.trim().split('\n').pop()?.replaceAll(url, shown) ?? '';
  return new GitmoatError('git', `${shown} could not be cloned: ${said || 'git gave no reason'}`, {
    hint: 'Check the address and that `git ls-remote` reads it.',
  });
}

/** User name and password of a URL are not for messages. */
function withoutCredentials(url: string): string {
  return url.replace(/^([a-z][a-z0-9+.-]*:\/\/)[^/@]*@/i, '$1');
}
