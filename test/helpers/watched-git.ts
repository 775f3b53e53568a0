/** Runs with every git under strace: what each of them executes and which sockets it opens. */
import { chmodSync, existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { temporaryFolder } from './repository.ts';

const strace = ['/usr/bin/strace', '/bin/strace'].find((path) => existsSync(path));

/** Where there is no strace these tests are skipped, and say so. */
export const canWatch: boolean = strace !== undefined;

export interface Watched<T> {
  readonly value: T;
  /** One entry a git process that was started. */
  readonly processes: number;
  /** Programs that those started, and sockets that any of them opened, as strace wrote them. */
  readonly children: readonly string[];
  readonly sockets: readonly string[];
}

export async function watchGit<T>(run: () => Promise<T>): Promise<Watched<T>> {
  const folder = temporaryFolder();
  const path = process.env.PATH ?? '';
  const git = path
    .split(delimiter)
    .map((entry) => join(entry, 'git'))
    .find((file) => existsSync(file))!;
  const script = `#!/bin/sh\nexec ${strace} -f -qq -e trace=execve,socket,connect -e status=successful -o ${folder}/trace.$$ ${git} "$@"\n`;
  writeFileSync(join(folder, 'git'), script);
  chmodSync(join(folder, 'git'), 0o755);
  process.env.PATH = `${folder}${delimiter}${path}`;
  try {
    const value = await run();
    const traces = readdirSync(folder).filter((name) => name.startsWith('trace.'));
    const lines = traces.map((name) => readFileSync(join(folder, name), 'latin1').split('\n').filter(Boolean));
    const executed = lines.map((trace) => trace.filter((line) => line.includes('execve(')));
    return {
      value,
      processes: traces.length,
      children: executed.flatMap((trace) => trace.slice(1)),
      sockets: lines.flat().filter((line) => /(socket|connect)\(/.test(line)),
    };
  } finally {
    process.env.PATH = path;
  }
}
