/** Turns untrusted values into facts: short printable text, ISO dates; anything else is left out. */
import type { Facts } from '../match.ts';

/** Printable ASCII of at most 120 characters; numbers as they are. */
export function textFact(value: unknown): string | number | undefined {
  if (typeof value === 'number' && Number.isFinite(value)) return value;
  return typeof value === 'string' && /^[\x20-\x7e]{1,120}$/.test(value) ? value : undefined;
}

/** Seconds since 1970 → `2026-01-31T12:00:00Z`. */
export function isoDate(seconds: unknown): string | undefined {
  if (typeof seconds !== 'number' || !(seconds > 0 && seconds < 253_402_300_800)) return undefined;
  return `${new Date(Math.floor(seconds) * 1000).toISOString().slice(0, 19)}Z`;
}

/** Without the undefined ones; null if nothing is left. */
export function compact(values: Readonly<Record<string, string | number | boolean | undefined>>): Facts | null {
  const kept = Object.entries(values).filter(
    (entry): entry is [string, string | number | boolean] => entry[1] !== undefined,
  );
  return kept.length === 0 ? null : Object.fromEntries(kept);
}
