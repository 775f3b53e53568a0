/**
 * The compiled ruleset on disk: one file, tables used in place. Layout: 'GMRS', u32 format version, u32 length of the head
 * (JSON), the head, then the tables it names, each at a multiple of 4: small ones first, then the automaton's rows, rules
 * and texts. These are JSON, one by one, parsed on first use. `loadRuleset` reads the file in one call, `openRuleset` only
 * what is visited: of a few files a hook visits a tenth.
 */
import { closeSync, fstatSync, openSync, readSync } from 'node:fs';
import { GitmoatError } from '../errors.ts';
import { lazyRules } from './lazy-rules.ts';
import type { NameEnds } from './path-names.ts';
import type { RuleText } from './rule.ts';
import type { AnchorReach, Automaton, Ruleset } from './ruleset.ts';
import { slimRule } from './slim-rule.ts';

const magic = 'GMRS';
const formatVersion = 7;
const headerBytes = 12;

const numberNames = ['shift', 'firstOutput', 'longestAnchor', 'firstMagic'] as const;

/** Where a table lies: byte offset from the head's end, bytes. */
type Extent = readonly [number, number];

interface Head {
  readonly hash: string;
  readonly pathRules: readonly number[];
  readonly pathNames: readonly NameEnds[];
  readonly numbers: Readonly<Record<(typeof numberNames)[number], number>>;
  readonly wide: boolean;
  readonly tables: Readonly<Record<string, Extent>>;
}

/** All before the automaton's rows fits in here; read in one go by `openRuleset`. */
const firstRead = 256 << 10;
/** States a page, as a power of two: 16 KiB where a row has 64 classes of two bytes. */
const pageShift = 7;

/** `reach`: what `detect/` works out for every anchor. */
export function encodeRuleset(ruleset: Ruleset, reach: AnchorReach): Buffer {
  const { automaton } = ruleset;
  const { shift, firstOutput, longestAnchor, firstMagic, next, pages: _pages, ...arrays } = automaton;
  const rules = jsonList(ruleset.rules.map(slimRule));
  const texts = jsonList(ruleset.rules.map((rule) => JSON.stringify(ruleset.text(rule.index))));
  const parts: Buffer[] = [];
  const tables: Record<string, Extent> = {};
  let at = 0;
  const add = (name: string, table: Uint8Array | Uint16Array | Uint32Array | Int32Array): void => {
    const bytes = Buffer.from(table.buffer, table.byteOffset, table.byteLength);
    tables[name] = [at, bytes.length];
    parts.push(bytes, Buffer.alloc(align(bytes.length) - bytes.length));
    at += align(bytes.length);
  };
  for (const [name, table] of Object.entries(arrays)) add(name, table);
  add('ruleStart', rules.start);
  add('textStart', texts.start);
  add('reachBefore', reach.before);
  add('reachAfter', reach.after);
  add('reachLine', reach.line);
  add('reachDocument', reach.document);
  add('next', next);
  add('rules', rules.bytes);
  add('texts', texts.bytes);
  const head: Head = {
    hash: ruleset.hash,
    pathRules: ruleset.pathRules,
    pathNames: ruleset.pathNames,
    numbers: { shift, firstOutput, longestAnchor, firstMagic },
    wide: next instanceof Uint32Array,
    tables,
  };
  const json = Buffer.from(JSON.stringify(head), 'utf8');
  const header = Buffer.alloc(headerBytes);
  header.write(magic, 'latin1');
  header.writeUInt32LE(formatVersion, 4);
  header.writeUInt32LE(json.length, 8);
  const filler = Buffer.alloc(align(headerBytes + json.length) - headerBytes - json.length);
  return Buffer.concat([header, json, filler, ...parts]);
}

/** Reads `dist/ruleset.bin`. Throws GitmoatError('internal') if it is not one of this version. */
export function loadRuleset(file: string): Ruleset {
  let source: SharedArrayBuffer;
  try {
    source = readShared(file);
  } catch (cause) {
    throw new GitmoatError('internal', `compiled rules are missing: ${file}`, { cause, hint: 'Run the build again.' });
  }
  return { ...decodeRuleset(Buffer.from(source), file), source };
}

/** Shared memory: threads use the same tables. */
function readShared(path: string): SharedArrayBuffer {
  const file = openSync(path, 'r');
  try {
    const bytes = Buffer.from(new SharedArrayBuffer(fstatSync(file).size));
    for (let at = 0; at < bytes.length; ) {
      const length = readSync(file, bytes, at, bytes.length - at, at);
      if (length === 0) throw damaged(path);
      at += length;
    }
    return bytes.buffer as unknown as SharedArrayBuffer;
  } finally {
    closeSync(file);
  }
}

export function decodeRuleset(bytes: Buffer, name: string): Ruleset {
  const { head, base } = readHead(bytes, name);
  // Views need alignment: a pooled or odd Buffer is copied once.
  const aligned = bytes.byteOffset % 4 === 0 ? bytes : Buffer.from(new Uint8Array(bytes).buffer);
  const bytesOf = (table: string): Buffer => {
    const [offset, length] = head.tables[table]!;
    return aligned.subarray(base + offset, base + offset + length);
  };
  const next = bytesOf('next');
  const rules = bytesOf('rules');
  const texts = bytesOf('texts');
  return assemble(head, bytesOf, {
    next: head.wide ? words(next) : halves(next),
    pages: undefined,
    rule: (from, to) => rules.toString('utf8', from, to),
    text: (from, to) => texts.toString('utf8', from, to),
  });
}

/**
 * The same file, read where it is visited; it stays open until the process ends. For a few small blobs. Throws
 * GitmoatError('internal') if it is not one of this version.
 */
export function openRuleset(path: string): Ruleset {
  const file = openSync(path, 'r');
  const start = Buffer.allocUnsafeSlow(firstRead);
  const { head, base } = readHead(start.subarray(0, readSync(file, start, 0, firstRead, 0)), path);
  const read = (into: Uint8Array, from: number, length: number, at: number): void => {
    if (readSync(file, into, from, length, base + at) !== length) throw damaged(path);
  };
  const bytesOf = (table: string): Buffer => {
    const [offset, length] = head.tables[table]!;
    const at = base + offset;
    if (at + length <= firstRead) return start.subarray(at, at + length);
    const bytes = Buffer.allocUnsafeSlow(length);
    read(bytes, 0, length, offset);
    return bytes;
  };
  const text = (table: string) => {
    const [offset] = head.tables[table]!;
    return (from: number, to: number): string => {
      const bytes = Buffer.allocUnsafe(to - from);
      read(bytes, 0, to - from, offset + from);
      return bytes.toString('utf8');
    };
  };
  const [nextAt, nextLength] = head.tables.next!;
  // Zeroed memory costs nothing until it is touched.
  const rows = new Uint8Array(nextLength);
  const pageBytes = (head.wide ? 4 : 2) << (head.numbers.shift + pageShift);
  const loaded = new Uint8Array(Math.ceil(nextLength / pageBytes));
  return assemble(head, bytesOf, {
    next: head.wide ? words(rows) : halves(rows),
    pages: {
      shift: pageShift,
      loaded,
      load(page) {
        const from = page * pageBytes;
        read(rows, from, Math.min(pageBytes, nextLength - from), nextAt + from);
        loaded[page] = 1;
      },
    },
    rule: text('rules'),
    text: text('texts'),
  });
}

interface Parts extends Pick<Automaton, 'next' | 'pages'> {
  /** JSON of rules and of texts, by bytes within their tables. */
  rule(from: number, to: number): string;
  text(from: number, to: number): string;
}

function assemble(head: Head, bytesOf: (table: string) => Buffer, parts: Parts): Ruleset {
  const ruleStart = words(bytesOf('ruleStart'));
  const textStart = words(bytesOf('textStart'));
  return {
    hash: head.hash,
    rules: lazyRules(ruleStart.length - 1, (index) => parts.rule(ruleStart[index]!, ruleStart[index + 1]!)),
    pathRules: head.pathRules,
    pathNames: head.pathNames,
    automaton: {
      ...head.numbers,
      classOf: bytesOf('classOf'),
      next: parts.next,
      pages: parts.pages,
      depth: bytesOf('depth'),
      outputStart: words(bytesOf('outputStart')),
      outputs: words(bytesOf('outputs')),
      anchorLength: bytesOf('anchorLength'),
      anchorRuleStart: words(bytesOf('anchorRuleStart')),
      anchorRules: words(bytesOf('anchorRules')),
    },
    reach: {
      before: signed(bytesOf('reachBefore')),
      after: signed(bytesOf('reachAfter')),
      line: bytesOf('reachLine'),
      document: bytesOf('reachDocument'),
    },
    text: (index) => JSON.parse(parts.text(textStart[index]!, textStart[index + 1]!)) as RuleText,
  };
}

function readHead(bytes: Buffer, name: string): { head: Head; base: number } {
  if (
    bytes.length < headerBytes ||
    bytes.toString('latin1', 0, 4) !== magic ||
    bytes.readUInt32LE(4) !== formatVersion
  ) {
    throw new GitmoatError('internal', `compiled rules are of another version: ${name}`, {
      hint: 'Run the build again.',
    });
  }
  const headEnd = headerBytes + bytes.readUInt32LE(8);
  return { head: JSON.parse(bytes.toString('utf8', headerBytes, headEnd)) as Head, base: align(headEnd) };
}

function damaged(name: string): GitmoatError {
  return new GitmoatError('internal', `compiled rules are damaged: ${name}`, { hint: 'Run the build again.' });
}

const words = (bytes: Uint8Array): Uint32Array => new Uint32Array(bytes.buffer, bytes.byteOffset, bytes.length / 4);
const halves = (bytes: Uint8Array): Uint16Array => new Uint16Array(bytes.buffer, bytes.byteOffset, bytes.length / 2);
const signed = (bytes: Uint8Array): Int32Array => new Int32Array(bytes.buffer, bytes.byteOffset, bytes.length / 4);

function jsonList(values: readonly string[]): { bytes: Buffer; start: Uint32Array } {
  const parts = values.map((value) => Buffer.from(value, 'utf8'));
  const start = new Uint32Array(parts.length + 1);
  parts.forEach((part, index) => {
    start[index + 1] = start[index]! + part.length;
  });
  return { bytes: Buffer.concat(parts), start };
}

const align = (length: number): number => (length + 3) & ~3;
