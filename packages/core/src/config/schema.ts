/**
 * The shape of `.gitmoat.yaml`, once: the validator, the TypeScript type and the JSON schema come from here.
 * Loaded only where a config file exists (valibot costs 5 ms of start-up).
 */
import * as v from 'valibot';
import { type Confidence, confidences, type Severity, severities } from '../rules/rule.ts';
import { requiredVersionPattern } from './required-version.ts';

const text = v.pipe(v.string('must be text'), v.trim(), v.minLength(1, 'must not be empty'));
const texts = v.array(text, 'must be a list');
const day = v.pipe(text, v.regex(/^\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$/, 'must be a date such as 2030-12-31'));
const oneOf = <const Names extends readonly string[]>(names: Names): v.PicklistSchema<Names, () => string> =>
  v.picklist(names, () => `must be one of ${names.join(', ')}`);
const count = v.pipe(v.number('must be a number'), v.integer('must be a whole number'), v.minValue(0, 'must be ≥ 0'));
const sizeMessage = 'must be a size such as 512MiB or 1000000';
const size = v.pipe(
  v.union([count, v.pipe(v.string(), v.regex(/^\d+ ?([KMGT]i?B)?$/i, sizeMessage))], sizeMessage),
  v.transform((value) => (typeof value === 'number' ? value : toBytes(value))),
);

const allow = v.pipe(
  v.strictObject({
    /** Rule id or provider. */
    rule: v.optional(text),
    /** picomatch globs from the repository's root. */
    paths: v.optional(texts),
    /** 8 hex digits or more of a fingerprint. */
    fingerprint: v.optional(v.pipe(text, v.regex(/^[0-9a-f]{8,20}$/, 'must be 8 to 20 lower-case hex digits'))),
    /** Why this is safe. */
    reason: text,
    /** Last day on which the entry holds. */
    expires: v.optional(day),
    /** Holds only for places brought by a commit of that day or before: old history passes, new content does not. */
    until: v.optional(day),
    /** The secret was rotated: holds where history has it, never in the tree itself. */
    rotated: v.optional(v.boolean('must be true or false')),
  }),
  v.check(
    (entry) => entry.rule !== undefined || entry.paths !== undefined || entry.fingerprint !== undefined,
    'must say what it accepts: rule, paths or fingerprint',
  ),
);

const schema = v.strictObject({
  /** Random; keys this repository's fingerprints. */
  id: v.optional(v.pipe(text, v.regex(/^[A-Za-z0-9_-]{8,64}$/, 'must be 8 to 64 letters, digits, - or _'))),
  /** observe: prints the same, never exits 1. */
  mode: v.optional(oneOf(['enforce', 'observe'])),
  /** What `ci` applies to a change: the base's settings and what the head adds (default), or the base's alone. */
  policy: v.optional(oneOf(['additions', 'base'])),
  minConfidence: v.optional(oneOf(confidences)),
  failOn: v.optional(oneOf(severities)),
  rules: v.optional(
    v.strictObject({
      /** Rule ids or providers; `*` is all. */
      disable: v.optional(texts),
      /** Exceptions from `disable`. */
      enable: v.optional(texts),
      severity: v.optional(v.record(text, oneOf(severities))),
    }),
  ),
  allow: v.optional(v.array(allow, 'must be a list')),
  /** picomatch globs of paths that are not read; named and counted in coverage. */
  exclude: v.optional(texts),
  limits: v.optional(
    v.strictObject({
      archiveDepth: v.optional(count),
      archiveSize: v.optional(size),
      decodeDepth: v.optional(count),
      blobSize: v.optional(size),
    }),
  ),
  /** The hooks of a server, pre-receive and update. */
  receive: v.optional(
    v.strictObject({
      /** Seconds that a push (of `update`: a ref) may take to judge; 50 unless said. */
      timeLimit: v.optional(
        v.pipe(
          v.number('must be a number of seconds'),
          v.gtValue(0, 'must be more than 0 seconds'),
          v.maxValue(86400, 'must be a day at most (86400)'),
        ),
      ),
      /** What happens to a push that was not judged to its end: block (default) or pass. */
      onFailure: v.optional(oneOf(['block', 'pass'])),
    }),
  ),
  /** Kinds of content that count as unread where they cannot be read. */
  require: v.optional(v.array(oneOf(['lfs', 'submodules']))),
  /** Which gitmoat understands this file: `0.4` (the oldest), or comparators such as `>=0.4 <2`, `^1.2`. */
  requiredVersion: v.optional(
    v.pipe(text, v.regex(requiredVersionPattern, 'must be a version such as 0.1.0, or >=0.4 <2, or ^1.2')),
  ),
});

/** What a valid file parses to; checked against the schema below. */
export interface ConfigOutput {
  id?: string | undefined;
  mode?: 'enforce' | 'observe' | undefined;
  policy?: 'additions' | 'base' | undefined;
  minConfidence?: Confidence | undefined;
  failOn?: Severity | undefined;
  rules?:
    | {
        disable?: string[] | undefined;
        enable?: string[] | undefined;
        severity?: Record<string, Severity> | undefined;
      }
    | undefined;
  allow?: AllowOutput[] | undefined;
  exclude?: string[] | undefined;
  limits?: Partial<Record<'archiveDepth' | 'archiveSize' | 'decodeDepth' | 'blobSize', number | undefined>> | undefined;
  receive?: { timeLimit?: number | undefined; onFailure?: 'block' | 'pass' | undefined } | undefined;
  require?: ('lfs' | 'submodules')[] | undefined;
  requiredVersion?: string | undefined;
}

interface AllowOutput {
  rule?: string | undefined;
  paths?: string[] | undefined;
  fingerprint?: string | undefined;
  reason: string;
  expires?: string | undefined;
  until?: string | undefined;
  rotated?: boolean | undefined;
}

export const configSchema: v.GenericSchema<unknown, ConfigOutput> = schema;

/** Keys that may stand at a place, for "did you mean". */
export function knownKeysAt(path: readonly (string | number)[]): string[] {
  // biome-ignore lint/suspicious/noExplicitAny: walking a schema of any shape
  let at: any = schema;
  for (const part of path) {
    at = unwrap(typeof part === 'number' ? at.item : at.entries?.[part]);
    if (at === undefined) return [];
  }
  return Object.keys(at.entries ?? {});
}

// biome-ignore lint/suspicious/noExplicitAny: as above
function unwrap(entry: any): any {
  if (entry?.type === 'optional') return unwrap(entry.wrapped);
  return entry?.pipe === undefined ? entry : entry.pipe[0];
}

function toBytes(text: string): number {
  const unit = /[KMGT]i?B$/i.exec(text)?.[0].toLowerCase() ?? '';
  const power = unit === '' ? 0 : 'kmgt'.indexOf(unit[0] ?? '') + 1;
  return Number.parseInt(text, 10) * (unit.includes('i') ? 1024 : 1000) ** power;
}
