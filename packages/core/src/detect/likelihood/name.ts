/**
 * What an identifier promises: a password, a token, a key … or something about one (`password_hash`, `tokenUrl`).
 * Decided by its words: the last one that names a secret gives the class, the words after it may take it back, the
 * words before it may weaken it. Tables only, no value is looked at.
 */
import { splitWords } from './split-words.ts';

export type NameClass = 'password' | 'secret' | 'token' | 'key' | 'credential' | 'weak';

export interface SecretName {
  readonly text: string;
  readonly class: NameClass;
  /** The word that gave the class, as an index into `words`. */
  readonly at: number;
  readonly words: readonly string[];
  /** Words around the class word that make a secret less likely, but not impossible. */
  readonly doubts: number;
}

const classes: readonly (readonly [NameClass, RegExp])[] = [
  [
    'password',
    /^(?:[a-z]*passw(?:or[dt]|rd|d)?s?|[a-z]*passphrase|passcode|[a-z]*pwd|pws|pw|p?swrd|psw|pswd|pss?wrd|pss?wd|passwd|pass|(?:db|my|user|usr|root|admin|smtp|mail|ftp|ssh|sql|dba|login|key|store|trust|priv|mysql|new|old|test|keystore|http|web|auth|bind|proxy)pass|psk|contrasena|senha|motdepasse|parola|haslo|heslo|kennwort)$/,
  ],
  ['secret', /^(?:[a-z]*secret|secrets)$/],
  [
    'token',
    /^(?:(?:access|auth|bearer|refresh|api|bot|session|oauth|user|personal|deploy|app|my|x|github|gh|jwt|npm|id|private)?tokens?|pat|jwt|ticket)$/,
  ],
  [
    'key',
    /^(?:(?:api|access|secret|private|priv|auth|master|account|storage|license|app|consumer|encryption|encrypt|cipher|signing|sign|hmac|aes|des|session|service|shared|security|crypto|client|nk|enc|dev|server|user|host|admin|write|read|shop|ssh|acc)?keys?|apikey)$/,
  ],
  ['credential', /^(?:cred|creds|credential|credentials|authn|passkey|bearer)$/],
  ['weak', /^(?:o?auth|authorization|authentication|salt|otp|seed|authcode|authdata|userpwd|userpass)$/],
];

/** Before `key`: words that make it a key of a lock. Without one of them a key is a name of something (class weak). */
const locks = new Set(
  (
    'api access secret private priv auth oauth consumer encryption encrypt decryption decrypt cipher crypto signing sign signature hmac aes des ' +
    'rsa ssh gpg pgp master account storage license licence app application client shared session service security subscription admin server deploy ' +
    'webhook jwt cookie rest write ingest integration developer dev publishable site primary secondary user hash aws s3 azure gcp google stripe ' +
    'github gitlab slack twilio sendgrid mailgun algolia datadog openai cloudflare heroku firebase maps tsig dkim wep wpa psk symmetric'
  ).split(' '),
);

/** After the class word: still the secret itself. */
const neutralTail = new Set(
  (
    'value val str string text plain plaintext clear cleartext raw b64 base64 base hex default prod production dev develop development staging stage test ' +
    'testing live new old current previous prev next confirm confirmation confirmed repeat repeated again retype verify mock data bytes env ' +
    'arg param v master admin root user db local uat qa ci main a b c x y one two first second primary secondary for is enc ' +
    'real actual original expected my const constant'
  ).split(' '),
);

/** After the class word: something about it, not the secret. */
const otherTail = new Set(
  (
    'hash hashes hashed hasher digest checksum url uri urls endpoint link path paths file files filename filepath dir directory field fields length len ' +
    'size min max name names label labels title regex regexp pattern policy policies expiry expires expired expiration expire age ttl lifetime timeout count ' +
    'counter type types kind id ids idx index ref refs reference references exists exist required enabled disabled provider providers manager service ' +
    'factory handler helper helpers helptext validator validation valid invalid strength rule rules hint hints prompt placeholder message messages msg ' +
    'error errors reset recovery forgot change changed update updated rotation generator generate generated generation encoder encoding encoded decoder ' +
    'parser store storage source input inputs form page view screen button box dialog modal control column col attribute attr attributes prop property ' +
    'header headers prefix suffix format scheme schema algorithm alg algo cipher method mode option options opt opts flag config configuration ' +
    'settings setting info details meta metadata context scope scopes status state set list array map dict table key_name spec template visible visibility ' +
    'show shown hide hidden toggle icon class style color width height time date at timestamp created issuer audience subject claims lookup search query ' +
    'not changed history cache cached callback event events request response result exception interceptor filter guard middleware module component ' +
    'controller model entity repository dao dto bean client server host port domain user_id owner usage limit limits bits rotation rounds iterations salt_length ' +
    'description desc help text_label docs doc example version v1alpha1 agent socket sock command cmd program script auth_method mask masked strategy ' +
    'support supported missing mismatch match matches matcher less free protected only based space separator delimiter sort order fn func function ' +
    'code_challenge cookie map values pair pairs ring size_bits stretch chain chains alias group groups rotation vault volume mount binding resource ' +
    'arn region selector fingerprint thumbprint kid part parts number numbers num level levels ization izer down up press code codes event frame frames board guid uuid encode decode replace split trim here maps attrs sha md bcrypt crypt startswith endswith includes indexof join equals compare'
  ).split(' '),
);

/** Before the class word: the value is a text for people, a switch, or public. */
const otherHead = new Set(
  (
    'non not dont expire websocket socket recv ppa keyserver dirname label title placeholder mandatory forgot forgotten lost hint show hide toggle is has have no without use using uses used need needs require requires ' +
    'required min max msg message tooltip help description desc lang i18n translation count num number enable enabled disable disabled allow allows allowed ' +
    'regex pattern validate validator check on bad_ foreign sort partition row column object csrf xsrf anti forgery sync cancellation ' +
    'continuation idempotency cache pagination public pub page before after missing hashed scrambled pre post by encrypted wrapped sealed sha md bcrypt argon crypt authenticity'
  ).split(' '),
);
const doubtfulHead = new Set(
  'test dummy fake example sample mock wrong bad invalid incorrect reset change changed generate generated encoded hash error next prev public key ticket random vault store to update updated'.split(
    ' ',
  ),
);

function classOf(words: readonly string[], at: number): NameClass | null {
  const word = words[at]!;
  for (const [name, pattern] of classes) {
    if (!pattern.test(word)) continue;
    if (name !== 'key') return name;
    if (word !== 'key' && word !== 'keys') return 'key';
    return at > 0 && locks.has(words[at - 1]!) ? 'key' : 'weak';
  }
  return null;
}

const known = new Map<string, SecretName | null>();
/** Bounds the memory of the answers: source code repeats its names. */
const remembered = 4096;

/** The promise of an identifier (`DB_PASSWORD`, `db.password`, `api-key`), or null where it promises no secret. */
export function classifyName(identifier: string): SecretName | null {
  const before = known.get(identifier);
  if (before !== undefined) return before;
  if (known.size >= remembered) known.clear();
  const answer = classified(identifier);
  known.set(identifier, answer);
  return answer;
}

function classified(identifier: string): SecretName | null {
  const words = splitWords(identifier).map((w, i, all) => (w === 'word' && all[i - 1] === 'pass' ? 'password' : w));
  if (words.length === 0 || words.length > 16) return null;
  let at = -1;
  let found: NameClass | null = null;
  for (let i = words.length - 1; i >= 0 && found === null; i--) {
    if (words[i]!.charCodeAt(0) < 97) continue;
    found = classOf(words, i);
    at = i;
  }
  if (found === null || isFolder(words, at) || isPublicSalt(words, at)) return null;
  let doubts = 0;
  for (let i = at + 1; i < words.length; i++) {
    const word = words[i]!;
    if (word.charCodeAt(0) < 97 || neutralTail.has(word)) continue;
    if (otherTail.has(word)) return null;
    doubts++;
  }
  for (let i = 0; i < at; i++) {
    if (otherHead.has(words[i]!) && !(found === 'key' && i === at - 1 && locks.has(words[i]!))) return null;
    if (doubtfulHead.has(words[i]!)) doubts++;
  }
  return { text: identifier, class: found, at, words, doubts };
}

/** `pwd` as the shell has it: `DIRNAMEPWD`, `start_dir_pwd`. */
function isFolder(words: readonly string[], at: number): boolean {
  const word = words[at]!;
  if (!word.endsWith('pwd')) return false;
  return /^(?:dir|dirname|folder|path|cwd)$/.test(word === 'pwd' ? (words[at - 1] ?? '') : word.slice(0, -3));
}

/** The salt of a key derivation stands in clear beside what was derived (RFC 8018, 4.1). */
function isPublicSalt(words: readonly string[], at: number): boolean {
  return words[at] === 'salt' && words.slice(0, at).some((word) => /^(?:derivation|kdf|pbkdf)$/.test(word));
}
