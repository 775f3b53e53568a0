/**
 * Jupyter notebooks (nbformat 4, JSON): what a cell printed is no place where somebody keeps a secret, and images are base64. Source
 * cells are read by the ordinary rules, as strings of JSON. A judgement about the whole file, made for blobs with matches only.
 */
import type { CompiledRule } from '../../rules/rule.ts';
import type { Match } from '../match.ts';

const outputs = /"outputs"\s*:\s*\[/g;
const pictures = /"(?:image\/[\w.+-]+|application\/pdf|video\/[\w-]+)"\s*:\s*(?="|\[)/g;

export function isNotebook(bytes: Buffer): boolean {
  return bytes.includes('"nbformat"') && bytes.includes('"cells"');
}

/** Drops generic matches in outputs, and every match but a proven one in pictures. */
export function withoutOutputs(bytes: Buffer, matches: readonly Match[], rules: readonly CompiledRule[]): Match[] {
  const text = bytes.toString('latin1');
  const printed = rangesOf(text, outputs, 1);
  const drawn = rangesOf(text, pictures, 0);
  const inside = (match: Match, ranges: readonly Range[]): boolean =>
    ranges.some(({ start, end }) => match.start >= start && match.start < end);
  return matches.filter((match) => {
    if (rules[match.rule]!.class === 'generic' && inside(match, printed)) return false;
    return match.confidence === 'provable' || !inside(match, drawn);
  });
}

interface Range {
  readonly start: number;
  readonly end: number;
}

/** From each opening (`back` bytes before the end of its match: the bracket itself) to where its value closes. */
function rangesOf(text: string, opening: RegExp, back: number): Range[] {
  const out: Range[] = [];
  for (const found of text.matchAll(opening)) {
    const start = found.index + found[0].length - back;
    if (start < (out.at(-1)?.end ?? 0)) continue;
    out.push({ start, end: valueEnd(text, start) });
  }
  return out;
}

/** Where a JSON string or array ends; the text's end if it does not. */
function valueEnd(text: string, start: number): number {
  let depth = 0;
  for (let at = start; at < text.length; at++) {
    const c = text[at];
    if (c === '"') {
      at++;
      while (at < text.length && text[at] !== '"') at += text[at] === '\\' ? 2 : 1;
    } else if (c === '[' || c === '{') depth++;
    else if (c === ']' || c === '}') depth--;
    if (depth <= 0 && (c === '"' || c === ']' || c === '}')) return at + 1;
  }
  return text.length;
}
