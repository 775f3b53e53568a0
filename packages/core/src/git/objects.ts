/**
 * Objects whole, by one `git cat-file --batch`: every object of the repository, or those named. Content is yielded as
 * it streams in; trees and objects over the limit are passed over. Nothing is asked that could make git fetch.
 */
import { GitmoatError } from '../errors.ts';
import { largestWhole } from './object-limits.ts';
import type { Repository } from './repository.ts';
import { streamGit } from './run.ts';

export type ObjectType = 'blob' | 'commit' | 'tag' | 'tree';

export interface GitObject {
  readonly oid: string;
  readonly type: ObjectType;
  readonly size: number;
  /** `missing`: git does not have it or cannot read it; `large`: over the limit; trees have no bytes unless asked for. */
  readonly state: 'read' | 'missing' | 'large' | 'tree';
  /** Valid until the next object is asked for, unless copied. */
  readonly bytes: Buffer;
}

/** After so many unreadable objects the rest is given up and counted: the repository is broken. */
const mostRestarts = 200;

const empty: Buffer = Buffer.alloc(0);
const listing = ['cat-file', '--batch-all-objects', '--buffer', '--unordered'];

export interface ReadOptions {
  /** With the bytes of trees, whose state is then `read`. */
  readonly trees?: boolean;
  /** Bytes above which a blob is `large`; default `largestWhole`. */
  readonly largest?: number;
}

/** Every object of the repository once, reachable or not. */
export function readAllObjects(
  repo: Repository,
  options: ReadOptions = {},
): AsyncGenerator<GitObject, void, undefined> {
  return survive(repo, null, options);
}

/** The named objects, in that order. In a partial clone name only objects that are present (`presentOids`). */
export function readObjects(
  repo: Repository,
  oids: readonly string[],
  options: ReadOptions = {},
): AsyncGenerator<GitObject, void, undefined> {
  return survive(repo, oids, options);
}

/** One blob of any size in chunks. Throws after the last one where git could not read it to its end. */
export function streamBlob(repo: Repository, oid: string): AsyncGenerator<Buffer, void, undefined> {
  return streamGit(repo, ['cat-file', 'blob', oid]);
}

/** git dies at the first object it cannot read: that one is reported, and a new process goes on after it. */
async function* survive(
  repo: Repository,
  named: readonly string[] | null,
  options: ReadOptions,
): AsyncGenerator<GitObject, void, undefined> {
  let wanted = named;
  for (let restarts = 0; ; restarts++) {
    const cursor = { last: '', answered: 0 };
    if (wanted !== null && wanted.length === 0) return;
    try {
      yield* batch(repo, wanted, cursor, options);
      return;
    } catch (error) {
      // A cause means that git could not start or was stopped: nothing to go on with.
      if (!(error instanceof GitmoatError) || error.code !== 'git' || error.cause !== undefined) throw error;
      const all: readonly string[] = wanted ?? (await allOids(repo));
      const bad = cursor.last === '' ? cursor.answered : cursor.answered - 1;
      const next = restarts < mostRestarts ? bad + 1 : all.length;
      for (const oid of all.slice(bad, next)) yield missing(oid);
      const rest = all.slice(next);
      wanted = rest;
    }
  }
}

const missing = (oid: string): GitObject => ({ oid, type: 'blob', size: 0, state: 'missing', bytes: empty });

async function allOids(repo: Repository): Promise<string[]> {
  const chunks: Buffer[] = [];
  for await (const chunk of streamGit(repo, [...listing, '--batch-check=%(objectname)'])) chunks.push(chunk);
  return Buffer.concat(chunks).toString('latin1').split('\n').filter(Boolean);
}

/** `cursor.last` is the object begun and not finished, so that the caller knows which one git died at. */
async function* batch(
  repo: Repository,
  oids: readonly string[] | null,
  cursor: { last: string; answered: number },
  options: ReadOptions,
): AsyncGenerator<GitObject, void, undefined> {
  const { trees = false, largest = largestWhole } = options;
  const chunks =
    oids === null
      ? streamGit(repo, [...listing, '--batch'])
      : streamGit(repo, ['cat-file', '--batch', '--buffer'], { input: lines(oids) });
  let head = '';
  let object: { oid: string; type: ObjectType; size: number; keep: boolean } | null = null;
  let held: Buffer | null = null; // content that came in more than one chunk
  let got = 0; // bytes of the current object passed, its closing line feed included
  for await (const chunk of chunks) {
    let at = 0;
    while (at < chunk.length) {
      if (object === null) {
        const end = chunk.indexOf(10, at);
        head += chunk.toString('latin1', at, end < 0 ? chunk.length : end);
        if (end < 0) break;
        at = end + 1;
        const [oid = '', type = '', size = ''] = head.split(' ');
        head = '';
        cursor.answered++;
        if (size === '') {
          yield missing(oid);
          continue;
        }
        cursor.last = oid;
        object = {
          oid,
          type: type as ObjectType,
          size: Number(size),
          keep: (trees || type !== 'tree') && Number(size) <= (type === 'blob' ? largest : largestWhole),
        };
        got = 0;
        continue;
      }
      const take = Math.min(object.size + 1 - got, chunk.length - at);
      let bytes: Buffer = empty;
      if (object.keep) {
        if (got === 0 && take === object.size + 1) bytes = chunk.subarray(at, at + object.size);
        else {
          held ??= Buffer.allocUnsafe(object.size + 1);
          chunk.copy(held, got, at, at + take);
          bytes = held.subarray(0, object.size);
        }
      }
      got += take;
      at += take;
      if (got <= object.size) continue;
      const { oid, type, size, keep } = object;
      cursor.last = '';
      object = null;
      held = null;
      yield { oid, type, size, state: keep ? 'read' : type === 'tree' && !trees ? 'tree' : 'large', bytes };
    }
  }
}

function* lines(oids: readonly string[]): Generator<string> {
  for (let i = 0; i < oids.length; i += 1000) yield `${oids.slice(i, i + 1000).join('\n')}\n`;
}
