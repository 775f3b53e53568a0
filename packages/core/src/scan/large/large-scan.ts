/**
 * A blob too large to be held, scanned in overlapping windows: read once for its matches and, where there are any, once
 * more for their positions, as overlaps are settled only when all are known. Gives what `scanBlob` gives a smaller one, with two
 * exceptions: documents of more than 1 MiB may be read in part, and notebooks are read as plain JSON.
 */
import { distinct } from '../../detect/distinct.ts';
import type { Match, TextClass } from '../../detect/match.ts';
import { classBytes, textClassOf } from '../../detect/text-class.ts';
import type { CompiledRule } from '../../rules/rule.ts';
import { type ArchiveKind, archiveKind } from '../archive/archive-kind.ts';
import { CodeUnits, LineIndex } from '../lines.ts';
import { locate } from '../locate.ts';
import type { Located } from '../located.ts';
import { resolveOverlaps, type Winner } from '../overlap.ts';
import type { BlobScanner } from '../scan-blob.ts';
import { Utf16Chunks } from '../utf16.ts';
import { wholeBlobMatches } from '../whole-rules.ts';
import { type Window, type WindowSizes, Windows, windowSizes } from './windows.ts';

export class LargeScan {
  /** What the blob's first bytes say; known after the first reading. */
  archive: ArchiveKind | null = null;
  /** Filled by the second reading. */
  readonly located: Located[] = [];
  readonly #scanner: BlobScanner;
  readonly #pathRules: readonly CompiledRule[];
  readonly #sizes: WindowSizes;
  #matches: Match[] = [];
  #winners: readonly Winner[] = [];
  #placed = 0;

  constructor(scanner: BlobScanner, pathRules: readonly CompiledRule[], sizes: WindowSizes = windowSizes) {
    this.#scanner = scanner;
    this.#pathRules = pathRules;
    this.#sizes = sizes;
  }

  /** First reading: push all, then end. */
  finding(): Reading {
    const use = (window: Window): void => this.#find(window, reading.textClass);
    const reading: Reading = new Reading(this.#sizes, use, (head) => {
      this.archive = archiveKind(head);
    });
    return reading;
  }

  /** Whether a second reading is needed. */
  settle(): boolean {
    this.#winners = resolveOverlaps(distinct(this.#matches), this.#scanner.ruleset.rules);
    this.#matches = [];
    return this.#winners.length > 0;
  }

  /** Second reading, after `settle`. */
  locating(): Reading {
    const lines = new LineIndex(Buffer.alloc(0));
    const units = new CodeUnits();
    let base = 0;
    const reading: Reading = new Reading(this.#sizes, (window) => {
      lines.slide(window.bytes, window.base - base);
      units.slide(window.base - base);
      base = window.base;
      this.#locate(window, lines, reading.utf16 === null ? null : { units, mark: reading.utf16.mark });
      lines.countTo(window.to);
      if (reading.utf16 !== null) units.countTo(window.bytes, window.to);
    });
    return reading;
  }

  #find({ bytes, base, from, to, last }: Window, textClass: TextClass): void {
    const { detector, ruleset } = this.#scanner;
    const { rules } = ruleset;
    const binary = textClass === 'binary';
    const found = detector.detect(bytes, from, to, binary);
    const documents = new Set<CompiledRule>();
    for (const match of distinct(found)) {
      const rule = rules[match.rule]!;
      // A document inside an encoded run was read there.
      if (rule.kind === 'document' && match.chain === '') documents.add(rule);
      else this.#matches.push(shifted(match, base));
    }
    if (binary) return;
    // Near a cut a document may have lost its head or its end: the window that has its anchor in the middle reads it.
    const margin = this.#sizes.overlap / 2;
    const least = base === 0 ? 0 : margin;
    const most = last ? bytes.length : bytes.length - margin;
    for (const match of wholeBlobMatches(detector, bytes, [...documents])) {
      if (match.start >= least && match.end <= most) this.#matches.push(shifted(match, base));
    }
    for (const match of wholeBlobMatches(detector, bytes, this.#pathRules)) {
      if (match.start >= from && (match.start < to || last)) this.#matches.push(shifted(match, base));
    }
  }

  #locate({ bytes, base, to, last }: Window, lines: LineIndex, utf16: { units: CodeUnits; mark: number } | null): void {
    const { rules } = this.#scanner.ruleset;
    for (; this.#placed < this.#winners.length; this.#placed++) {
      const { match, absorbed } = this.#winners[this.#placed]!;
      if (match.start >= base + to && !last) return;
      const winner = { match: shifted(match, -base), absorbed: absorbed.map((other) => shifted(other, -base)) };
      const before = this.#winners[this.#placed - 1]?.match.end ?? 0;
      const one = locate(winner, { bytes, lines, rules, from: Math.max(0, before - base) });
      const offset = (at: number): number =>
        utf16 === null ? base + at : utf16.mark + 2 * utf16.units.before(bytes, at);
      this.located.push({ ...one, start: offset(one.start), end: offset(one.end) });
    }
  }
}

/** One reading of the blob: push its chunks, then end. */
export class Reading {
  /** Known once the first window is given. */
  textClass: TextClass = 'text';
  utf16: Utf16Chunks | null = null;
  readonly #windows: Windows;
  readonly #onHead: (head: Uint8Array) => void;
  /** The first chunks, until they say what the blob is. */
  #head: Buffer | null = Buffer.alloc(0);

  constructor(sizes: WindowSizes, use: (window: Window) => void, onHead: (head: Uint8Array) => void = () => {}) {
    this.#windows = new Windows(sizes, use);
    this.#onHead = onHead;
  }

  push(chunk: Uint8Array): void {
    if (this.#head === null) this.#pass(chunk);
    else {
      this.#head = Buffer.concat([this.#head, chunk]);
      if (this.#head.length > classBytes) this.#begin(this.#head);
    }
  }

  end(): void {
    if (this.#head !== null) this.#begin(this.#head);
    if (this.utf16 !== null) this.#windows.push(this.utf16.end());
    this.#windows.end();
  }

  #begin(head: Buffer): void {
    this.#head = null;
    const textClass = textClassOf(head);
    this.#onHead(head);
    if (textClass === 'utf16le' || textClass === 'utf16be') this.utf16 = new Utf16Chunks(textClass);
    else this.textClass = textClass;
    this.#pass(head);
  }

  #pass(chunk: Uint8Array): void {
    this.#windows.push(this.utf16 === null ? chunk : this.utf16.utf8(chunk));
  }
}

function shifted(match: Match, by: number): Match {
  return { ...match, start: match.start + by, end: match.end + by, anchor: match.anchor + by };
}
