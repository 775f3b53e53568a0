/**
 * `requiredVersion`: which gitmoat understands a settings file. A mismatch says which side to change. Comparators as in
 * package.json, all of which must hold: `0.4`, `>=0.4`, `^1.2`, `~1.2.3`, `<2`; a bare version is the oldest one.
 */

const comparator = /^(>=|<=|>|<|=|\^|~)? ?(\d+(?:\.\d+){0,2})$/;

/** For the schema: one or more comparators with spaces between them. */
export const requiredVersionPattern: RegExp =
  /^(?:(?:>=|<=|>|<|=|\^|~) ?)?\d+(?:\.\d+){0,2}(?: (?:(?:>=|<=|>|<|=|\^|~) ?)?\d+(?:\.\d+){0,2})*$/;

/** Null where the version fits; else what to change. */
export function versionMismatch(required: string, version: string): string | null {
  const words = required.replace(/([<>=^~]) (?=\d)/g, '$1').split(' ');
  for (const word of words) {
    const [, sign = '>=', wanted = '0'] = comparator.exec(word) ?? [];
    const order = compare(version, wanted);
    if (order < 0 && !['<', '<='].includes(sign)) return tooOld(required, version);
    if (order > 0 && isTooNew(sign, wanted, version)) return tooNew(required, version);
    if (order === 0 && sign === '>') return tooOld(required, version);
    if (order === 0 && sign === '<') return tooNew(required, version);
  }
  return null;
}

function tooOld(required: string, version: string): string {
  return `this file needs gitmoat ${required}, this is ${version}: update gitmoat here (the CI file, package.json, the hook), the file is right`;
}

function tooNew(required: string, version: string): string {
  return `this file is for gitmoat ${required}, this is ${version}: raise requiredVersion after a look at the changelog, or run the older one`;
}

function isTooNew(sign: string, wanted: string, version: string): boolean {
  const [want, have] = [numbers(wanted), numbers(version)];
  if (sign === '^') {
    // As npm: below 1.0 the minor version is the one that breaks.
    return want[0] === 0 ? have[0] !== 0 || have[1] !== want[1] : have[0] !== want[0];
  }
  if (sign === '~') return have[0] !== want[0] || have[1] !== want[1];
  return sign === '=' || sign === '<' || sign === '<=';
}

function compare(a: string, b: string): number {
  const [left, right] = [numbers(a), numbers(b)];
  for (const [i, value] of left.entries()) if (value !== right[i]) return value - right[i]!;
  return 0;
}

/** Three numbers; what is left out is 0, and so is a pre-release. */
function numbers(version: string): [number, number, number] {
  const [major = 0, minor = 0, patch = 0] = version.split(/[.-]/).map((part) => Number.parseInt(part, 10) || 0);
  return [major, minor, patch];
}
