/**
 * Changes to `.gitmoat.yaml` that keep every byte a person wrote: the parser says where, the new lines go in as text.
 * Only a list in a shape that has no such place is written anew. Text in, text out.
 */
import { type Document, isMap, isSeq, parseDocument, stringify, type YAMLMap, type YAMLSeq } from 'yaml';
import { GitmoatError } from '../errors.ts';

export interface NewException {
  readonly fingerprint: string;
  readonly reason: string;
  /** Empty: at every path. */
  readonly paths: readonly string[];
  /** YYYY-MM-DD; null: for good. */
  readonly expires: string | null;
  /** Holds in the history only. */
  readonly rotated?: boolean;
}

/** `text`: null where there is no file yet. */
export function withException(
  text: string | null,
  { fingerprint, paths, reason, expires, rotated }: NewException,
): string {
  const entry = {
    fingerprint,
    ...(paths.length > 0 ? { paths } : {}),
    reason,
    ...(expires === null ? {} : { expires }),
    ...(rotated ? { rotated } : {}),
  };
  const { document, root } = open(text);
  const known = root?.has('allow') ?? false;
  if (text === null || !known) return appended(text ?? '', `allow:\n${itemText(entry, '  ')}`);
  const allow = root!.get('allow', true);
  const at = isSeq(allow) ? afterLastItem(text, allow) : null;
  if (at !== null) return appended(text.slice(0, at.offset), itemText(entry, at.indent)) + text.slice(at.offset);
  if (isSeq(allow)) allow.add(document.createNode(entry));
  else if ((root!.get('allow') ?? null) === null) root!.set('allow', document.createNode([entry]));
  else
    throw new GitmoatError('config', '.gitmoat.yaml: allow must be a list', { hint: 'Mend the file and run again.' });
  return document.toString({ lineWidth: 0 });
}

/** `id:` as the first key, under the comments that open the file. */
export function withId(text: string | null, id: string): string {
  const { root } = open(text);
  // Quoted where it would be read as a number (`12e34567`).
  const line = stringify({ id });
  if (text === null || root === null) return appended(text ?? '', line);
  const first = root.range![0];
  const head = /(?:^|\n\n)(?:#[^\n]*\n)*$/.exec(text.slice(0, first));
  // A comment right above the first key belongs to that key.
  const at = head === null ? first : head.index + (head[0].startsWith('\n\n') ? 2 : 0);
  return text.slice(0, at) + line + text.slice(at);
}

function open(text: string | null): { document: Document; root: YAMLMap | null } {
  const document = parseDocument(text ?? '') as unknown as Document;
  if (document.errors.length > 0) {
    throw new GitmoatError('config', '.gitmoat.yaml is not valid YAML', { hint: 'Mend the file and run again.' });
  }
  const { contents } = document;
  if (contents !== null && !isMap(contents)) throw new GitmoatError('config', '.gitmoat.yaml must be keys with values');
  if (contents?.flow) throw new GitmoatError('config', '.gitmoat.yaml: write its keys on lines of their own');
  return { document, root: contents };
}

function appended(text: string, more: string): string {
  return text === '' || text.endsWith('\n') ? text + more : `${text}\n${more}`;
}

function itemText(entry: object, indent: string): string {
  const lines = stringify([entry], { lineWidth: 0 }).trimEnd().split('\n');
  return lines.map((line) => `${indent}${line}\n`).join('');
}

/** Where the next item of a list of lines goes; null for a list in brackets or without items. */
function afterLastItem(text: string, list: YAMLSeq): { offset: number; indent: string } | null {
  const last = list.items.at(-1) as { range?: readonly [number, number, number] | null } | undefined;
  if (list.flow || !last?.range) return null;
  const start = text.lastIndexOf('\n', list.range![0]) + 1;
  const indent = /^([ ]*)-/.exec(text.slice(start))?.[1];
  if (indent === undefined) return null;
  const end = last.range[1];
  if (text[end - 1] === '\n') return { offset: end, indent };
  const line = text.indexOf('\n', end);
  return { offset: line < 0 ? text.length : line + 1, indent };
}
