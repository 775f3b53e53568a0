/** `scheme://user:password@host`, from its `://`; `user:password@tcp(host)`, from its `tcp(`. */
import type { Candidate } from '../candidate.ts';
import { classifyName, isRolePair, judge } from '../likelihood/index.ts';
import { aroundOf, clip, matchAt } from './reach.ts';
import { toCandidate } from './result.ts';

const userinfo =
  /:\/\/([^\s:/?#"'`<>,;()[\]|\\]{0,128}):([^\s/?#"'`<>\\]{1,200})@([A-Za-z0-9[$%{<_*-][\w.\-[\]$%{}<>*]{0,120})/y;

/** `user:password@tcp(host:3306)/`, from before its `tcp(`: github.com/go-sql-driver/mysql, "DSN". */
const sourceName = /(?:^|[\s"'`=])[\w.$-]{1,64}:([^\s"'`:/]{3,120})@$/;

function dataSource(text: string, at: number): readonly Candidate[] {
  const slice = clip(text, at);
  const password = sourceName.exec(slice.text.slice(Math.max(0, slice.at - 190), slice.at))?.[1];
  if (password === undefined || isFormat(password)) return [];
  const start = slice.at - 1 - password.length;
  const judgement = judge({
    name: classifyName('url_password'),
    value: password,
    quoted: true,
    operator: 'userinfo',
    config: false,
    ...aroundOf(slice, start, start + password.length),
  });
  return toCandidate(judgement, slice.shift + start, slice.shift + start + password.length);
}

export function urlCredentials(text: string, at: number): readonly Candidate[] {
  if (text[at] !== ':') return dataSource(text, at);
  const slice = clip(text, at);
  const found = matchAt(userinfo, slice.text, slice.at);
  if (found === null) return [];
  const end = slice.at + found[0].length;
  if (end >= slice.text.length && slice.cutRight) return [];
  const scheme = /[A-Za-z][A-Za-z0-9+.-]{0,24}$/.exec(slice.text.slice(Math.max(0, slice.at - 25), slice.at))?.[0];
  if (scheme === undefined) return [];
  const [, user, whole] = found as unknown as [string, string, string, string];
  // `user:x;auth=NTLM@host`: login options are not part of it
  const password = whole.replace(/;[A-Za-z]{2,12}(?:=[\w*-]{0,20})?$/, '');
  // the last `@` parts userinfo from host: a password may hold one
  const start = slice.at + 3 + user.length + 1;
  if (isFormat(password) || isFormat(user) || /^\d{1,5}$/.test(password)) return [];
  const judgement = judge({
    name: classifyName('url_password'),
    value: percentDecoded(password),
    quoted: true,
    operator: 'userinfo',
    config: false,
    ...aroundOf(slice, start, start + password.length),
  });
  if (isRolePair(percentDecoded(user), percentDecoded(password))) {
    return toCandidate(
      { ...judgement, verdict: 'placeholder', reasons: [['a pair of names', -9]] },
      slice.shift + start,
      slice.shift + start + password.length,
    );
  }
  const same =
    password.toLowerCase() === user.toLowerCase() && judgement.verdict === 'secret' && judgement.confidence !== 'low';
  return toCandidate(
    same ? { ...judgement, confidence: 'low' } : judgement,
    slice.shift + start,
    slice.shift + start + password.length,
  );
}

function isFormat(part: string): boolean {
  return /^[{[(<$%*]|[$#]\{|\{\}|%[sdv@]|^\.{2,}$/.test(part);
}

function percentDecoded(text: string): string {
  return text.replace(/%([0-9A-Fa-f]{2})/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
}
