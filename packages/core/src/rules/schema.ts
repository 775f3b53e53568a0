/**
 * The authored rule file (rules/**.yaml): one truth for the TypeScript type, the validator and `schema.json`.
 * Build time and `rules check` only; the detector never loads this.
 */
import * as v from 'valibot';
import { type CheckUse, type Confidence, confidences, type RuleClass, type Severity, severities } from './rule.ts';

const text = v.pipe(v.string(), v.minLength(1));
const texts = v.pipe(v.array(text), v.minLength(1));

const check = v.looseObject({ check: text });

const rule = v.strictObject({
  /** Permanent, readable, kebab-case, begins with the provider: `github-pat`. */
  id: v.pipe(v.string(), v.regex(/^[a-z0-9]+(-[a-z0-9]+)*$/)),
  name: text,
  /** What it opens, in an attacker's hand. */
  description: text,
  severity: v.picklist(severities),
  /** Before checks; a passing proof check makes it provable. Default high. */
  confidence: v.optional(v.picklist(confidences)),

  /** Form 1: literals, one of which stands in every match (any case), and a bounded pattern around them. */
  anchors: v.optional(texts),
  pattern: v.optional(text),
  /** Form 2: the provider's name near a value without a shape of its own. */
  keywords: v.optional(texts),
  value: v.optional(text),
  /** Form 2: bytes between key word and value, same line. Default 48. */
  gap: v.optional(v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(200))),
  /** Form 3: engines in code (assignment parser, documents, paths). */
  engine: v.optional(v.picklist(['assignment', 'document', 'path'])),
  paths: v.optional(texts),

  ignoreCase: v.optional(v.boolean()),
  /** Where `[A-Za-z0-9]` must not touch the match. Default both. */
  boundary: v.optional(v.picklist(['both', 'left', 'right', 'none'])),
  /** The reach also stops at the line's ends. Default true unless the pattern can match a line feed. */
  line: v.optional(v.boolean()),
  /** Key words that must stand within so many bytes of the secret (either side, any case). */
  context: v.optional(
    v.strictObject({
      keywords: texts,
      within: v.optional(v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(480))),
    }),
  ),
  /** Rules of the same credential's other parts (an id): one that stands near is shown with this one, not as a finding of its own. */
  joins: v.optional(
    v.strictObject({
      rules: texts,
      /** Lines between the two at most. Default 10. */
      within: v.optional(v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(50))),
      /** What a match with its other part is worth at least. */
      confidence: v.optional(v.picklist(confidences)),
    }),
  ),
  checks: v.optional(v.array(check)),
  facts: v.optional(texts),
  /** Shown by redaction; default the longest literal that every match begins with. */
  prefix: v.optional(v.string()),
  binary: v.optional(v.boolean()),
  replaces: v.optional(texts),
  remediation: v.optional(text),
  verify: v.optional(v.looseObject({})),
  references: v.optional(texts),
  /** Templates (see CONTRIBUTING): `<<alnum:36>>` and friends are completed by the generator. */
  examples: v.pipe(v.array(text), v.minLength(1)),
  counterexamples: v.pipe(v.array(text), v.minLength(1)),
});

/** One rule as written; field by field as in the schema above. */
export interface AuthoredRule {
  id: string;
  name: string;
  description: string;
  severity: Severity;
  confidence?: Confidence | undefined;
  anchors?: string[] | undefined;
  pattern?: string | undefined;
  keywords?: string[] | undefined;
  value?: string | undefined;
  gap?: number | undefined;
  engine?: 'assignment' | 'document' | 'path' | undefined;
  paths?: string[] | undefined;
  ignoreCase?: boolean | undefined;
  boundary?: 'both' | 'left' | 'right' | 'none' | undefined;
  line?: boolean | undefined;
  context?: { keywords: string[]; within?: number | undefined } | undefined;
  joins?: { rules: string[]; within?: number | undefined; confidence?: Confidence | undefined } | undefined;
  checks?: CheckUse[] | undefined;
  facts?: string[] | undefined;
  prefix?: string | undefined;
  binary?: boolean | undefined;
  replaces?: string[] | undefined;
  remediation?: string | undefined;
  verify?: Record<string, unknown> | undefined;
  references?: string[] | undefined;
  examples: string[];
  counterexamples: string[];
}

export interface RuleFile {
  provider: string;
  name: string;
  class?: RuleClass | undefined;
  references?: string[] | undefined;
  remediation?: string | undefined;
  rules: AuthoredRule[];
}

export const ruleFileSchema: v.GenericSchema<unknown, RuleFile> = v.strictObject({
  provider: v.pipe(v.string(), v.regex(/^[a-z0-9]+(-[a-z0-9]+)*$/)),
  /** The provider's name as people write it. */
  name: text,
  class: v.optional(v.picklist(['provider', 'generic'])),
  /** Defaults for every rule of the file. */
  references: v.optional(texts),
  remediation: v.optional(text),
  rules: v.pipe(v.array(rule), v.minLength(1)),
});
