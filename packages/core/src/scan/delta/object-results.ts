/** What a scan of objects reports as it goes, in a form that crosses threads: rules by number, secrets as bytes. */
import type { PackFault } from '../../git/pack/pack-fault.ts';
import type { Ruleset } from '../../rules/ruleset.ts';
import type { BlobResult, Located } from '../located.ts';

type WireLocated = Omit<Located, 'rule' | 'secret' | 'absorbed'> & {
  readonly rule: number;
  readonly secret: Uint8Array;
  readonly absorbed: readonly Uint8Array[];
  /** The secret is the object's bytes from start to end, as they stand there. */
  readonly plain: boolean;
};

/** One object with something in it. `message`: the commit or tag whose message it is; else a blob's id. */
export interface WireResult {
  readonly blob: string | null;
  readonly message: { readonly where: 'commit-message' | 'tag-message'; readonly oid: string } | null;
  readonly located: readonly WireLocated[];
}

export interface ObjectBatch {
  readonly results: WireResult[];
  /** Tag object and what it names. */
  readonly tags: [string, string][];
  readonly lost: { readonly oid: string; readonly fault: PackFault }[];
  readonly lfs: string[];
  readonly archives: string[];
  /** `ObjectRows` of what was read, for the cache; empty without one. */
  rows: Uint8Array;
  blobs: number;
  commits: number;
  bytes: number;
}

export function emptyBatch(): ObjectBatch {
  return {
    results: [],
    tags: [],
    lost: [],
    lfs: [],
    archives: [],
    rows: new Uint8Array(),
    blobs: 0,
    commits: 0,
    bytes: 0,
  };
}

/** `bytes`: the blob or message. */
export function toWire(result: BlobResult, bytes: Buffer, message: WireResult['message']): WireResult {
  const located = result.located.map(({ rule, ...rest }) => {
    const plain = rest.secret.equals(bytes.subarray(rest.start, rest.end));
    return { ...rest, rule: rule.index, plain };
  });
  return { blob: message === null ? result.oid : null, message, located };
}

export function fromWire(wire: WireResult, ruleset: Ruleset): BlobResult {
  const located = wire.located.map(
    ({ rule, secret, absorbed, plain: _, ...rest }): Located => ({
      ...rest,
      rule: ruleset.rules[rule]!,
      secret: asBuffer(secret),
      absorbed: absorbed.map(asBuffer),
    }),
  );
  return { oid: wire.blob, located };
}

/** Buffers arrive from another thread as plain arrays. */
function asBuffer(bytes: Uint8Array): Buffer {
  return Buffer.isBuffer(bytes) ? bytes : Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}
