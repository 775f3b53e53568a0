/** Judgement → Candidate. */
import type { Candidate } from '../candidate.ts';
import type { Judgement } from '../likelihood/index.ts';

/** Nothing for what is no secret; placeholders are kept, marked as made up. */
export function toCandidate(
  judgement: Judgement,
  start: number,
  end: number,
  decoded?: { value: string; chain: string },
): readonly Candidate[] {
  if (judgement.verdict === 'no') return [];
  const candidate: Candidate = {
    start,
    end,
    confidence: judgement.verdict === 'placeholder' ? 'low' : judgement.confidence,
    madeUp: judgement.verdict === 'placeholder' ? 'placeholder' : null,
  };
  return [decoded === undefined ? candidate : { ...candidate, ...decoded }];
}
