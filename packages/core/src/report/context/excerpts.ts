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
/** Lines before and after. */
const around = 2;
/** Bytes of a line that are looked at, to each side of the place; the rest of a minified file is passed over. */
const lineReach = 1_500;
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
  const places = findings.flatMap(({ occurrences }) => occurrences.slice(0, placesEach));
  await readContents(places, source, (bytes, same) => {
    const textClass = textClassOf(bytes);
    if (textClass === 'binary') return;
    const text = textClass === 'text' ? bytes : transcode(bytes, textClass).utf8;
    const paths = same.flatMap(({ path }) => (path === null ? [] : [toRawPath(path)]));
    const { located } = scanBlob(scanner, text, [...new Set(paths)], null);
    for (const { secret, redacted } of located) cleaner.add(secret, redacted);
    for (const place of same) drafts.set(place, draftOf(place, text, located));
  });
  const made = new Map<Spot, Excerpt>();
  // Only now are all secrets known.
  for (const [place, { from, lines, byteColumns }] of drafts) {
    made.set(place, { from, byteColumns, lines: lines.map((pieces) => shownLine(pieces, cleaner)) });
  }
  return (place) => made.get(place) ?? null;
}

function draftOf(place: Spot, bytes: Buffer, located: readonly Located[]): Draft {
  const starts = lineStarts(bytes, place.line - around, place.line + around);
  const matches = [...located].sort((a, b) => a.start - b.start);
  const lines = [...starts].map(([number, { start, end }]) => {
    const at = number === place.line ? byteAt(bytes, start, end, place.column) : start;
    const from = Math.max(start, at - lineReach);
    return piecesOf(bytes, from, Math.min(end, at + lineReach), matches);
  });
  return { from: [...starts.keys()][0] ?? 1, lines, byteColumns: byteColumnsOf(place, bytes) };
}

interface LineRange {
  readonly start: number;
  readonly end: number;
}

/** Lines `first` to `last` by their number, without line ends. */
function lineStarts(bytes: Buffer, first: number, last: number): Map<number, LineRange> {
  const lines = new Map<number, LineRange>();
  let start = 0;
  for (let number = 1; number <= last && start <= bytes.length; number++) {
    const feed = bytes.indexOf(10, start);
    const next = feed < 0 ? bytes.length : feed;
    const end = next > start && bytes[next - 1] === 13 ? next - 1 : next;
    if (number >= first && (start < bytes.length || number === 1)) lines.set(number, { start, end });
    if (feed < 0) break;
    start = feed + 1;
  }
  return lines;
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

function byteColumnsOf(place: Spot, bytes: Buffer): Excerpt['byteColumns'] {
  const column = (line: number, units: number): number => {
    const range = lineStarts(bytes, line, line).get(line);
    return range === undefined ? units : byteAt(bytes, range.start, bytes.length, units) - range.start + 1;
  };
  return { start: column(place.line, place.column), end: column(place.endLine, place.endColumn) };
}

/** `matches` by their start. One that begins before the line is shown as `…` alone. */
function piecesOf(bytes: Buffer, from: number, to: number, matches: readonly Located[]): Piece[] {
  const pieces: Piece[] = [];
  let at = from;
  for (const { start, end, redacted } of matches) {
    if (end <= at || start >= to) continue;
    if (start > at) pieces.push({ text: bytes.toString('utf8', at, start) });
    pieces.push({ shown: start >= from ? redacted : '…' });
    at = Math.min(end, to);
  }
  if (at < to) pieces.push({ text: bytes.toString('utf8', at, to) });
  return pieces;
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
