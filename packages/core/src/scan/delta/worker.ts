/** The worker thread's side of a delta scan. A bundle of its own starts it. */
import { parentPort, workerData } from 'node:worker_threads';
import { attachObjectStore, type SharedStore } from '../../git/pack/object-store.ts';
import type { Ruleset } from '../../rules/ruleset.ts';
import { createBlobScanner } from '../scan-blob.ts';
import { scanObjects } from './object-scan.ts';
import type { DeltaTasks } from './tasks.ts';

export interface WorkerInput {
  readonly store: SharedStore;
  readonly ruleset: Omit<Ruleset, 'text'>;
  readonly tasks: DeltaTasks;
  readonly cursor: Int32Array;
  readonly memory: number;
  readonly remember: boolean;
}

/** Posts ObjectBatches, then null. Errors end the thread and reach the parent as its `error` event. */
export function runDeltaWorker(): void {
  const input = workerData as WorkerInput;
  const { tasks, cursor, memory, remember } = input;
  const scanner = createBlobScanner({ ...input.ruleset, text: noText });
  for (const batch of scanObjects({
    store: attachObjectStore(input.store),
    scanner,
    tasks,
    cursor,
    memory,
    remember,
  })) {
    parentPort!.postMessage(batch);
  }
  parentPort!.postMessage(null);
}

/** Texts are for people; the main thread prints. */
function noText(): never {
  throw new Error('rule texts are not sent to worker threads');
}
