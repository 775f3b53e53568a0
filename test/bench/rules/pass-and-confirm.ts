/** The detector's two halves over a set of files, timed apart: the anchor pass, and the confirmation of what it found. */
import { createDetector } from '@gitmoat/core';
import { AnchorList } from '../../../packages/core/src/detect/anchor-list.ts';
import type { Match } from '../../../packages/core/src/detect/match.ts';
import type { Ruleset } from '../../../packages/core/src/rules/ruleset.ts';

export interface Halves {
  /** Milliseconds. */
  readonly pass: number;
  readonly confirm: number;
  readonly anchors: number;
  readonly matches: number;
}

export function halvesOf(ruleset: Ruleset): (files: readonly Buffer[]) => Halves {
  const detector = createDetector(ruleset);
  const list = new AnchorList();
  return (files) => {
    let pass = 0;
    let confirm = 0;
    let anchors = 0;
    let matches = 0;
    for (const bytes of files) {
      list.clear();
      const begun = performance.now();
      detector.findAnchors(bytes, 0, bytes.length, list);
      const passed = performance.now();
      const out: Match[] = [];
      for (let i = 0; i < list.length; i++) detector.confirmAnchor(bytes, list.anchor[i]!, list.at[i]!, false, out);
      confirm += performance.now() - passed;
      pass += passed - begun;
      anchors += list.length;
      matches += out.length;
    }
    return { pass, confirm, anchors, matches };
  };
}
