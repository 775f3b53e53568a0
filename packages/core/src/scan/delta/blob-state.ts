/** What the delta walk keeps of a blob for its children: every anchor's position and what each led to. */
import { AnchorList } from '../../detect/anchor-list.ts';
import type { Detector } from '../../detect/detector.ts';
import type { Match, TextClass } from '../../detect/match.ts';
import { textClassOf } from '../../detect/text-class.ts';

export interface BlobState {
  textClass: TextClass;
  /** All anchors of the blob, sorted by position. */
  readonly anchors: AnchorList;
  /** All matches, sorted by anchor position; several anchors may have led to one match. */
  matches: Match[];
}

export function createBlobState(): BlobState {
  return { textClass: 'text', anchors: new AnchorList(), matches: [] };
}

/** UTF-16 blobs are transcoded and scanned whole: nothing of them is carried. */
export function isUtf16(textClass: TextClass): boolean {
  return textClass === 'utf16le' || textClass === 'utf16be';
}

/** Reads the blob whole. */
export function scanFresh(detector: Detector, bytes: Buffer, state: BlobState): void {
  state.textClass = textClassOf(bytes);
  state.anchors.clear();
  state.matches = [];
  if (isUtf16(state.textClass)) return;
  const { anchors } = state;
  detector.findAnchors(bytes, 0, bytes.length, anchors);
  anchors.sortTail(0);
  const binary = state.textClass === 'binary';
  for (let i = 0; i < anchors.length; i++)
    detector.confirmAnchor(bytes, anchors.anchor[i]!, anchors.at[i]!, binary, state.matches);
}
