/** What a push changes, as git tells its hooks on stdin. Only reading: what the ids stand for is `outgoing-source.ts`'s. */
import { GitmoatError } from '@gitmoat/core/errors';

export interface RefUpdate {
  /** As the user wrote it: a ref, an expression such as `HEAD~1`, or `(delete)`. May contain spaces. */
  readonly localRef: string;
  /** Null: the ref is deleted. */
  readonly localOid: string | null;
  readonly remoteRef: string;
  /** Null: the ref is new there. */
  readonly remoteOid: string | null;
}

// 40 digits, or 64 in a sha256 repository; all zeros stand for "no object".
const oid = '[0-9a-f]{40}|[0-9a-f]{64}';
const pushLine = new RegExp(`^(.*) (${oid}) (\\S+) (${oid})$`);
const receiveLine = new RegExp(`^(${oid}) (${oid}) (.+)$`);

/** pre-push: `local-ref local-oid remote-ref remote-oid`. Nothing at all on an up-to-date push. */
export function parsePush(text: string): RefUpdate[] {
  return linesOf(text).map((line) => {
    // The remote's ref has no space in it (git check-ref-format), the local expression may: split from the right.
    const [, localRef, local, remoteRef, remote] = pushLine.exec(line) ?? fail('pre-push');
    return { localRef: localRef!, localOid: present(local!), remoteRef: remoteRef!, remoteOid: present(remote!) };
  });
}

/** pre-receive: `old new ref`. */
export function parseReceive(text: string): RefUpdate[] {
  return linesOf(text).map((line) => {
    const [, before, after, ref] = receiveLine.exec(line) ?? fail('pre-receive');
    return { localRef: ref!, localOid: present(after!), remoteRef: ref!, remoteOid: present(before!) };
  });
}

function linesOf(text: string): string[] {
  return text.split('\n').filter((line) => line !== '');
}

function present(id: string): string | null {
  return /^0+$/.test(id) ? null : id;
}

function fail(hook: string): never {
  throw new GitmoatError('usage', `standard input is not what git sends to a ${hook} hook`, {
    hint: 'Outside a hook say which remote: gitmoat outgoing --remote origin',
  });
}
