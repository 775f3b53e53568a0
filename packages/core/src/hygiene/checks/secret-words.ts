/** Names that promise a secret and values that cannot be one; for files where position and syntax say what is a value. */

const secretName =
  /(?:^|[_.-]|(?<=[a-z])(?=[A-Z]))(?:pass(?:word|wd|phrase)?|pwd|secret|token|api_?key|access_?key|private_?key|secret_?key|auth_?key|credentials?|client_?secret|encryption_?key|signing_?key)(?:$|[_.-]|(?=[A-Z0-9]))/i;
/** Names that end so hold a place, a switch or a length, not the value. */
const notValue =
  /(?:_|-|\.)?(?:file|path|dir|url|uri|name|id|length|len|ttl|expir\w*|timeout|enabled?|required|policy|type|version|min|max|arn|ref|count|limit|header|field|prefix|suffix|rotation|algorithm|issuer)$/i;

export function isSecretName(name: string): boolean {
  return secretName.test(name) && !notValue.test(name);
}

const reference =
  /\$\{|\$\(|\$[A-Za-z_]|\{\{|<[^>]*>|^%|%[A-Z_]+%|^@|^!|^vault:|^arn:|^ref\+|^op:\/\/|^ENC\[|^file:|^env[.:]/;
const madeUp =
  /^(?:change.?me|change.?(?:it|this)|example|sample|dummy|fake|test(?:ing)?|todo|tbd|none|null|nil|true|false|yes|no|on|off|empty|unset|default|redacted|required|optional|placeholder|your.*|my.*|insert.*|enter.*|replace.*|put.*|set.*|some.*|foo|bar|baz|x+|\*+|\.+|-+|_+|0+|1234\d*|abc\w{0,4}|pass(?:word)?\d{0,4}|secret\d{0,4}|admin\d{0,4}|root|user|guest|postgres|mysql|mariadb|redis|mongo|rabbitmq|minio|minioadmin|docker|local(?:host)?|dev(?:elopment)?|token|key)$/i;

/** A literal that somebody could use: not a reference, not a placeholder, not a word everybody has. */
export function isRealValue(text: string): boolean {
  const value = text.trim().replace(/^(["'])(.*)\1$/s, '$2');
  if (value.length < 6 || reference.test(value) || madeUp.test(value)) return false;
  return !/example|change_?(?:me|this)|fake|placeholder|dummy|your[_-]|xxxx|\.\.\.|todo|sample|insecure|not[_-]?(?:a|so)?[_-]?(?:real|secret)/i.test(
    value,
  );
}
