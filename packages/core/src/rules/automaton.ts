/** Builds the Aho–Corasick tables (`Automaton`) for all anchors of a ruleset. Build time, and for rules added at run time. */
import { encodedForms, formShift, magics, servesEncoded } from './encoded-forms.ts';
import type { CompiledRule } from './rule.ts';
import type { Automaton } from './ruleset.ts';

export function buildAutomaton(rules: readonly CompiledRule[]): Automaton {
  const { texts, uses, firstMagic } = collectAnchors(rules);
  const classOf = new Uint8Array(256);
  const shift = assignClasses(texts, classOf);
  const trie = buildTrie(texts, classOf, shift);
  return { shift, classOf, firstMagic, ...number(trie, shift), ...flatten(texts, uses) };
}

/**
 * Plain anchors, then encoded ones, then the magics, each with numbers of their own where the text is the same: their
 * reaches differ.
 */
function collectAnchors(rules: readonly CompiledRule[]): { texts: string[]; uses: number[][]; firstMagic: number } {
  const texts: string[] = [];
  const uses: number[][] = [];
  const collector = (): ((text: string, rule: number, use: number) => void) => {
    const numbers = new Map<string, number>();
    return (text, rule, use) => {
      let number = numbers.get(text);
      if (number === undefined) {
        number = texts.push(text) - 1;
        numbers.set(text, number);
        uses.push([]);
      }
      uses[number]!.push(rule, use);
    };
  };
  const plain = collector();
  for (const rule of rules) rule.anchors.forEach((anchor, use) => void plain(anchor.text, rule.index, use));
  const encoded = collector();
  for (const rule of rules.filter(servesEncoded)) {
    rule.anchors.forEach((anchor, use) => {
      for (const { text, form } of encodedForms(anchor)) encoded(text, rule.index, use | (form << formShift));
    });
  }
  const firstMagic = texts.length;
  for (const magic of magics) {
    texts.push(magic.toLowerCase());
    uses.push([]);
  }
  return { texts, uses, firstMagic };
}

/** Bytes that no anchor has share class 0; upper case shares the class of lower case. Returns log2 of the class count. */
function assignClasses(texts: readonly string[], classOf: Uint8Array): number {
  let classes = 1;
  for (const text of texts) {
    for (let i = 0; i < text.length; i++) {
      const byte = text.charCodeAt(i);
      if (classOf[byte] === 0) classOf[byte] = classes++;
    }
  }
  for (let byte = 65; byte <= 90; byte++) classOf[byte] = classOf[byte + 32]!;
  return Math.max(1, Math.ceil(Math.log2(classes)));
}

interface Trie {
  /** next[state << shift | class], complete. */
  readonly next: Uint32Array;
  readonly states: number;
  readonly depth: Uint8Array;
  readonly outputs: number[][];
}

function buildTrie(texts: readonly string[], classOf: Uint8Array, shift: number): Trie {
  const most = texts.reduce((sum, text) => sum + text.length, 1);
  const next = new Uint32Array(most << shift);
  const depth = new Uint8Array(most);
  const outputs: number[][] = [[]];
  let states = 1;
  texts.forEach((text, anchor) => {
    let state = 0;
    for (let i = 0; i < text.length; i++) {
      const slot = (state << shift) | classOf[text.charCodeAt(i)]!;
      if (next[slot] === 0) {
        depth[states] = i + 1;
        next[slot] = states++;
        outputs.push([]);
      }
      state = next[slot]!;
    }
    outputs[state]!.push(anchor);
  });
  completeFailures(next, states, outputs, shift);
  return { next, states, depth, outputs };
}

function completeFailures(next: Uint32Array, states: number, outputs: number[][], shift: number): void {
  const classes = 1 << shift;
  const fail = new Uint32Array(states);
  const queue: number[] = [];
  for (let c = 0; c < classes; c++) if (next[c] !== 0) queue.push(next[c]!);
  for (let head = 0; head < queue.length; head++) {
    const state = queue[head]!;
    const back = fail[state]!;
    outputs[state]!.push(...outputs[back]!);
    for (let c = 0; c < classes; c++) {
      const slot = (state << shift) | c;
      const onFail = next[(back << shift) | c]!;
      if (next[slot] === 0) next[slot] = onFail;
      else {
        fail[next[slot]!] = onFail;
        queue.push(next[slot]!);
      }
    }
  }
}

/**
 * Renumbers states so that those with outputs come last (the hot loop asks one comparison), shallow ones first: text
 * visits them more. The build knows better (by-visits.ts).
 */
function number(
  trie: Trie,
  shift: number,
): Pick<Automaton, 'next' | 'depth' | 'firstOutput' | 'outputStart' | 'outputs'> {
  const byDepth = Array.from({ length: trie.states }, (_, state) => state).sort(
    (a, b) => trie.depth[a]! - trie.depth[b]! || a - b,
  );
  const silent = byDepth.filter((state) => trie.outputs[state]!.length === 0);
  const firstOutput = silent.length;
  const order = silent.concat(byDepth.filter((state) => trie.outputs[state]!.length > 0));
  const renumbered = new Uint32Array(trie.states);
  order.forEach((old, fresh) => {
    renumbered[old] = fresh;
  });
  const next = new (trie.states < 65_536 ? Uint16Array : Uint32Array)(trie.states << shift);
  order.forEach((old, fresh) => {
    for (let c = 0; c < 1 << shift; c++) next[(fresh << shift) | c] = renumbered[trie.next[(old << shift) | c]!]!;
  });
  const starts = [0];
  const outputs: number[] = [];
  for (const old of order.slice(firstOutput)) {
    outputs.push(...trie.outputs[old]!);
    starts.push(outputs.length);
  }
  return {
    next,
    depth: Uint8Array.from(order, (old) => trie.depth[old]!),
    firstOutput,
    outputStart: Uint32Array.from(starts),
    outputs: Uint32Array.from(outputs),
  };
}

function flatten(
  texts: readonly string[],
  uses: readonly number[][],
): Pick<Automaton, 'anchorLength' | 'anchorRuleStart' | 'anchorRules' | 'longestAnchor'> {
  const starts = [0];
  const flat: number[] = [];
  for (const use of uses) {
    flat.push(...use);
    starts.push(flat.length);
  }
  return {
    anchorLength: Uint8Array.from(texts, (text) => text.length),
    anchorRuleStart: Uint32Array.from(starts),
    anchorRules: Uint32Array.from(flat),
    longestAnchor: texts.reduce((longest, text) => Math.max(longest, text.length), 1),
  };
}
