/** The only module that touches the process: arguments, streams, signals, exit code. */
import { join } from 'node:path';
import type { Io, Output } from './io.ts';
import { main } from './main.ts';

// The bundle is CommonJS; the compiled rules lie beside it.
declare const __dirname: string;

const controller = new AbortController();
const cleanups: (() => void)[] = [];

function cleanUp(): void {
  for (const cleanup of cleanups.splice(0)) cleanup();
}

function output(stream: NodeJS.WriteStream): Output {
  let gone = false;
  stream.on('error', () => {
    gone = true;
  });
  return {
    isTTY: stream.isTTY === true,
    columns: stream.columns ?? 80,
    write: (text) =>
      new Promise((resolve) => {
        if (gone) resolve(false);
        else stream.write(text, (error) => resolve(!error && !gone));
      }),
  };
}

function start(): void {
  for (const [signal, code] of [
    ['SIGINT', 130],
    ['SIGTERM', 143],
    ['SIGHUP', 129],
  ] as const) {
    process.on(signal, () => {
      controller.abort();
      cleanUp();
      process.exit(code);
    });
  }

  const io: Io = {
    stdin: process.stdin,
    stdout: output(process.stdout),
    stderr: output(process.stderr),
    cwd: process.cwd(),
    env: process.env,
    signal: controller.signal,
    rulesetFile: join(__dirname, 'ruleset.bin'),
    workerFile: join(__dirname, 'delta-worker.cjs'),
    onEnd: (cleanup) => cleanups.push(cleanup),
  };

  main(process.argv.slice(2), io).then((code) => {
    cleanUp();
    process.exitCode = code;
  });
}

start();
