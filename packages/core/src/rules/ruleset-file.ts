/**
 * The compiled ruleset on disk: one file, read in one call, tables used in place. Layout: 'GMRS', u32 format version, u32
 * length of the head (JSON), the head, then the tables it names, each at a multiple of 4. Rules and texts are JSON, one by
 * one, parsed on first use.
 */
import { readFileSync } from 'node:fs';
import { GitmoatError } from '../errors.ts';
import { lazyRules } from './lazy-rules.ts';
import type { CompiledRule, RuleText } from './rule.ts';
import type { Automaton, Ruleset } from './ruleset.ts';

const magic = 'GMRS';
const formatVersion = 4;
const headerBytes = 12;

const numberNames = ['shift', 'firstOutput', 'longestAnchor', 'firstMagic'] as const;

/** Where a table lies: byte offset from the head's end, bytes. */
type Extent = readonly [number, number];

interface Head {
  readonly hash: string;
  readonly pathRules: readonly number[];
  readonly numbers: Readonly<Record<(typeof numberNames)[number], number>>;
  readonly wide: boolean;
  readonly tables: Readonly<Record<string, Extent>>;
}

export function encodeRuleset(ruleset: Ruleset): Buffer {
  const { automaton } = ruleset;
  const { shift, firstOutput, longestAnchor, firstMagic, ...arrays } = automaton;
  const rules = jsonList(ruleset.rules);
  const texts = jsonList(ruleset.rules.map((rule) => ruleset.text(rule.index)));
  const parts: Buffer[] = [];
  const tables: Record<string, Extent> = {};
  let at = 0;
  const add = (name: string, table: Uint8Array | Uint16Array | Uint32Array): void => {
    const bytes = Buffer.from(table.buffer, table.byteOffset, table.byteLength);
    tables[name] = [at, bytes.length];
    parts.push(bytes, Buffer.alloc(align(bytes.length) - bytes.length));
    at += align(bytes.length);
  };
  for (const [name, table] of Object.entries(arrays)) add(name, table);
  add('rules', rules.bytes);
  add('ruleStart', rules.start);
  add('texts', texts.bytes);
  add('textStart', texts.start);
  const head: Head = {
    hash: ruleset.hash,
    pathRules: ruleset.pathRules,
    numbers: { shift, firstOutput, longestAnchor, firstMagic },
    wide: automaton.next instanceof Uint32Array,
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
  let bytes: Buffer;
  try {
    bytes = readFileSync(file);
  } catch (cause) {
    throw new GitmoatError('internal', `compiled rules are missing: ${file}`, { cause, hint: 'Run the build again.' });
  }
  return decodeRuleset(bytes, file);
}

export function decodeRuleset(bytes: Buffer, name: string): Ruleset {
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
  const head = JSON.parse(bytes.toString('utf8', headerBytes, headEnd)) as Head;
  // Views need alignment: a pooled or odd Buffer is copied once.
  const aligned = bytes.byteOffset % 4 === 0 ? bytes : Buffer.from(new Uint8Array(bytes).buffer);
  const base = align(headEnd);
  const bytesOf = (table: string): Buffer => {
    const [offset, length] = head.tables[table]!;
    return aligned.subarray(base + offset, base + offset + length);
  };
  const words = (table: string): Uint32Array => {
    const { buffer, byteOffset, length } = bytesOf(table);
    return new Uint32Array(buffer, byteOffset, length / 4);
  };
  const halves = (table: string): Uint16Array => {
    const { buffer, byteOffset, length } = bytesOf(table);
    return new Uint16Array(buffer, byteOffset, length / 2);
  };
  const automaton: Automaton = {
    ...head.numbers,
    classOf: bytesOf('classOf'),
    next: head.wide ? words('next') : halves('next'),
    depth: bytesOf('depth'),
    outputStart: words('outputStart'),
    outputs: words('outputs'),
    anchorLength: bytesOf('anchorLength'),
    anchorRuleStart: words('anchorRuleStart'),
    anchorRules: words('anchorRules'),
  };
  const texts = bytesOf('texts');
  const textStart = words('textStart');
  return {
    hash: head.hash,
    rules: lazyRules(bytesOf('rules'), words('ruleStart')),
    pathRules: head.pathRules,
    automaton,
    text: (index) => JSON.parse(texts.toString('utf8', textStart[index], textStart[index + 1])) as RuleText,
  };
}

function jsonList(values: readonly (CompiledRule | RuleText)[]): { bytes: Buffer; start: Uint32Array } {
  const parts = values.map((value) => Buffer.from(JSON.stringify(value), 'utf8'));
  const start = new Uint32Array(parts.length + 1);
  parts.forEach((part, index) => {
    start[index + 1] = start[index]! + part.length;
  });
  return { bytes: Buffer.concat(parts), start };
}

const align = (length: number): number => (length + 3) & ~3;
