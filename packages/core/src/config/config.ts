/**
 * `.gitmoat.yaml` as the rest of core sees it. `loadConfig` is pure: where the text comes from (HEAD's tree, the index,
 * the worktree) is the caller's decision. No file means `defaultConfig`, and then no YAML parser is loaded.
 */
import type { CompiledRule, Confidence, Severity } from '../rules/rule.ts';

export const configName = '.gitmoat.yaml';

export interface AllowEntry {
  /** Rule id or provider; null: every rule. */
  readonly rule: string | null;
  readonly paths: readonly string[];
  readonly fingerprint: string | null;
  readonly reason: string;
  /** Last day on which it holds, YYYY-MM-DD. */
  readonly expires: string | null;
  /** Holds only for places that a commit of that day or before brought. */
  readonly until: string | null;
  /** The secret was rotated: holds where history has it, never in the tree itself. */
  readonly rotated: boolean;
  /** `path:line` of the entry, shown with what it suppresses. */
  readonly where: string;
}

export interface Limits {
  readonly archiveDepth: number;
  readonly archiveSize: number;
  readonly decodeDepth: number;
  /** Infinity: none. */
  readonly blobSize: number;
}

export interface RuleSelection {
  /** Rule ids or providers; `*` is all. */
  readonly disable: readonly string[];
  readonly enable: readonly string[];
  readonly severity: Readonly<Record<string, Severity>>;
}

/** How long a server judges a push, and what becomes of one that was not judged to its end. */
export interface ReceivePolicy {
  /** Seconds; of `update`: a ref. */
  readonly timeLimit: number;
  readonly onFailure: 'block' | 'pass';
}

export interface Config {
  readonly id: string | null;
  readonly mode: 'enforce' | 'observe';
  /** What `ci` applies to a change: the base's settings and what the head adds, or the base's alone. */
  readonly policy: 'additions' | 'base';
  readonly minConfidence: Confidence | null;
  readonly failOn: Severity | null;
  readonly rules: RuleSelection;
  readonly allow: readonly AllowEntry[];
  readonly exclude: readonly string[];
  readonly limits: Limits;
  readonly receive: ReceivePolicy;
  readonly require: readonly ('lfs' | 'submodules')[];
}

export const defaultConfig: Config = {
  id: null,
  mode: 'enforce',
  policy: 'additions',
  minConfidence: null,
  failOn: null,
  rules: { disable: [], enable: [], severity: {} },
  allow: [],
  exclude: [],
  limits: { archiveDepth: 3, archiveSize: 512 * 2 ** 20, decodeDepth: 4, blobSize: Number.POSITIVE_INFINITY },
  // Below the minute after which proxies in front of a server commonly give up on a silent connection.
  receive: { timeLimit: 50, onFailure: 'block' },
  require: [],
};

export interface ConfigText {
  /** Null: there is no file. */
  readonly text: string | null;
  /** As shown in messages. */
  readonly path: string;
  /** Rules that exist; names in the config must be among them. */
  readonly rules: readonly Pick<CompiledRule, 'id' | 'provider' | 'replaces'>[];
  /** This gitmoat's version, for `requiredVersion`. */
  readonly version: string;
}

/** Throws GitmoatError('config') with file:line:column for anything that is not understood in full. */
export async function loadConfig(input: ConfigText): Promise<Config> {
  if (input.text === null) return defaultConfig;
  const { readConfig } = await import('./read-config.ts');
  return readConfig({ ...input, text: input.text });
}
