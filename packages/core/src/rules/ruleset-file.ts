/**
 * The compiled ruleset on disk: one file, read in one call, tables used in place. Layout: 'GMRS', u32 format version,
 * u32 lengths of head JSON and text JSON, the two, then the tables, each at a multiple of 4. Texts are parsed on first use.
 */
import { readFileSync } from 'node:fs';
import { GitmoatError } from '../errors.ts';
import type { CompiledRule, RuleText } from './rule.ts';
import type { Automaton, Ruleset } from './ruleset.ts';

const magic = 'GMRS';
const formatVersion = 3;
const headerBytes = 16;

interface Head {
  readonly hash: string;
  readonly rules: readonly CompiledRule[];
  readonly numbers: Readonly<Record<'shift' | 'firstOutput' | 'longestAnchor' | 'firstMagic', number>>;
  readonly wide: boolean;
  /** Byte offset (from the end of the JSON parts) and element count of each table. */
  readonly tables: Readonly<Record<TableName, readonly [number, number]>>;
}

const tableNames = [
  'classOf',
  'next',
  'depth',
  'outputStart',
  'outputs',
  'anchorLength',
  'anchorRuleStart',
  'anchorRules',
] as const;
type TableName = (typeof tableNames)[number];

export function encodeRuleset(ruleset: Ruleset): Buffer {
  const { automaton } = ruleset;
  const parts: Buffer[] = [];
  const tables = {} as Record<TableName, readonly [number, number]>;
  let at = 0;
  for (const name of tableNames) {
    const table = automaton[name];
    tables[name] = [at, table.length];
    const bytes = Buffer.from(table.buffer, table.byteOffset, table.byteLength);
    const padded = Buffer.alloc(align(bytes.length));
    bytes.copy(padded);
    parts.push(padded);
    at += padded.length;
  }
  const { shift, firstOutput, longestAnchor, firstMagic } = automaton;
  const head: Head = {
    hash: ruleset.hash,
    rules: ruleset.rules,
    numbers: { shift, firstOutput, longestAnchor, firstMagic },
    wide: automaton.next instanceof Uint32Array,
    tables,
  };
  const headJson = padded(JSON.stringify(head));
  const textJson = padded(JSON.stringify(ruleset.rules.map((rule) => ruleset.text(rule.index))));
  const header = Buffer.alloc(headerBytes);
  header.write(magic, 'latin1');
  header.writeUInt32LE(formatVersion, 4);
  header.writeUInt32LE(headJson.length, 8);
  header.writeUInt32LE(textJson.length, 12);
  return Buffer.concat([header, headJson, textJson, ...parts]);
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
  if (bytes.toString('latin1', 0, 4) !== magic || bytes.readUInt32LE(4) !== formatVersion) {
    throw new GitmoatError('internal', `compiled rules are of another version: ${name}`, {
      hint: 'Run the build again.',
    });
  }
  const headEnd = headerBytes + bytes.readUInt32LE(8);
  const textEnd = headEnd + bytes.readUInt32LE(12);
  const head = JSON.parse(bytes.toString('utf8', headerBytes, headEnd)) as Head;
  let texts: RuleText[] | null = null;
  return {
    hash: head.hash,
    rules: head.rules,
    automaton: tablesOf(head, bytes, textEnd),
    text(index) {
      texts ??= JSON.parse(bytes.toString('utf8', headEnd, textEnd)) as RuleText[];
      return texts[index]!;
    },
  };
}

function tablesOf(head: Head, bytes: Buffer, base: number): Automaton {
  // A view needs alignment: a pooled or odd Buffer is copied once.
  const aligned = (bytes.byteOffset + base) % 4 === 0 ? bytes : Buffer.from(new Uint8Array(bytes).buffer);
  const at = (name: TableName): [ArrayBuffer, number, number] => {
    const [offset, length] = head.tables[name];
    return [aligned.buffer as ArrayBuffer, aligned.byteOffset + base + offset, length];
  };
  return {
    ...head.numbers,
    classOf: new Uint8Array(...at('classOf')),
    next: head.wide ? new Uint32Array(...at('next')) : new Uint16Array(...at('next')),
    depth: new Uint8Array(...at('depth')),
    outputStart: new Uint32Array(...at('outputStart')),
    outputs: new Uint32Array(...at('outputs')),
    anchorLength: new Uint8Array(...at('anchorLength')),
    anchorRuleStart: new Uint32Array(...at('anchorRuleStart')),
    anchorRules: new Uint32Array(...at('anchorRules')),
  };
}

function padded(json: string): Buffer {
  const bytes = Buffer.from(json, 'utf8');
  return Buffer.concat([bytes, Buffer.alloc(align(bytes.length) - bytes.length, 0x20)]);
}

const align = (length: number): number => (length + 3) & ~3;
