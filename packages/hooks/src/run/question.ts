/** What a hook asks core: a source of what is about to be kept or published, and the advice that fits it. */
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { GitmoatError } from '@gitmoat/core/errors';
import type { Repository } from '@gitmoat/core/git/repository';
import type { Finding } from '@gitmoat/core/scan/finding';
import type { Source } from '@gitmoat/core/sources/source';
import { type StagedSource, stagedSource } from '@gitmoat/core/sources/staged';
import type { HookCall, HookName } from './hook.ts';
import { messageSource } from './message-source.ts';

export interface Question {
  readonly source: Source;
  /** The same, where files are staged: the hygiene rules are asked about them. */
  readonly stage?: StagedSource;
  /** Lines about how to go on; asked only when something blocks. */
  advice(blocking: readonly Finding[]): Promise<readonly string[]>;
}

/** Null: there is nothing to ask (an up-to-date push, only deletions). */
export async function questionOf(name: HookName, call: HookCall, repo: Repository): Promise<Question | null> {
  switch (name) {
    case 'pre-merge-commit': {
      const { mergeSource } = await import('./merge-source.ts');
      return ofStage(mergeSource(repo, call.env));
    }
    case 'pre-commit':
    case 'pre-applypatch':
      return ofStage(stagedSource(repo));
    case 'commit-msg':
    case 'applypatch-msg':
      return { source: messageSource(readMessage(call)), advice: async () => [] };
    default: {
      const { pushQuestion } = await import('./push-question.ts');
      return pushQuestion(name, call, repo);
    }
  }
}

function ofStage(stage: StagedSource): Question {
  return { source: stage, stage, advice: async () => [] };
}

function readMessage({ args, cwd }: HookCall): Buffer {
  const [file] = args;
  if (file === undefined) throw new GitmoatError('usage', 'commit-msg gets the file with the message as its argument');
  try {
    return readFileSync(resolve(cwd, file));
  } catch (cause) {
    throw new GitmoatError('unreadable', `the commit message ${file} cannot be read`, { cause });
  }
}
