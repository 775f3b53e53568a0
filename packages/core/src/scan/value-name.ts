/**
 * The name that a value is given where it stands: `NAME=`, `"name": "`, `name = '`, and the pair `name: NAME`, `value:`
 * on two lines. Reads bytes before the value only; whether the value is a secret is decided elsewhere.
 */
import { classifyName } from '../detect/likelihood/index.ts';

/** What stands right before a value, up to the user of a URL. */
const assigned = /([A-Za-z_][A-Za-z0-9_.-]{1,60})["'`\]]?\s*(?::=|=>|[=:])\s*["'`]?[^\s"'`]{0,64}$/;

/** The line above `value:`: an entry of a list such as a container's environment. */
const namedAbove = /(?:^|[\s{,-])["']?name["']?\s*[:=]\s*["']?([A-Za-z_][A-Za-z0-9_.-]{1,60})["']?,?\s*$/i;

/** A parameter's name, the same in every program. */
const saysLittle = /^(?:api[_-]?)?(?:token|key|secret|password|passwd|pass|pwd|auth|value|bearer|authorization)$/i;

/** Bytes before the value that are looked at. */
const window = 160;

/**
 * The name of the value that begins at `start`, as it is written; null where there is none or it says nothing. `from`: where another
 * secret before it ends, which must not become a name.
 */
export function nameBefore(bytes: Buffer, start: number, from: number): string | null {
  const text = bytes.toString('latin1', Math.max(0, from, start - window), start);
  const lines = text.split(/\r?\n|\r/);
  const name = assigned.exec(lines.at(-1)!)?.[1];
  const above = name?.toLowerCase() === 'value' ? namedAbove.exec(lines.at(-2) ?? '')?.[1] : undefined;
  const said = above ?? name;
  return said === undefined || saysLittle.test(said) ? null : said;
}

/** The same for a report, where only what is plainly a variable may stand: a constant's form, or a word for a secret. */
export function variableBefore(bytes: Buffer, start: number, from: number): string | null {
  const name = nameBefore(bytes, start, from);
  if (name === null) return null;
  return /^[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+$/.test(name) || classifyName(name) !== null ? name : null;
}
