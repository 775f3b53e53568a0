/** The shim: one truth with the file in `hooks/`, short, POSIX, and safe with any path. */
import { execFileSync } from 'node:child_process';
import { chmodSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { createBlobScanner, scanBlob } from '../../packages/core/src/scan/scan-blob.ts';
import { counts } from '../../packages/core/src/scan/suppression.ts';
import { shimTemplate, shimText } from '../../packages/hooks/src/install/shim.ts';
import { TestRepository } from '../helpers/repository.ts';
import { allExamples, compileAllRules } from '../helpers/rules.ts';

it('is the file in hooks/, at most 20 lines, without carriage returns', () => {
  const file = new URL('../../hooks/gitmoat-hook', import.meta.url);
  expect(readFileSync(file, 'utf8')).toBe(shimTemplate);
  expect(shimTemplate.trimEnd().split('\n').length).toBeLessThanOrEqual(20);
  expect(shimTemplate).not.toContain('\r');
});

it('hands on arguments and input, to what was there before as well', () => {
  const repo = new TestRepository();
  const fake = join(repo.root, 'it\'s "fake" $HOME');
  const say = (name: string) => `#!/bin/sh\necho "${name} [$*] $#"; cat\n`;
  repo.write('it\'s "fake" $HOME', say('gitmoat'));
  repo.write('pre-push', shimText({ gitmoat: fake, nodeFolder: '/x y' }));
  repo.write('pre-push.before-gitmoat', say('before'));
  for (const name of ['pre-push', 'pre-push.before-gitmoat', 'it\'s "fake" $HOME'])
    chmodSync(join(repo.root, name), 0o755);
  const run = (input: string) => execFileSync('./pre-push', ['a b', 'c'], { cwd: repo.root, input }).toString();
  expect(run('one\ntwo\n')).toBe('before [a b c] 2\none\ntwo\ngitmoat [hooks run pre-push a b c] 5\none\ntwo\n');
  expect(run('')).toBe('before [a b c] 2\ngitmoat [hooks run pre-push a b c] 5\n');
});

it('a drive letter does not split PATH', () => {
  const text = shimText({ gitmoat: 'C:\\Program Files\\g\\gitmoat.cjs', nodeFolder: 'D:\\node' });
  expect(text).toContain("PATH=$PATH:'/d/node'\n");
  expect(text).toContain(`/node_modules/.bin/gitmoat" '/c/Program Files/g/gitmoat.cjs' gitmoat;`);
});

it('a message that starts no node holds no secret that a rule knows', () => {
  const compilation = compileAllRules();
  const telling = new RegExp(/grep -Eiq '(.+?)'/.exec(shimTemplate)![1]!, 'i');
  const silent = allExamples(compilation, 'message').filter(([, text]) => !telling.test(text));
  const scanner = createBlobScanner(compilation.ruleset);
  const found = silent.filter(([, text]) => scanBlob(scanner, Buffer.from(text), [], null).located.some(counts));
  expect(found).toEqual([]);
  for (const message of ['Fix a typo (#123)', 'feat(api)!: drop node 18\n\nSigned-off-by: Ada <ada@example.com>\n'])
    expect(telling.test(message)).toBe(false);
});
