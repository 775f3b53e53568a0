/**
 * The encoded forms of an anchor, entered in the automaton beside the plain one (design, "The detector's contract" 8). What
 * a form means at a place is `detect/decode/`'s business. Build time; the numbers are shared with the detector.
 */
import type { AnchorUse, CompiledRule } from './rule.ts';

/** How an anchor stands. Base64: by the offset (modulo 3) of the anchor's first byte in what was encoded. */
export const anchorForms = { plain: 0, base64: 1, base64At1: 2, base64At2: 3, hex: 4, percent: 5, slashes: 6 } as const;

/** An entry of `Automaton.anchorRules` names the anchor use in its low bits and the form above them. */
export const formShift = 8;

/** By base64 alignment: characters from the quad's start to the first that no neighbour can change. */
export const base64Lead = [0, 2, 3] as const;

/** Shorter anchors would be met everywhere in encoded form (design: "anchors of four bytes or more"). */
const shortestEncoded = 4;
/** Enough to be rare; what follows is compared after decoding. Keeps the automaton small. */
const longest = { base64: 7, hex: 4, percent: 3 } as const;

export interface EncodedForm {
  /** Folded, as anchors are. */
  readonly text: string;
  readonly form: number;
}

/**
 * Where a run of base64 that begins so is read whole: `{"`, JSON over lines, `---`, gzip, and the base64 of `{"`, of
 * `---` and of gzip's own base64 (Helm). Exact case; none shorter than its rarity allows.
 */
export const base64Magics: readonly string[] = ['eyJ', 'ewog', 'ew0K', 'LS0t', 'H4sI', 'ZXlK', 'TFMwd', 'SDRzS'];
/** Where a run of numeric escapes is read whole: `\u0041\u006b`, `\x41\x6b`, `&#65;&#107;`. */
export const escapeMagics: readonly string[] = ['\\u00', '\\x', '&#'];
/** By number, from `Automaton.firstMagic` on. */
export const magics: readonly string[] = [...base64Magics, ...escapeMagics];

/** Rules that are sure enough of their format to be believed inside an encoding. */
export function servesEncoded(rule: CompiledRule): boolean {
  return rule.class === 'provider' && rule.kind === 'pattern' && /^(?:provable|high)$/.test(rule.confidence);
}

export function encodedForms(anchor: AnchorUse): EncodedForm[] {
  if (anchor.text.length < shortestEncoded) return [];
  const found = (anchor.cased ?? [anchor.text]).flatMap((text) => [
    ...base64Lead.map((_, offset) => ({ text: base64At(text, offset), form: anchorForms.base64 + offset })),
    { text: Buffer.from(text.slice(0, longest.hex), 'latin1').toString('hex'), form: anchorForms.hex },
    { text: percentAll(text.slice(0, longest.percent)), form: anchorForms.percent },
    { text: upToEscape(text, encodeURIComponent(text)), form: anchorForms.percent },
    { text: upToEscape(text, text.replaceAll('/', '\\/')), form: anchorForms.slashes },
  ]);
  const seen = new Set<string>();
  return found
    .map(({ text, form }) => ({ text: text.toLowerCase(), form }))
    .filter(({ text, form }) => {
      const key = `${form}:${text}`;
      if (anchor.text.startsWith(text) || seen.has(key)) return false;
      seen.add(key);
      return true;
    });
}

/** The characters of the base64 that `text` alone decides when it begins at `offset` (modulo 3). */
function base64At(text: string, offset: number): string {
  const bytes = Buffer.from('\0'.repeat(offset) + text, 'latin1');
  const whole = Math.floor((bytes.length * 8) / 6);
  return bytes.toString('base64').slice(base64Lead[offset], whole).slice(0, longest.base64);
}

function percentAll(text: string): string {
  return Buffer.from(text, 'latin1').toString('hex').replace(/../g, '%$&');
}

/** Up to and with the first escape: before it the anchor looks as it does in plain text. */
function upToEscape(plain: string, escaped: string): string {
  let same = 0;
  while (same < plain.length && plain[same] === escaped[same]) same++;
  return escaped.slice(0, Math.max(same + 3, 2 * shortestEncoded));
}
