/** Files whose format says where the password stands: one small reader each. */
import type { Candidate } from '../candidate.ts';
import { isUnfilled, placeholderOf } from '../likelihood/index.ts';

/** What a format guarantees to be a secret: only what nobody filled in is left out; a weak password is one. */
function sure(start: number, value: string, decoded?: { value: string; chain: string }): Candidate[] {
  const text = decoded?.value ?? value;
  if (text.trim() === '') return [];
  const stand = isUnfilled(text);
  const candidate: Candidate = {
    start,
    end: start + value.length,
    confidence: stand ? 'low' : placeholderOf(text) === null ? 'high' : 'medium',
    madeUp: stand ? 'placeholder' : null,
  };
  return [decoded === undefined ? candidate : { ...candidate, ...decoded }];
}

/** The last group of every match. */
function each(
  text: string,
  pattern: RegExp,
  make: (start: number, value: string) => readonly Candidate[] = sure,
): Candidate[] {
  return [...text.matchAll(pattern)].flatMap((found) => {
    const value = found[found.length - 1]!;
    return make(found.index + found[0].lastIndexOf(value), value);
  });
}

function decoded(value: string): { value: string; chain: string } | null {
  if (!/^[A-Za-z0-9+/_-]+={0,2}$/.test(value) || value.replace(/=+$/, '').length % 4 === 1) return null;
  return { value: Buffer.from(value, 'base64').toString('latin1'), chain: 'base64' };
}

function sureDecoded(start: number, value: string): readonly Candidate[] {
  return sure(start, value, decoded(value) ?? undefined);
}

export const npmrc = (text: string): readonly Candidate[] => [
  ...each(text, /^[ \t]*(?:\/\/[^\s=]{1,200}:)?_authToken[ \t]*=[ \t]*["']?([^\s"']{6,})/gm),
  ...each(text, /^[ \t]*(?:\/\/[^\s=]{1,200}:)?_(?:auth|password)[ \t]*=[ \t]*["']?([^\s"']{4,})/gm, sureDecoded),
];

/** `machine host login user password x`, over lines; quoted or not. */
export const netrc = (text: string): readonly Candidate[] => each(text, /\bpassword[ \t\r\n]+"?([^\s"]{3,200})/g);

/** `host:port:database:user:password`; a colon in a field is `\:`. */
export const pgpass = (text: string): readonly Candidate[] =>
  each(text, /^(?![#\s])(?:(?:\\.|[^:\\\r\n])*:){4}((?:\\.|[^:\\\r\n]){1,200})[ \t\r]*$/gm);

/** `user:hash`. */
export const htpasswd = (text: string): readonly Candidate[] =>
  each(
    text,
    /^[^\s:#][^:\r\n]{0,254}:(\$apr1\$[^\s:]{20,60}|\$2[aby]\$\d\d\$[./A-Za-z0-9]{53}|\$[156]\$[^\s:]{10,120}|\{S?SHA\d*\}[A-Za-z0-9+/=]{20,100}|[./A-Za-z0-9]{13}|[0-9a-f]{32})[ \t\r]*(?::.*)?$/gm,
    // a hash is never a placeholder, though `{SHA}` looks like a template
    (start, value) => [{ start, end: start + value.length, confidence: 'high', madeUp: null }],
  );

/** A URL a line (git-scm.com/docs/git-credential-store); a password is percent-encoded, but people write these files too. */
export const gitCredentials = (text: string): readonly Candidate[] =>
  each(text, /^[ \t]*[a-z][a-z0-9+.-]{1,15}:\/\/[^\s:/]{0,200}:([^\s/]{1,400})(?=@[^\s@]{1,200}$)/gim);

/** `"auths": {"host": {"auth": base64 of user:password}}`, and the tokens that may stand there instead. */
export const dockerAuths = (text: string): readonly Candidate[] => [
  ...each(text, /\\?"auth\\?"\s*:\s*\\?"([A-Za-z0-9+/_-]{6,4000}={0,2})\\?"/g, (start, value) => {
    const inner = decoded(value);
    if (inner === null || !inner.value.includes(':')) return [];
    const password = inner.value.slice(inner.value.indexOf(':') + 1);
    return placeholderOf(password) === null
      ? sure(start, value, inner)
      : [{ start, end: start + value.length, confidence: 'low', madeUp: 'placeholder', ...inner }];
  }),
  ...each(text, /\\?"(?:identitytoken|registrytoken|password)\\?"\s*:\s*\\?"([^"\\\s]{4,4000})\\?"/gi),
];

/** Editors' FTP and SFTP settings (JSON). */
export const ftpConfig = (text: string): readonly Candidate[] =>
  each(text, /^[^/\n]*"(?:password|passphrase|ftp_pass|pass)"\s*:\s*"((?:\\.|[^"\\\r\n]){3,200})"/gim);

export const filezilla = (text: string): readonly Candidate[] => [
  ...each(text, /<Pass encoding="base64">([A-Za-z0-9+/]{4,400}={0,2})<\/Pass>/g, sureDecoded),
  ...each(text, /<Pass>([^<>\s]{3,200})<\/Pass>/g),
];

/** A file that holds one key and nothing else. */
export const singleKey = (text: string): readonly Candidate[] => each(text, /^\s*([A-Za-z0-9+/._=-]{16,512})\s*$/g);
