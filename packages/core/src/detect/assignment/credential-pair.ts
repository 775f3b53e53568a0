/** User and password as two arguments: `new NetworkCredential("user", "x")`, `HTTPBasicAuth('user', 'x')`, `auth=("user", "x")`. */
import type { Candidate } from '../candidate.ts';
import { classifyName, judge } from '../likelihood/index.ts';
import { aroundOf, clip, matchAt } from './reach.ts';
import { toCandidate } from './result.ts';

const two =
  /[A-Za-z]{0,24}(?:\s?[=:]\s?\[?\(?|\s?\()\s{0,3}(["'])([^"'\n\r]{1,80})\1\s?,\s{0,3}(["'])([^"'\n\r]{3,120})\3\s?[)\]]/y;

/**
 * .NET's `DirectoryEntry(path, username, password[, type])`: learn.microsoft.com/dotnet/api/system.directoryservices.directoryentry.-ctor;
 * PHP's `mysqli_connect(host, username, password[, …])` and `new PDO(dsn, username, password)`: php.net/mysqli.construct, php.net/pdo.construct
 */
const three =
  /(?:_p?connect)?\s?\(\s{0,40}(?:"[^"\n\r]{0,120}"|'[^'\n\r]{0,120}'|\$?[\w.]{1,60})\s{0,8},\s{0,40}(["'])([^"'\n\r]{1,80})\1\s{0,8},\s{0,40}(["'])([^"'\n\r]{3,120})\3\s{0,8}[,)]/y;

export function credentialPair(text: string, at: number, length: number): readonly Candidate[] {
  const slice = clip(text, at);
  const found = matchAt(
    /^(?:directoryentry|mysqli|new pdo)$/i.test(slice.text.slice(slice.at, slice.at + length)) ? three : two,
    slice.text,
    slice.at + length,
  );
  if (found === null) return [];
  const password = found[4]!;
  if (password === found[2]) return [];
  const end = slice.at + length + found[0].lastIndexOf(found[3]!);
  const judgement = judge({
    name: classifyName('password'),
    value: password,
    quoted: true,
    operator: 'call',
    config: false,
    ...aroundOf(slice, end - password.length, end),
  });
  return toCandidate(judgement, slice.shift + end - password.length, slice.shift + end);
}
