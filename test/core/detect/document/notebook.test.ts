/** Notebooks: source cells are read, outputs and pictures are quiet. */
import { beforeAll, expect, test } from 'vitest';
import { type BlobScanner, createBlobScanner, scanBlob } from '../../../../packages/core/src/scan/scan-blob.ts';
import { compileAllRules } from '../../../helpers/rules.ts';

let scanner: BlobScanner;
beforeAll(() => {
  scanner = createBlobScanner(compileAllRules().ruleset);
});

const V = 'tR7vq2Lw9kPz';
const other = 'kJ8sd7Hq2Lx9';
const found = (value: unknown): string[] =>
  scanBlob(scanner, Buffer.from(JSON.stringify(value, null, 1)), [], null)
    .located.filter(({ confidence, madeUp }) => confidence !== 'low' && madeUp === null)
    .map(({ secret }) => secret.toString());

const notebook = (source: string, output: object): object => ({
  cells: [{ cell_type: 'code', metadata: {}, outputs: [output], source: [`${source}\n`] }],
  nbformat: 4,
  nbformat_minor: 5,
});

test('source cells are read, what they printed is not', () => {
  const printed = { output_type: 'stream', text: [`password = "${other}"] [ {\n`] };
  expect(found(notebook(`password = "${V}"`, printed))).toEqual([V]);
  expect(found({ cells: printed })).toEqual([other]);
});

test('a token in an output is still one; in a picture it is chance', () => {
  const pem = `${['-----BEGIN RSA', 'PRIVATE KEY-----'].join(' ')}\\n${V.repeat(6)}`;
  expect(found(notebook('1', { data: { 'image/png': pem } }))).toEqual([]);
  expect(found(notebook('1', { output_type: 'stream', text: [pem] })).length).toBe(1);
});
