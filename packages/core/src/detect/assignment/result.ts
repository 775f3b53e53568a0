/** Judgement → Candidate. */
import type { Candidate } from '../candidate.ts';
import type { Judgement } from '../likelihood/index.ts';

/** One candidate, whatever the verdict; `isKept` tells which go on. Stand-ins are marked as made up. */
export function toCandidate(
  judgement: Judgement,
  start: number,
  end: number,
  decoded?: { value: string; chain: string },
): readonly Candidate[] {
  const candidate: Candidate = {
    start,
    end,
    confidence: judgement.verdict === 'placeholder' ? 'low' : judgement.confidence,
    madeUp: judgement.verdict === 'placeholder' ? 'placeholder' : null,
    judgement,
  };
  return [decoded === undefined ? candidate : { ...candidate, ...decoded }];
}

/** Not what was judged to be no secret at all. */
export function isKept(candidate: Candidate): boolean {
  return candidate.judgement?.verdict !== 'no';
}

/** Reasons are for `explain`; what a scan keeps and remembers does without. */
export function withoutReasons({ judgement: _, ...candidate }: Candidate): Candidate {
  return candidate;
}
