/** How a failure is told and which exit code it has. Never prints content: messages carry names and places only. */
import { GitmoatError } from '@gitmoat/core/errors';
import { escapeControls } from '@gitmoat/core/report/escape';
import { wrapText } from './wrap.ts';

const usageCodes = ['usage', 'config', 'not-a-repository'];

export function exitCodeOf(error: unknown): number {
  return error instanceof GitmoatError && usageCodes.includes(error.code) ? 2 : 3;
}

export function failureText(error: unknown, debug: boolean): string {
  const known = error instanceof GitmoatError;
  const message = known ? error.message : `this is a bug in gitmoat: ${(error as Error)?.message ?? String(error)}`;
  const hint = known ? error.hint : 'Please report it, with GITMOAT_DEBUG=1 and the command; check the output first.';
  const lines = message.split('\n').map((line, index) => (index === 0 ? `gitmoat: ${line}` : `         ${line}`));
  if (hint !== '') lines.push(...wrapText(hint, 76).map((line) => `  ${line}`));
  if (debug && error instanceof Error) lines.push(...(error.stack ?? '').split('\n').slice(1));
  return lines.map((line) => `${escapeControls(line)}\n`).join('');
}
