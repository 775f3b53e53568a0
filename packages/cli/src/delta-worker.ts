/** A scanning thread's bundle: a sixth of the command's, so that a thread starts without compiling the rest. */
import { runDeltaWorker } from '@gitmoat/core/scan/delta/worker';

runDeltaWorker();
