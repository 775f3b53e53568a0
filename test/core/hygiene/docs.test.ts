/** docs/hygiene/ is what scripts/hygiene-docs.mjs makes of the rules. */
import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { rulePage, rulesIndex } from '../../../packages/core/src/hygiene/page.ts';
import { compileOwnHygiene } from '../../helpers/hygiene.ts';

const folder = fileURLToPath(new URL('../../../docs/hygiene/', import.meta.url));

it('has the page of every rule, as its YAML says it', () => {
  const { authored } = compileOwnHygiene();
  const wanted = Object.fromEntries(authored.map((rule) => [`${rule.id}.md`, rulePage(rule)]));
  wanted['README.md'] = rulesIndex(authored);
  const names = readdirSync(folder);
  expect(Object.fromEntries(names.map((name) => [name, readFileSync(folder + name, 'utf8')]))).toEqual(wanted);
});
