/** Changes to `.gitmoat.yaml` that keep comments, order and what a person wrote. Text in, text out. */
import { isMap, isSeq, parseDocument, type YAMLMap } from 'yaml';
import { GitmoatError } from '../errors.ts';

export interface NewException {
  readonly fingerprint: string;
  readonly reason: string;
  /** Empty: at every path. */
  readonly paths: readonly string[];
  /** YYYY-MM-DD; null: for good. */
  readonly expires: string | null;
}

/** `text`: null where there is no file yet. */
export function withException(text: string | null, entry: NewException): string {
  const { document, root } = open(text);
  const allow = root.get('allow', true);
  if (allow !== undefined && !isSeq(allow) && root.get('allow') !== null) {
    throw new GitmoatError('config', '.gitmoat.yaml: allow must be a list', { hint: 'Mend the file and run again.' });
  }
  const value = document.createNode({
    fingerprint: entry.fingerprint,
    ...(entry.paths.length > 0 ? { paths: entry.paths } : {}),
    reason: entry.reason,
    ...(entry.expires === null ? {} : { expires: entry.expires }),
  });
  if (isSeq(allow)) allow.add(value);
  else root.set('allow', document.createNode([value]));
  return document.toString({ lineWidth: 0 });
}

export function withId(text: string | null, id: string): string {
  const { document, root } = open(text);
  // In front, without moving a comment that stands over the first key.
  root.items.unshift(document.createPair('id', id) as never);
  return document.toString({ lineWidth: 0 });
}

function open(text: string | null): { document: ReturnType<typeof parseDocument>; root: YAMLMap } {
  const document = parseDocument(text ?? '');
  if (document.errors.length > 0) {
    throw new GitmoatError('config', '.gitmoat.yaml is not valid YAML', { hint: 'Mend the file and run again.' });
  }
  if (document.contents === null) document.contents = document.createNode({}) as never;
  if (!isMap(document.contents)) throw new GitmoatError('config', '.gitmoat.yaml must be keys with values');
  // `{}` on one line would stay on one line.
  if (document.contents.items.length === 0) document.contents.flow = false;
  return { document, root: document.contents };
}
