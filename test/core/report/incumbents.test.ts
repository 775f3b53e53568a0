import { expect, test } from 'vitest';
import { incumbentNotes } from '../../../packages/core/src/report/incumbents.ts';

const notesOf = (files: Record<string, string>, gitSecrets: string[] = []) =>
  incumbentNotes(async (path) => files[path] ?? null, gitSecrets);

test('nothing set up: nothing said', async () => {
  expect(await notesOf({})).toEqual([]);
});

test('each scanner is named with its files and what they accept', async () => {
  const notes = await notesOf(
    {
      '.gitleaks.toml': [
        'title = "x"',
        '[extend]',
        'useDefault = true',
        '[allowlist]',
        'description = "d"',
        "paths = ['''a''', '''b[0-9]''']",
        'regexes = [',
        '  "one",',
        "  '''two]''',",
        ']',
        '[[rules]]',
        'id = "r"',
        '  [[rules.allowlists]]',
        '  stopwords = ["three"]',
      ].join('\n'),
      '.gitleaksignore': '# comment\nabc:file:rule:1\n\ndef:file:rule:2\r\n',
      '.secrets.baseline': JSON.stringify({ results: { a: [{}, {}], b: [{}] } }),
      '.talismanrc': 'fileignoreconfig:\n- filename: a\n  checksum: x\n- filename: b\n',
      '.gitallowed': 'x\n',
    },
    ['y', 'z'],
  );
  expect(notes).toEqual([
    'gitleaks is set up here (.gitleaks.toml, .gitleaksignore) with 7 exceptions, which gitmoat does not apply',
    'detect-secrets is set up here (.secrets.baseline) with 3 exceptions, which gitmoat does not apply',
    'git-secrets is set up here (.gitallowed, git config secrets.allowed) with 3 exceptions, which gitmoat does not apply',
    'talisman is set up here (.talismanrc) with 2 exceptions, which gitmoat does not apply',
  ]);
});

test('a file that does not parse is still named', async () => {
  expect(await notesOf({ '.secrets.baseline': '{' })).toEqual([
    'detect-secrets is set up here (.secrets.baseline) with 0 exceptions, which gitmoat does not apply',
  ]);
});
