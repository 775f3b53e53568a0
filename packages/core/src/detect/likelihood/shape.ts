/**
 * What a value is when it is something else than a secret: an address, a path, a date, a digest … One ordered table of
 * named shapes, the first that fits wins. Tests look at the value alone; what a shape costs is decided in `judge.ts`.
 */
import { alphanumeric, traits, traitsOf } from './traits.ts';

export type Shape =
  | 'uuid'
  | 'digest'
  | 'algorithm'
  | 'url'
  | 'email'
  | 'path'
  | 'file-name'
  | 'date'
  | 'version'
  | 'colour'
  | 'number'
  | 'ip'
  | 'public-key'
  | 'integrity'
  | 'arn'
  | 'markup'
  | 'code'
  | 'dotted'
  | 'identifier'
  | 'constant'
  | 'kebab'
  | 'sentence'
  | 'ciphertext'
  | 'unprintable'
  | 'non-ascii';

/** What a shape's expression cannot do without: one of these; 0 where letters and digits are enough. */
const lettersEnough = 0;
const addressSigns = traits['/'] | traits[':'] | traits['.'];

const shapes: readonly (readonly [Shape, number, RegExp])[] = [
  ['unprintable', traits.control, /[\x00-\x08\x0b-\x1f\x7f]/],
  ['uuid', lettersEnough, /^[{(]?[0-9a-f]{8}-?(?:[0-9a-f]{4}-){3}[0-9a-f]{12}[)}]?$/i],
  ['integrity', traits['-'] | traits[':'] | traits['='], /^(?:sha(?:1|224|256|384|512)|md5)[-:=]/i],
  [
    'ciphertext',
    lettersEnough,
    /^(?:ENC\[|ENC\(|\{cipher\}|vault:v\d|\$ANSIBLE_VAULT|!vault|AgA[A-Za-z0-9+/]{60}|\{[A-Za-z0-9+/]{40,}={0,2}\}$)/,
  ],
  [
    'digest',
    traits.$ | traits['{}'] | traits._,
    /^(?:\$(?:2[abxy]?|1|5|6|apr1|argon2[a-z]*|pbkdf2[a-z0-9-]*|scrypt|y)\$|(?:sha\d*|md5|bcrypt(?:_sha256)?)\$|\{SSHA\d*\}|\{SHA\d*\}|pbkdf2_sha)/,
  ],
  [
    'algorithm',
    lettersEnough,
    /^(?:[a-z]+[-_])?(?:sha-?\d{1,3}|md5|aes-?\d{3}|hmac|rsa|ecdsa|bcrypt|argon2|scram|pbkdf2)(?:[-_][a-z0-9]+){0,4}$/i,
  ],
  [
    'public-key',
    lettersEnough,
    /^(?:ssh-(?:rsa|dss|ed25519)|ecdsa-sha2-|-----BEGIN (?:PUBLIC|CERT|RSA PUBLIC)|AAAAB3NzaC1|MII[BC][CI]jANBg|MIGfMA0|M[FHI][A-Za-z0-9]w[EF][A-Za-z0-9]YHKoZIzj0C|MIGbMBAGByqGSM49|MCowBQYDK2V)/,
  ],
  [
    'url',
    addressSigns,
    /^(?:[a-z][a-z0-9+.-]{1,15}:)?\/\/[^\s]|^(?:https?|mailto|file|jdbc|data|urn|javascript):|^www\.|\/\/[^\s/]+\.[a-z]{2,}/i,
  ],
  [
    'arn',
    lettersEnough,
    /^(?:arn:aws|projects\/|subscriptions\/|kv:|ssm:|secretsmanager|op:\/\/|vault:|secret\/|file:)/i,
  ],
  ['email', traits['@'], /^[\w.+-]+@[\w-]+(?:\.[\w-]+)+$/],
  ['ip', traits['.'] | traits[':'], /^\d{1,3}(?:\.\d{1,3}){3}(?::\d+|\/\d+)?$|^(?:localhost|[\w.-]+):\d{2,5}$/],
  [
    'date',
    traits['-'] | addressSigns,
    /^\d{4}[-/.]\d{1,2}[-/.]\d{1,2}(?:[T ][\d:.,+Z-]*)?$|^\d{1,2}[-/.]\d{1,2}[-/.]\d{2,4}$|^\d{1,2}:\d{2}(?::\d{2})?$/,
  ],
  // `1.2.3`, `@scope/name@1.2.3`
  [
    'version',
    traits['.'],
    /^(?:@?[\w.-]{1,60}(?:\/[\w.-]{1,60})?@)?[~^<>=v ]{0,3}\d+(?:\.\d+){1,8}(?:[-+][\w.]+|:\S{0,8})?$/i,
  ],
  ['colour', traits['#'], /^#(?:[0-9a-f]{3}){1,2}(?:[0-9a-f]{2})?$/i],
  [
    'markup',
    traits['<>'] | traits['&|'] | traits['%'] | traits['{}'] | traits['[]'],
    /<\/?[a-z!][^>]*>?|^&[a-z]+;$|<%|%>|\{%|^\[[^\]]*\]\(/i,
  ],
  [
    'code',
    ~(alphanumeric | traits.notHex | traits.cross | traits.letter),
    /^\d+\.[a-z]+$|^--?[a-z]+(?:-[a-z]+)*=?$|^\s?[+.,]\s.*\s?[+.,]\s?$|^\w+=\w+[,;&]\w+=|\b(?:SELECT|INSERT|UPDATE|DELETE|ALTER|CREATE|DROP)\s+\w+\s|[\w\])]\([\w\s.,'"$&*[\]]*\)?(?:[;.,)]|$)|\w::\w|^[\w$]+\[|=>|->|&&|\|\||\+\+|[=!]==?\s|^(?:\$|@|&|\*|!|%)[A-Za-z_][\w.]*$|^\?|^\.\w|^\\|^[({[][^\s]*[)}\]]$/,
  ],
  [
    'file-name',
    traits['.'],
    /^[\w@%./\\ -]{0,80}\.(?:[a-z]{1,2}|json|ya?ml|toml|xml|html?|txt|pem|key|crt|cer|p12|pfx|jks|keystore|properties|conf|cfg|ini|env|sql|java|class|jar|php|pub|asc|gpg|csv|log|md|png|svg|css|tsx?|jsx?|mjs|cjs|vue|pdf|zip|gz|com|org|net|io|dev|local|internal|svc)$/i,
  ],
  [
    'path',
    traits['/'] | traits[':'] | traits['%'],
    /^(?:~|\.{1,2})?\/(?:[\w@.%{}$*:=-]+(?:\/[\w@.%{}$*:=-]+)*\/?)?$|^\w+:\/|^[A-Za-z]:\\|^(?:[\w.-]+\/)+[\w.*-]*$|^%\w+%/,
  ],
  ['number', traits.digit, /^[-+]?\d*\.?\d+(?:e[-+]?\d+)?[a-z%]{0,3}$|^(?:\d+:)?0x[0-9a-f]{1,8}$/i],
  ['dotted', traits['.'] | traits[':'], /^[A-Za-z_$][\w$-]*(?:[.:][A-Za-z_$][\w$-]*){1,}$/],
  ['non-ascii', traits.high, /[\x80-\xff]/],
  ['sentence', traits.white, /^\S+(?:\s+\S+)+$/],
  ['constant', traits._, /^[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+$/],
  // `todos-app-3.x`, `cache-v2` too
  [
    'kebab',
    traits['-'] | traits[':'],
    /^[A-Za-z]+[a-z]*(?:[-:][A-Za-z]+\d{0,2})*(?:[-:](?:[A-Za-z]+\d{0,2}|v?\d{1,2}(?:\.[\dx]{1,3}){0,3}))$/,
  ],
  [
    'identifier',
    lettersEnough,
    /^[a-z_$]+(?:[A-Z][a-z]+)+\d{0,2}$|^(?:[A-Z][a-z]+){2,}\d{0,2}$|^_{0,2}[A-Za-z]+(?:_[A-Za-z]+)+_{0,2}\d{0,2}$|^(?:get|set|is|has)[A-Z]\w+$/,
  ],
];

/** `bits`: the value's traits. */
export function shapeOf(value: string, bits: number = traitsOf(value)): Shape | null {
  for (const [shape, needs, pattern] of shapes) {
    if ((needs === lettersEnough || (bits & needs) !== 0) && pattern.test(value)) return shape;
  }
  return null;
}
