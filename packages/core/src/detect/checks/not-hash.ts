/**
 * Hex and base64 values that their name calls a hash, a revision, an id or a public key: `sha256: …`, `"integrity": "sha512-…"`, `commit/…`. Looks at
 * the text right before the secret on its line, for object ids at what follows too. A name that also speaks of a secret (`token_hash`, `secret-digest`) is left alone.
 */
import type { Check } from './check.ts';
import { no, pass, secretOf } from './outcome.ts';

/** How far before the secret its name may begin. */
const span = 80;
const name = /([A-Za-z0-9_.@$-]{1,60})[)\]"'`\s]{0,4}(?:=>|:=|[:=/@(,-])?[\s"'`([]{0,4}$/;
const hashLike =
  /sha-?(?:1|224|256|384|512)|md5|blake|crc|integrity|checksum|commit|etag|digest|hash|revision|(?:^|[_.-])(?:rev|oid|sri|sum|ref|tree|blob)(?:$|[_.-])|parent|uuid|guid|fingerprint|thumbprint|[a-z](?:Sha|Rev|Oid|Uuid|Guid)$|^sha$|public_?key$|(?:^|_)(?:app|project|tenant|workspace|organi[sz]ation)_?id$/i;
const secretLike = /secret|token|passw|apikey|api[-_.]key|private|credential|salt|pepper/i;

/** An object id as git and its tools write it: `<id>:<path>` (gitrevisions(7)), `<id>:<file>:…` (scanners' ignore files), `owner/name@<id>` (GitHub Actions' `uses`). */
const objectId = /^(?:[0-9a-f]{40}|[0-9a-f]{64})$/;
const pathAfter = /^:[\w.-]{1,100}(?:\/[\w.]|\.[A-Za-z]{1,8}:)/;
const repositoryBefore = /(?:^|[\s"'`(:])[A-Za-z][\w.-]{0,60}(?:\/[\w.-]{1,60}){1,6}@$/;

export const notHash: Check = (input) => {
  const from = Math.max(0, input.start - span);
  const before = input.text.slice(from, input.start);
  const line = before.slice(before.lastIndexOf('\n') + 1);
  if (objectId.test(secretOf(input)) && (repositoryBefore.test(line) || pathAfter.test(input.text.slice(input.end))))
    return no;
  const found = name.exec(line)?.[1];
  return found !== undefined && hashLike.test(found) && !secretLike.test(found) ? no : pass;
};
