/** A URL is read from a server (git daemon on this machine) and nothing of the clone stays. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync } from 'node:fs';
import { connect, createServer } from 'node:net';
import { basename, dirname } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { env, gitmoat, makeFolder, makeRepository, scratch, secrets } from './harness.ts';

const repo = makeRepository({ 'a.txt': `token ${secrets.githubPat('url')}\n` });
const folder = makeFolder();
let daemon: ChildProcess;
let port = 0;

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  return typeof address === 'object' && address !== null ? address.port : 0;
}

async function answers(): Promise<boolean> {
  const socket = connect(port, '127.0.0.1');
  const answered = await Promise.race([
    once(socket, 'connect').then(() => true),
    once(socket, 'error').then(() => false),
  ]).catch(() => false);
  socket.destroy();
  return answered;
}

beforeAll(async () => {
  port = await freePort();
  const args = [
    'daemon',
    '--export-all',
    '--listen=127.0.0.1',
    `--port=${port}`,
    `--base-path=${dirname(repo)}`,
    '--reuseaddr',
  ];
  daemon = spawn('git', args, { env, stdio: 'ignore', detached: true });
  for (let i = 0; i < 50 && !(await answers()); i++) await new Promise((resolve) => setTimeout(resolve, 100));
});

// `git daemon` is git's child: the group that we started, and only that one.
afterAll(() => {
  if (daemon.pid !== undefined) process.kill(-daemon.pid);
});

test.each(['audit', 'history'])('%s of a URL', (name) => {
  const ran = gitmoat([name, `git://127.0.0.1:${port}/${basename(repo)}`], { cwd: folder });
  expect(ran).toMatchObject({ code: 1, stderr: '' });
  expect(ran.stdout).toContain('GitHub');
  expect(readdirSync(scratch)).toEqual([]);
});

test('a URL that cannot be read: exit 3, its password not shown', () => {
  const password = secrets.password('url');
  const ran = gitmoat(['audit', `http://ada:${password}@127.0.0.1:${port}/none.git`], { cwd: folder });
  expect(ran).toMatchObject({ code: 3, stdout: '' });
  expect(ran.stderr).toContain('could not be cloned');
  expect(ran.stderr).not.toContain(password);
  expect(readdirSync(scratch)).toEqual([]);
});
