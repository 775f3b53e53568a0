/** The authored files of rules/hygiene/ and rules/ignore/: validators and types. Build time and tests only. */
import * as v from 'valibot';
import type { IgnoreSet } from '../ignore/must-ignore.ts';
import { severities } from '../rules/rule.ts';
import { type HygieneRule, profiles, stages } from './rule.ts';

const text = v.pipe(v.string(), v.minLength(1));
const name = v.pipe(v.string(), v.regex(/^[a-z0-9]+(-[a-z0-9]+)*$/, 'must be kebab-case'));

/** A file of an example tree: its text, or what else it is. */
const file = v.union([
  v.string(),
  v.strictObject({
    content: v.optional(v.string()),
    base64: v.optional(v.string()),
    /** Content repeated to this many bytes. */
    size: v.optional(v.number()),
    symlink: v.optional(v.string()),
    executable: v.optional(v.boolean()),
    untracked: v.optional(v.boolean()),
    submodule: v.optional(v.boolean()),
    /** A submodule whose checkout is another commit. */
    drifted: v.optional(v.boolean()),
  }),
]);

const tree = v.strictObject({
  files: v.record(v.string(), file),
  /** What the rule must say, in order of place: the offending texts. Absent: something. */
  finds: v.optional(v.array(v.string())),
  /** `path:line:column` of the first problem. */
  at: v.optional(v.string()),
  /** Text of .git/info/exclude. */
  exclude: v.optional(v.string()),
  /** Files written after the others were staged. */
  later: v.optional(v.record(v.string(), file)),
  /** Files that a commit has and the next one removes. */
  removed: v.optional(v.record(v.string(), file)),
  /** Refs to a commit of the tree. */
  refs: v.optional(v.array(text)),
  /** Local git settings. */
  config: v.optional(v.record(v.string(), v.string())),
});

const rule = v.strictObject({
  id: name,
  name: text,
  why: text,
  risk: text,
  remediation: text,
  severity: v.picklist(severities),
  profile: v.optional(v.picklist(profiles), 'default'),
  stages: v.optional(v.array(v.picklist(stages)), ['staged', 'ci', 'check']),
  references: v.optional(v.array(text), []),
  examples: v.pipe(v.array(tree), v.minLength(1)),
  counterexamples: v.pipe(v.array(tree), v.minLength(1)),
});

const hygieneSchema = v.strictObject({ group: name, rules: v.pipe(v.array(rule), v.minLength(1)) });

export type ExampleFile =
  | string
  | {
      content?: string | undefined;
      base64?: string | undefined;
      size?: number | undefined;
      symlink?: string | undefined;
      executable?: boolean | undefined;
      untracked?: boolean | undefined;
      submodule?: boolean | undefined;
      drifted?: boolean | undefined;
    };

export interface ExampleTree {
  files: Record<string, ExampleFile>;
  finds?: string[] | undefined;
  at?: string | undefined;
  exclude?: string | undefined;
  later?: Record<string, ExampleFile> | undefined;
  removed?: Record<string, ExampleFile> | undefined;
  refs?: string[] | undefined;
  config?: Record<string, string> | undefined;
}

export interface AuthoredHygieneRule extends Omit<HygieneRule, 'group'> {
  examples: ExampleTree[];
  counterexamples: ExampleTree[];
}

export interface HygieneFile {
  group: string;
  rules: AuthoredHygieneRule[];
}

export const hygieneFile: v.GenericSchema<unknown, HygieneFile> = hygieneSchema;

const entry = v.strictObject({
  /** Lines for a .gitignore, in this order. */
  patterns: v.pipe(v.array(text), v.minLength(1)),
  /** Paths that must be ignored, in any folder. */
  probes: v.pipe(v.array(text), v.minLength(1)),
  /** Names that must not be: templates that people copy. */
  keep: v.optional(v.array(text), []),
  /** The files hold secrets: asked of every repository, in every profile. */
  secret: v.optional(v.boolean(), false),
  /** A repository that tracks such files on purpose is not asked to ignore them. */
  unlessTracked: v.optional(v.boolean(), false),
});

const ignoreSchema = v.strictObject({
  ecosystem: name,
  name: text,
  /** File names (`package.json`, `*.tf`) of which one must be in the repository; empty: always. */
  when: v.optional(v.array(text), []),
  /** Asked for in the strict profile only. */
  strict: v.optional(v.boolean(), false),
  entries: v.pipe(v.array(entry), v.minLength(1)),
});

export const ignoreFile: v.GenericSchema<unknown, IgnoreSet> = ignoreSchema;
