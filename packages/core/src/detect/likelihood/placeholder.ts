/**
 * Is a value a stand-in that somebody is meant to replace, or a word that means "no secret here"? Says which kind, or
 * null. Knows nothing of probability: a weak password that people really use is not a placeholder.
 */
import { describesItself } from './describes.ts';
import { isWord } from './language.ts';
import { splitWords } from './split-words.ts';
import { alphanumeric, isAlphanumeric, traits, traitsOf } from './traits.ts';

/** Values that are placeholders as a whole, letters and digits only, lower case. */
const whole = new Set(
  (
    'password passwd pass pwd passphrase passw passwort secret token key apikey credential credentials auth value string text data none null nil ' +
    'undefined true false yes no on off default empty blank unset changeme changeit change changethis changemenow replaceme replacethis ' +
    'replace fixme todo tbd example sample test testing tests dummy fake mock foo bar baz qux foobar foobarbaz foobaz barfoo lorem ipsum hello world ' +
    'helloworld user username admin administrator root guest demo public private redacted hidden masked removed omitted secretkey ' +
    'accesskey mypassword mysecret mytoken mykey myapikey yourpassword yoursecret yourtoken yourkey yourapikey somepassword ' +
    'somesecret sometoken somekey thepassword abc abcd abcde abcdef abcdefg abcdefgh abcdefghij abc123 a1b2c3 a1b2c3d4 asdf asdfasdf asdfgh qwerty ' +
    'xxx yyy zzz wrong wrongpassword badpassword invalid incorrect correct valid something anything whatever unknown encrypted ' +
    'generated random notset required optional here letmein insert enter please supersecret topsecret verysecret s3cr3t s3cret ' +
    'passw0rd p4ssw0rd pa55w0rd p4ssword pa55word pazzword temp tmp name id type code login access plaintext plain ignored confirmation anonymous pss one two three four five six seven eight nine ten'
  ).split(' '),
);

/** Words that make the value a stand-in wherever they stand in it as a word of their own. */
const inside = new Set(
  (
    'example sample dummy fake placeholder changeme changeit replace replaceme your yours insert todo fixme redacted test testing tests mock ' +
    'foo bar baz qux quux foobar xxx xxxx invalid wrong incorrect bogus lorem ipsum notreal demo here goes hidden masked sanitized obfuscated undefined null some my the'
  ).split(' '),
);

/** Names of secrets: a value made of them and of ordinary words describes a secret. */
const naming =
  /passw(?:or[dt]|d)?|passphrase|pwd|secret|token|credential|contrase|senha|kodeord|sord|wachtwoord|haslo|heslo|api_?key|key$|^pass$/i;

export type Placeholder = 'empty' | 'template' | 'mask' | 'repeated' | 'sequence' | 'stand-in' | 'names-itself';

/** What an expression of `isTemplate` begins with or needs. */
const templateSigns =
  traits.$ |
  traits['#'] |
  traits['{}'] |
  traits['<>'] |
  traits['%'] |
  traits['[]'] |
  traits['@'] |
  traits._ |
  traits[':'];
const maskSigns = traits['*'] | traits.cross | traits['.'] | traits['#'] | traits['?'] | traits._ | traits.high;
const lettersAndDigits = traits.letter | traits.digit;
const longestWhole = [...whole].reduce((most, word) => Math.max(most, word.length), 0);

const mask = /^[*.xX•#?_\-=~\s]+$/;
const partlyMasked =
  /\*{3,}|x{5,}|X{4,}|\.{3,}|#{3,}|\?{3,}|_{4,}|(?:^|[^A-Za-z0-9])[xX]{4,}(?:$|[^A-Za-z0-9])|\u00e2\u0080\u00a6/;
/** Letters and digits of `new_password1`, `my-token`: never more than sixteen. */
const someonesSecret =
  /^(?:new|old|my|your|the|some|root|user|test|admin|db|a|any)_?(?:pass(?:wd|word)?|pwd|secret|token|key)\d{0,2}$/i;
const saysSo =
  /example|changeme|placeholder|redacted|^(?:your|my|some|insert|enter|put|replace|test|dummy|fake)[-_ ]|[-_ ]here$|^test(?:ing)?[a-z]*\d{0,4}$|^[a-z]{2,12}test$/i;

/** `bits`: the value's traits. */
export function placeholderOf(value: string, bits: number = traitsOf(value)): Placeholder | null {
  if ((bits & alphanumeric) === 0 && value.trim() === '') return 'empty';
  if ((bits & templateSigns) !== 0 && isTemplate(value)) return 'template';
  if ((bits & lettersAndDigits) === 0 && mask.test(value)) return 'mask';
  if ((bits & maskSigns) !== 0 && partlyMasked.test(value)) return 'mask';
  if (value.length >= uuidLength && falseUuid.test(value)) return 'stand-in';
  // signs and pictures, escaped: no letter of a value
  if (
    (bits & traits['\\']) !== 0 &&
    /\\u/.test(value) &&
    !/[A-Za-z0-9]/.test(value.replace(/\\u(?:\{[0-9a-f]{1,6}\}|[0-9a-f]{4})/gi, ''))
  )
    return 'mask';
  const core = (isAlphanumeric(bits) ? value : value.replace(/[^A-Za-z0-9]/g, '')).toLowerCase();
  if (core === '') return 'mask';
  if (isRepeated(core)) return 'repeated';
  if (isSequence(core)) return 'sequence';
  // a password that only begins like a placeholder: `Secret47?!`
  const strengthened =
    (bits & traits.digit) !== 0 &&
    (bits & traits.upper) !== 0 &&
    value.length >= 8 &&
    !isAlphanumeric(bits) &&
    /[^A-Za-z0-9\s_.-]/.test(value);
  if (!strengthened && isWhole(core)) return 'stand-in';
  if (core.length <= 16 && someonesSecret.test(core)) return 'stand-in';
  const words = splitWords(value);
  if (words.some(isInside) && isMadeOfStandIns(words)) return 'stand-in';
  if (saysSo.test(value)) return 'stand-in';
  if (
    (naming.test(value) || /[a-z][-_]pass$/i.test(value)) &&
    words.every((w) => isMinor(w) || isWord(w) || naming.test(w))
  )
    return 'names-itself';
  return describesItself(value) ? 'names-itself' : null;
}

/** A placeholder as a whole, or with a number behind it that is no year. */
function isWhole(core: string): boolean {
  if (core.length > longestWhole + 4) return false;
  if (whole.has(core)) return true;
  const last = core.charCodeAt(core.length - 1);
  return last >= 48 && last <= 57 && !/(?:19|20)\d\d$/.test(core) && whole.has(core.replace(/\d{1,4}$/, ''));
}

const isInside = (word: string): boolean => inside.has(word);
/** One letter, two, or a number: says nothing among words. */
const isMinor = (word: string): boolean => word.length < 3 || word.charCodeAt(0) < 97;

function isMadeOfStandIns(words: readonly string[]): boolean {
  return (
    // `my` alone turns up by chance
    words.some((w) => !isMinor(w)) && words.every((w) => isMinor(w) || isWord(w) || inside.has(w) || naming.test(w))
  );
}

/** What says that it is to be filled in; nobody's password, however weak. */
const toFillIn =
  /change[-_. ]?(?:me|it|this)|replace|example|sample|dummy|placeholder|redacted|(?:^|[^a-z])(?:your|my|insert|enter|todo|fixme|tbd|fake)|xxx|here$|^[-_]/i;

/**
 * Is a value left open even in a file that is there to hold credentials? There `pass123`, `admin2` and `irc_pass` are weak passwords that
 * open something; elsewhere they are stand-ins like the rest (`placeholderOf`).
 */
export function isUnfilled(value: string): boolean {
  const kind = placeholderOf(value);
  if (kind === null || kind === 'repeated' || kind === 'sequence') return false;
  if (kind !== 'stand-in' && kind !== 'names-itself') return true;
  return toFillIn.test(value) || whole.has(value.toLowerCase().replace(/[^a-z0-9]/g, ''));
}

const uuidLength = 36;
/** The outline of a UUID, letter and digit by turns, with letters that are no hex digits: typed by hand (`a1b2c3d4-e5f6-g7h8-…`). */
const falseUuid = /(?:^|[-_:])(?=[0-9a-f-]*[g-z])(?:[a-z]\d){4}(?:-(?:[a-z]\d){2}){3}-(?:[a-z]\d){6}$/;

/** `${X}`, `{{ x }}`, `<token>`, `%s`, `%(x)s`, `$(cmd)`, `#{x}`, `@x@`, `[TOKEN]`, `$VAR`, `%VAR%`, `:name`. */
function isTemplate(value: string): boolean {
  if (
    /[$#]\{[\w.:?/ ()'"[\]|,$-]{0,80}(?:\}|$)|^\{\{|\{\{[^{}]{0,80}\}\}|\$\([\w ]|<%|\{%|\$\[\[|%\(\w+\)|@@\w+@@/.test(
      value,
    )
  )
    return true;
  if (
    /^<[^<>]*>?$|<[A-Za-z][\w .:/-]*>|^\[[\w .:-]+\]?$|^\{[\w.:$ -]*\}$|^@[\w.-]+@$|^%[\w.-]+%$|^__[\w]+__$|^:[a-z_]+$/.test(
      value,
    )
  )
    return true;
  // one variable with a path behind it, or several in a row
  if (/^"?'?\$+\{?[A-Za-z_]\w*\}?(?:[./:]\S*)?['"]?$|^\$\d$|^(?:\$[a-z_]{3,20}){2,4}$/.test(value)) return true;
  return /(?:^|[^%])%[-0-9.]*[sdvqx@](?:$|[^A-Za-z0-9])|^\{\w{0,30}\}|\{\d?\}/.test(value);
}

/** One short piece over and over: `aaaaaaaa`, `abababab`, `0000`, `deadbeefdeadbeef`. */
function isRepeated(core: string): boolean {
  const { length } = core;
  for (let period = 1; period <= 8 && period * 3 <= length; period++) {
    if (repeats(core, period, (length - period) * 0.9)) return true;
  }
  for (let period = 2; period <= length / 2; period++) {
    if (length % period === 0 && repeats(core, period, length - period)) return true;
  }
  return length >= 4 && hasFewer(core, Math.max(1, Math.min(3, length >> 2)));
}

/** Are at least so many characters the same as `period` before? */
function repeats(core: string, period: number, least: number): boolean {
  let may = core.length - period;
  for (let i = period; i < core.length; i++) {
    if (core.charCodeAt(i) !== core.charCodeAt(i - period) && --may < least) return false;
  }
  return may >= least;
}

/** No more than `most` different characters, three at most? */
function hasFewer(core: string, most: number): boolean {
  let [a, b, c] = [core.charCodeAt(0), -1, -1];
  let count = 1;
  for (let i = 1; i < core.length; i++) {
    const code = core.charCodeAt(i);
    if (code === a || code === b || code === c) continue;
    if (++count > most) return false;
    if (count === 2) b = code;
    else c = code;
  }
  return true;
}

/** Mostly neighbours in the alphabet or among the digits (`12345678`, `abcdef123456`), from four characters on. */
function isSequence(core: string): boolean {
  if (core.length < 3) return false;
  let steps = 0;
  for (let i = 1; i < core.length; i++) {
    const [before, now] = [core.charCodeAt(i - 1), core.charCodeAt(i)];
    const step = now - before;
    if (step === 1 || step === -1 || (step === 0 && i > 1)) steps++;
    else if (before === nine && (now === zero || now === 97)) steps++;
  }
  return steps >= (core.length - 1) * 0.75 || longestCount(core) >= 10 || countsUp(core);
}

const [zero, nine] = [48, 57];

/** Longest stretch that counts up: `…abcdefghijkl…`, `…1234567890`; no random token has ten in a row. */
export function longestCount(core: string): number {
  let run = 1;
  let best = 1;
  let before = core.charCodeAt(0);
  for (let i = 1; i < core.length; i++) {
    const now = core.charCodeAt(i);
    run = now - before === 1 || (before === nine && now === zero) ? run + 1 : 1;
    if (run > best) best = run;
    before = now;
  }
  return best;
}

/** Bytes that count up, as hex: `000102030405`. */
function countsUp(core: string): boolean {
  const { length } = core;
  if (length < 12 || length % 2 === 1) return false;
  const least = (length / 2 - 1) * 0.75;
  let steps = 0;
  let before = -1;
  for (let i = 0; i < length; i += 2) {
    const [high, low] = [hexDigit(core, i), hexDigit(core, i + 1)];
    if ((high | low) < 0) return false;
    const byte = (high << 4) | low;
    if (i > 0 && byte - before === 1) steps++;
    before = byte;
  }
  return steps >= least;
}

/** Of a lower-case text; -1: none. */
function hexDigit(text: string, at: number): number {
  const code = text.charCodeAt(at);
  return code >= zero && code <= nine ? code - zero : code >= 97 && code <= 102 ? code - 87 : -1;
}
