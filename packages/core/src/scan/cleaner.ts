/**
 * Makes text of the repository safe to show: every secret of the run, and whatever the rules find in the text itself,
 * is replaced by its redacted form; control characters are escaped.
 */
import { displayPath, escapeControls } from '../git/path.ts';
import type { RawPath } from '../sources/source.ts';
import { estimateBits } from './fingerprint.ts';
import type { Located } from './located.ts';
import { type BlobScanner, scanBlob } from './scan-blob.ts';

/** Secrets are looked up by their first characters; shorter ones are words. */
const keyLength = 6;

/** Guessable values stay: replacing a project's name in every path, where a test has it as a password, would hide nothing and spoil the report. */
const guessableBits = 40;

export class Cleaner {
  readonly #scanner: BlobScanner;
  readonly #secrets = new Map<string, { secret: string; shown: string }[]>();
  readonly #known = new Map<string, string>();

  constructor(scanner: BlobScanner) {
    this.#scanner = scanner;
  }

  /** Add every secret before the first text is cleaned. */
  add(secret: Buffer, shown: string): void {
    const text = secret.toString('utf8');
    if (text.length < keyLength || estimateBits(text) < guessableBits) return;
    const key = text.slice(0, keyLength);
    const same = this.#secrets.get(key) ?? [];
    same.push({ secret: text, shown });
    this.#secrets.set(
      key,
      same.sort((a, b) => b.secret.length - a.secret.length),
    );
  }

  text(text: string): string {
    return this.#remembered(text, () => escapeControls(this.#withoutSecrets(text)));
  }

  /** Also where the raw path has bytes that are not UTF-8: those are not part of any secret that was looked for. */
  path(raw: RawPath): string {
    return this.#remembered(`\0${raw}`, () => this.#withoutSecrets(displayPath(raw)));
  }

  /** Whether the bytes hold nothing that would have to be replaced. */
  isClean(text: string): boolean {
    return this.#withoutSecrets(text) === text;
  }

  #remembered(key: string, make: () => string): string {
    const value = this.#known.get(key) ?? make();
    this.#known.set(key, value);
    return value;
  }

  #withoutSecrets(text: string): string {
    return this.#withoutMatches(this.#withoutKnown(text));
  }

  #withoutKnown(text: string): string {
    let clean = '';
    let from = 0;
    for (let at = 0; at + keyLength <= text.length; at++) {
      const found = this.#secrets
        .get(text.slice(at, at + keyLength))
        ?.find(({ secret }) => text.startsWith(secret, at));
      if (!found) continue;
      clean += text.slice(from, at) + found.shown;
      from = at + found.secret.length;
      at = from - 1;
    }
    return clean + text.slice(from);
  }

  #withoutMatches(text: string): string {
    const bytes = Buffer.from(text);
    const { located } = scanBlob(this.#scanner, bytes, [], null);
    const byStart = [...located].sort((a: Located, b: Located) => a.start - b.start);
    if (byStart.length === 0) return text;
    let clean = '';
    let from = 0;
    for (const one of byStart) {
      clean += bytes.toString('utf8', from, one.start) + one.redacted;
      from = one.end;
    }
    return clean + bytes.toString('utf8', from);
  }
}
