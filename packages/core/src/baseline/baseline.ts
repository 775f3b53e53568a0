/**
 * `.gitmoat-baseline`: findings that were there when gitmoat came, accepted by fingerprint. Generated and sorted, so that
 * it merges and reviews well; what people decide by hand stands in the allowlist. Knows neither clock nor disk.
 */

import { GitmoatError } from '../errors.ts';
import { plural } from '../plural.ts';
import type { Finding } from '../scan/finding.ts';
import { estimateBits } from '../scan/fingerprint.ts';
import type { Suppressor } from '../scan/result.ts';

export const baselineName = '.gitmoat-baseline';

export interface BaselineEntry {
  readonly fingerprint: string;
  readonly rule: string;
  /** Where it stood when it was accepted; null: a message. */
  readonly path: string | null;
  /** Holds at that path only: guessable values are not accepted everywhere (fingerprint.ts hashes them slowly). */
  readonly bound: boolean;
  /** YYYY-MM-DD. */
  readonly date: string;
  /** Null: nobody has looked at it yet. */
  readonly reason: string | null;
}

/** Under this many bits a value is guessable: the design's limit for slow fingerprints. */
const weakBelow = 50;

const unreviewed = 'unreviewed';
const entryLine = /^([0-9a-f]{20}) (\S+) (\S+) (\d{4}-\d\d-\d\d) (\S.*)$/;
const header =
  '# Findings accepted as they were found: fingerprint rule path date reason. Made by `gitmoat baseline`.\n';

/** Throws GitmoatError('config') with the line for anything that is not understood. */
export function parseBaseline(text: string, name: string = baselineName): BaselineEntry[] {
  const lines = text.split(/\r?\n/);
  return lines.flatMap((line, index): BaselineEntry[] => {
    if (line.trim() === '' || line.startsWith('#')) return [];
    const [, fingerprint, rule, path, date, reason] = entryLine.exec(line) ?? [];
    if (fingerprint === undefined) {
      throw new GitmoatError('config', `${name}:${index + 1}: not a line of a baseline`, {
        hint: 'Take the line out, or make the file anew: gitmoat baseline create.',
      });
    }
    const bound = path!.startsWith('only:');
    return [
      {
        fingerprint,
        rule: rule!,
        path: path === '-' ? null : decode(bound ? path!.slice('only:'.length) : path!),
        bound,
        date: date!,
        reason: reason === unreviewed ? null : reason!,
      },
    ];
  });
}

export function formatBaseline(entries: readonly BaselineEntry[]): string {
  const lines = entries.map(({ fingerprint, rule, path, bound, date, reason }) => {
    const place = path === null ? '-' : `${bound ? 'only:' : ''}${encode(path)}`;
    return `${fingerprint} ${rule} ${place} ${date} ${reason ?? unreviewed}\n`;
  });
  return header + [...new Set(lines)].sort().join('');
}

/** One word: what would split it, hide it or give it another meaning is written as its UTF-8 bytes. */
function encode(path: string): string {
  const word = path.replace(/[\s%\p{C}]/gu, asBytes);
  return /^(?:-$|only:)/.test(word) ? asBytes(word[0]!) + word.slice(1) : word;
}

function asBytes(character: string): string {
  return [...Buffer.from(character)].map((byte) => `%${byte.toString(16).padStart(2, '0')}`).join('');
}

function decode(word: string): string {
  try {
    return decodeURIComponent(word);
  } catch {
    return word;
  }
}

export function createBaseline(entries: readonly BaselineEntry[], name: string = baselineName): Suppressor {
  const byFingerprint = new Map<string, BaselineEntry[]>();
  for (const entry of entries) {
    byFingerprint.set(entry.fingerprint, [...(byFingerprint.get(entry.fingerprint) ?? []), entry]);
  }
  return {
    suppress(finding, occurrence) {
      const known = [finding.fingerprint, ...finding.absorbed].flatMap((print) => byFingerprint.get(print) ?? []);
      const entry = known.find(({ bound, path }) => !bound || path === occurrence.path);
      return entry ? { by: 'baseline', reason: entry.reason ?? unreviewed, where: name } : null;
    },
  };
}

/** The first that accepts decides. */
export function firstOf(suppressors: readonly (Suppressor | null)[]): Suppressor | null {
  const all = suppressors.filter((one) => one !== null);
  if (all.length < 2) return all[0] ?? null;
  return {
    suppress(finding, occurrence) {
      for (const one of all) {
        const suppressed = one.suppress(finding, occurrence);
        if (suppressed) return suppressed;
      }
      return null;
    },
  };
}

/** For people, at most one line: what is accepted, and how much of it nobody has looked at. */
export function baselineNotes(entries: readonly BaselineEntry[], name: string = baselineName): string[] {
  if (entries.length === 0) return [];
  const prints = new Set(entries.map(({ fingerprint }) => fingerprint));
  const open = new Set(entries.filter(({ reason }) => reason === null).map(({ fingerprint }) => fingerprint));
  return [`${name} accepts ${plural(prints.size, 'finding')}, ${open.size} unreviewed`];
}

/** A guessable value is accepted where it stands and nowhere else. */
export function isWeak(secret: string): boolean {
  return estimateBits(secret) < weakBelow;
}

/** Entries for a finding that carries its raw value. */
export function entriesFor(finding: Finding, date: string): BaselineEntry[] {
  const { fingerprint, rule, path, raw } = finding;
  if (raw === undefined) throw new Error('a finding without its raw value');
  if (!isWeak(raw)) return [{ fingerprint, rule, path, bound: false, date, reason: null }];
  const open = finding.occurrences.filter(({ suppressed }) => suppressed === null);
  return [...new Set(open.map((place) => place.path))].map((one) => ({
    fingerprint,
    rule,
    path: one,
    bound: true,
    date,
    reason: null,
  }));
}

/** Whether a finding of the run still is what the entry accepted. */
export function isStill(entry: BaselineEntry, findings: readonly Finding[]): boolean {
  return findings.some(
    ({ fingerprint, absorbed, occurrences }) =>
      (fingerprint === entry.fingerprint || absorbed.includes(entry.fingerprint)) &&
      (!entry.bound || occurrences.some(({ path }) => path === entry.path)),
  );
}
