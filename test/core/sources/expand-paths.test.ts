import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expandPaths } from '@gitmoat/core';
import { expect, it } from 'vitest';
import { temporaryFolder } from '../../helpers/repository.ts';

it('expands what no shell expanded, hidden files included', async () => {
  const cwd = temporaryFolder();
  mkdirSync(join(cwd, 'src', '.git'), { recursive: true });
  for (const name of ['src/a.env', 'src/.env', 'src/.git/x.env', 'b.ts', '[odd].env'])
    writeFileSync(join(cwd, name), '');
  expect(await expandPaths(['src/**/*.env', 'src/.env', 'b.ts'], cwd)).toEqual(
    ['src/.env', 'src/a.env', 'src/.env', 'b.ts'].map((name) => join(cwd, name)),
  );
  expect(await expandPaths(['[odd].env'], cwd)).toEqual([join(cwd, '[odd].env')]);
  await expect(expandPaths(['**/*.none'], cwd)).rejects.toThrow('fits no file');
});
