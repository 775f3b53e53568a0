/**
 * The production-readiness checklist, each line answered from files alone: yes, no, or cannot be seen here, with the
 * evidence. What may live in another repository or a console is never guessed.
 */
import type { Checks } from '../../check.ts';
import { deliveryAnswers } from './delivery.ts';
import { infrastructureAnswers } from './infrastructure.ts';
import { operationAnswers } from './operation.ts';

export const productionChecks: Checks = { ...infrastructureAnswers, ...deliveryAnswers, ...operationAnswers };
