/** Parses and validates the config's text. Every complaint names the file, the line, the key and the nearest right one. */
import * as v from 'valibot';
import { isMap, LineCounter, parseDocument } from 'yaml';
import { GitmoatError } from '../errors.ts';
import { type Config, type ConfigText, defaultConfig } from './config.ts';
import { didYouMean } from './nearest.ts';
import { type KeyPath, Positions } from './positions.ts';
import { versionMismatch } from './required-version.ts';
import { checkRuleNames } from './rule-names.ts';
import { type ConfigOutput, configSchema, knownKeysAt } from './schema.ts';

const maxComplaints = 8;

export function readConfig(input: ConfigText & { text: string }): Config {
  const lines = new LineCounter();
  const document = parseDocument(input.text.replace(/^\ufeff/, ''), { lineCounter: lines, prettyErrors: false });
  const positions = new Positions(document, lines, input.path);
  const broken = document.errors.map((error) => `${positions.at(error.pos[0])}: not valid YAML: ${error.message}`);
  if (broken.length > 0) throw complain(broken);
  if (document.contents !== null && !isMap(document.contents)) {
    throw complain([`${positions.ofValue([])}: the file must be keys with values`]);
  }
  // Long alias chains are a denial of service, and a config needs none.
  const parsed = v.safeParse(configSchema, document.toJS({ maxAliasCount: 10 }) ?? {});
  if (!parsed.success) throw complain(parsed.issues.map((issue) => sayIssue(issue, positions)));
  const complaints = [
    ...checkRuleNames(parsed.output, input.rules, positions),
    ...checkVersion(parsed.output, input.version, positions),
  ];
  if (complaints.length > 0) throw complain(complaints);
  return toConfig(parsed.output, positions);
}

function complain(all: readonly string[]): GitmoatError {
  const more = all.length > maxComplaints ? [`… and ${all.length - maxComplaints} more`] : [];
  return new GitmoatError('config', [...all.slice(0, maxComplaints), ...more].join('\n'), {
    hint: 'Mend the file and run again; every key is listed in the README.',
  });
}

function sayIssue(issue: v.BaseIssue<unknown>, positions: Positions): string {
  const path: KeyPath = (issue.path ?? []).map((item) => item.key as string | number);
  const name = String(path.at(-1) ?? 'the file');
  if (issue.expected === 'never') {
    const known = knownKeysAt(path.slice(0, -1));
    const guess = didYouMean(name, known) || `; known here: ${known.join(', ')}`;
    // A token pasted into the file must not come back in a log.
    const shown = name.length <= 24 ? ` "${name}"` : '';
    return `${positions.ofKey(path)}: unknown key${shown}${guess}`;
  }
  const missing = issue.type === 'strict_object' && issue.received === 'undefined';
  if (missing) {
    const why = name === 'reason' ? ': every exception says why it is safe' : '';
    return `${positions.ofValue(path)}: the entry has no "${name}"${why}`;
  }
  const key = path.filter((part) => typeof part === 'string').join('.') || name;
  if (issue.type === 'strict_object') return `${positions.ofValue(path)}: ${key} must be keys with values`;
  const guess = issue.type === 'picklist' ? didYouMean(String(issue.input), quotedIn(issue.expected ?? '')) : '';
  return `${positions.ofValue(path)}: ${key} ${issue.message}${guess}`;
}

/** valibot writes a picklist's options as `("a" | "b")`. */
function quotedIn(expected: string): string[] {
  return [...expected.matchAll(/"([^"]+)"/g)].map((match) => match[1] ?? '');
}

function checkVersion({ requiredVersion }: ConfigOutput, version: string, positions: Positions): string[] {
  const mismatch = requiredVersion === undefined ? null : versionMismatch(requiredVersion, version);
  return mismatch === null ? [] : [`${positions.ofValue(['requiredVersion'])}: ${mismatch}`];
}

function toConfig(parsed: ConfigOutput, positions: Positions): Config {
  const base = defaultConfig;
  const limits = Object.entries(parsed.limits ?? {}).filter(([, value]) => value !== undefined);
  return {
    id: parsed.id ?? null,
    mode: parsed.mode ?? base.mode,
    policy: parsed.policy ?? base.policy,
    minConfidence: parsed.minConfidence ?? null,
    failOn: parsed.failOn ?? null,
    rules: {
      disable: parsed.rules?.disable ?? [],
      enable: parsed.rules?.enable ?? [],
      severity: parsed.rules?.severity ?? {},
    },
    allow: (parsed.allow ?? []).map((entry, index) => ({
      rule: entry.rule ?? null,
      paths: entry.paths ?? [],
      fingerprint: entry.fingerprint ?? null,
      reason: entry.reason,
      expires: entry.expires ?? null,
      until: entry.until ?? null,
      rotated: entry.rotated ?? false,
      where: positions.line(['allow', index]),
    })),
    exclude: parsed.exclude ?? [],
    limits: limits.length === 0 ? base.limits : { ...base.limits, ...Object.fromEntries(limits) },
    receive: {
      timeLimit: parsed.receive?.timeLimit ?? base.receive.timeLimit,
      onFailure: parsed.receive?.onFailure ?? base.receive.onFailure,
    },
    require: parsed.require ?? [],
  };
}
