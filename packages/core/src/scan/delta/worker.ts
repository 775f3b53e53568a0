/** The worker thread's side of a delta scan. A bundle of its own starts it. */
import { parentPort, workerData } from 'node:worker_threads';
import { attachObjectStore, type SharedStore } from '../../git/pack/object-store.ts';
import type { CompiledRule } from '../../rules/rule.ts';
import type { Ruleset } from '../../rules/ruleset.ts';
import { decodeRuleset } from '../../rules/ruleset-file.ts';
import { createBlobScanner } from '../scan-blob.ts';
import { scanObjects } from './object-scan.ts';
import type { DeltaTasks } from './tasks.ts';

/** A ruleset on its way to another thread. Severities and paths are the main thread's business. */
export interface SharedRuleset extends Pick<Ruleset, 'hash' | 'automaton' | 'reach' | 'source'> {
  /** Only without a `source`. */
  readonly rules: readonly CompiledRule[] | null;
}

export function shareRuleset({ hash, automaton, reach, source, rules }: Ruleset): SharedRuleset {
  return { hash, automaton, reach, source, rules: source === undefined ? Array.from(rules) : null };
}

function receiveRuleset({ rules, ...shared }: SharedRuleset): Ruleset {
  const { source } = shared;
  const own = rules ?? decodeRuleset(Buffer.from(source!), 'shared rules').rules;
  return { ...shared, rules: own, pathRules: [], pathNames: [], text: noText };
}

export interface WorkerInput {
  readonly store: SharedStore;
  readonly tasks: DeltaTasks;
  readonly cursor: Int32Array;
  readonly memory: number;
  readonly remember: boolean;
}

/**
 * Gets its rules as `workerData`, then one WorkerInput as a message; posts ObjectBatches, then null. Errors end the thread
 * and reach the parent as its `error` event.
 */
export function runDeltaWorker(): void {
  const scanner = createBlobScanner(receiveRuleset(workerData as SharedRuleset));
  parentPort!.once('message', ({ store, ...input }: WorkerInput) => {
    for (const batch of scanObjects({ store: attachObjectStore(store), scanner, ...input })) {
      parentPort!.postMessage(batch);
    }
    parentPort!.postMessage(null);
  });
}

/** Texts are for people; the main thread prints. */
function noText(): never {
  throw new Error('rule texts are not sent to worker threads');
}
