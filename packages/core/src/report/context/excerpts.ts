/**
 * The lines around a place as a report may show them: every match in them replaced, of any confidence and suppressed
 * ones too, and every secret of the run wherever it stands. Also says the place's columns in UTF-8 bytes.
 */
import { textClassOf } from '../../detect/text-class.ts';
import { toRawPath } from '../../git/path.ts';
import { Cleaner } from '../../scan/cleaner.ts';
import type { Finding, Spot } from '../../scan/finding.ts';
import type { Located } from '../../scan/located.ts';
import { type BlobScanner, scanBlob } from '../../scan/scan-blob.ts';
import { transcode } from '../../scan/utf16.ts';
import type { Excerpt } from '../options.ts';
import { type ContentSource, readContents } from './contents.ts';

/** Places of one finding that are read again: as many as a person looks at. */
const placesEach = 20;
/** Places in all, so that no report grows beyond what a browser opens; each finding's first before any second. */
const mostPlaces = 15_000;
/** Lines before and after. */
const around = 2;
/** Bytes of a line that are looked at, to each side of the place; the rest of a minified file is passed over. */
const lineReach = 800;
/** Characters of a line that are shown. */
const longestLine = 240;

/** A line in pieces: text of the file, still to be cleaned, and what stands for matches. */
type Piece = { readonly text: string } | { readonly shown: string };

interface Draft {
  readonly from: number;
  readonly lines: readonly (readonly Piece[])[];
  readonly byteColumns: Excerpt['byteColumns'];
}

export async function readExcerpts(
  findings: readonly Finding[],
  scanner: BlobScanner,
  source: ContentSource,
): Promise<(place: Spot) => Excerpt | null> {
  const cleaner = new Cleaner(scanner);
  const drafts = new Map<Spot, Draft>();
  await readContents(firstPlaces(findings), source, (bytes, same) => {
    const textClass = textClassOf(bytes);
    if (textClass === 'binary') return;
    const text = textClass === 'text' ? bytes : transcode(bytes, textClass).utf8;
    const paths = same.flatMap(({ path }) => (path === null ? [] : [toRawPath(path)]));
    const { located } = scanBlob(scanner, text, [...new Set(paths)], null);
    for (const { secret, redacted, absorbed } of located) {
      cleaner.add(secret, redacted);
      for (const other of absorbed) cleaner.add(other, '…');
    }
    const file = { bytes: text, starts: lineStarts(text), matches: [...located].sort((a, b) => a.start - b.start) };
    for (const place of same) drafts.set(place, draftOf(place, file));
  });
  const made = new Map<Spot, Excerpt>();
  // Only now are all secrets known.
  for (const [place, { from, lines, byteColumns }] of drafts) {
    made.set(place, { from, byteColumns, lines: lines.map((pieces) => shownLine(pieces, cleaner)) });
  }
  return (place) => made.get(place) ?? null;
}

function firstPlaces(findings: readonly Finding[]): Spot[] {
  const places: Spot[] = [];
  for (let nth = 0; nth < placesEach && places.length < mostPlaces; nth++) {
    for (const { occurrences } of findings) places.push(...occurrences.slice(nth, nth + 1));
  }
  return places.slice(0, mostPlaces);
}

interface File {
  readonly bytes: Buffer;
  /** Offset of each line's first byte. */
  readonly starts: readonly number[];
  /** By their start; no two overlap. */
  readonly matches: readonly Located[];
}

function draftOf(place: Spot, file: File): Draft {
  const { bytes, starts } = file;
  const first = Math.max(1, place.line - around);
  const last = Math.min(starts.length, place.line + around);
  const lines: Piece[][] = [];
  for (let number = first; number <= last; number++) {
    const { start, end } = lineRange(file, number);
    const at = number === place.line ? byteAt(bytes, start, end, place.column) : start;
    lines.push(piecesOf(file, Math.max(start, at - lineReach), Math.min(end, at + lineReach)));
  }
  const column = (line: number, units: number): number => {
    const { start, end } = lineRange(file, Math.min(line, starts.length));
    return byteAt(bytes, start, end, units) - start + 1;
  };
  const byteColumns = { start: column(place.line, place.column), end: column(place.endLine, place.endColumn) };
  return { from: first, lines, byteColumns };
}

function lineStarts(bytes: Buffer): number[] {
  const starts = [0];
  for (let feed = bytes.indexOf(10); feed >= 0 && feed + 1 < bytes.length; feed = bytes.indexOf(10, feed + 1)) {
    starts.push(feed + 1);
  }
  return starts;
}

/** Without the line's end. */
function lineRange({ bytes, starts }: File, number: number): { start: number; end: number } {
  const start = starts[number - 1] ?? bytes.length;
  let end = starts[number] ?? bytes.length;
  if (end > start && bytes[end - 1] === 10) end--;
  if (end > start && bytes[end - 1] === 13) end--;
  return { start, end };
}

/** Offset of a column in UTF-16 units. */
function byteAt(bytes: Buffer, start: number, end: number, column: number): number {
  let low = start;
  let units = 1;
  // A code point at a time: four bytes are two units, every other lead byte is one.
  while (low < end && units < column) {
    const lead = bytes[low]!;
    units += lead >= 0xf0 ? 2 : 1;
    low += lead < 0x80 ? 1 : lead >= 0xf0 ? 4 : lead >= 0xe0 ? 3 : lead >= 0xc0 ? 2 : 1;
  }
  return Math.min(low, end);
}

/** A match that begins before the line is shown as `…` alone. */
function piecesOf({ bytes, matches }: File, from: number, to: number): Piece[] {
  const pieces: Piece[] = [];
  let at = from;
  for (let i = firstAfter(matches, from); i < matches.length && matches[i]!.start < to; i++) {
    const { start, end, redacted } = matches[i]!;
    if (start > at) pieces.push({ text: bytes.toString('utf8', at, start) });
    pieces.push({ shown: start >= from ? redacted : '…' });
    at = Math.max(at, Math.min(end, to));
  }
  if (at < to) pieces.push({ text: bytes.toString('utf8', at, to) });
  return pieces;
}

/** Index of the first match that ends after `offset`. */
function firstAfter(matches: readonly Located[], offset: number): number {
  let [low, high] = [0, matches.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (matches[middle]!.end <= offset) low = middle + 1;
    else high = middle;
  }
  return low;
}

function shownLine(pieces: readonly Piece[], cleaner: Cleaner): string {
  const texts = pieces.map((piece) =>
    'shown' in piece ? piece.shown : cleaner.text(piece.text.replaceAll('\t', '    ')),
  );
  const line = texts.join('');
  if (line.length <= longestLine) return line;
  // Around the first match, or the line's beginning.
  const first = pieces.findIndex((piece) => 'shown' in piece);
  const before = texts.slice(0, Math.max(0, first)).join('').length;
  const from = Math.max(0, Math.min(before - longestLine / 3, line.length - longestLine));
  return `${from > 0 ? '…' : ''}${line.slice(from, from + longestLine)}…`;
}
