/** rules/remediation/: well formed, precise for the providers that count, and never a value in a command's arguments. */
import { fileURLToPath } from 'node:url';
import { compileAdvice } from '@gitmoat/core/remediate/compile-advice';
import { adviceFor } from '@gitmoat/core/remediate/index';
import { readRuleSources } from '@gitmoat/core/rule-tools';
import { describe, expect, it } from 'vitest';
import { compileAllRules } from '../../helpers/rules.ts';

const rules = fileURLToPath(new URL('../../../rules', import.meta.url));
const { ruleset } = compileAllRules();
const ids = new Set(ruleset.rules.flatMap(({ id, replaces }) => [id, ...replaces]));
const { book, problems } = compileAdvice(readRuleSources(`${rules}/remediation`, rules), ids);

describe('remediation data', () => {
  it('compiles, and names only rules and providers that there are', () => {
    expect(problems).toEqual([]);
    const providers = new Set(ruleset.rules.map(({ provider }) => provider));
    expect(Object.keys(book).filter((name) => !providers.has(name))).toEqual([]);
    const rulesOf = (name: string) => book[name]!.flatMap((entry) => entry.rules);
    const strangers = Object.keys(book).flatMap((name) => rulesOf(name).filter((id) => !id.startsWith(`${name}-`)));
    expect(strangers).toEqual([]);
  });

  it('is precise for at least 40 providers, the commonest among them', () => {
    expect(Object.keys(book).length).toBeGreaterThan(40);
    const common = 'aws azure github gitlab google npm openai pypi slack stripe twilio sendgrid database privatekey';
    for (const provider of common.split(' ')) {
      expect(adviceFor(book, { provider, rule: 'any' })).toMatchObject({ precise: true });
    }
    expect(adviceFor(book, { provider: 'stripe', rule: 'stripe-webhook-secret' }).rotate.join()).toContain(
      'Roll secret',
    );
    expect(adviceFor(book, { provider: 'nobody', rule: 'nobody-key' })).toMatchObject({ precise: false });
  });

  it('puts values into commands by standard input or the environment of a builtin', () => {
    const commands = Object.values(book)
      .flat()
      .flatMap(({ rotate, used }) => [...rotate, ...used])
      .filter((line) => line.startsWith('$ '));
    expect(commands.length).toBeGreaterThan(80);
    // `printf` is the shell's own; whatever stands behind the pipe is a process that others can see.
    const shown = commands.filter((line) => /\$(?:TOKEN|URL|ADMIN)/.test(line.split('|').slice(1).join('|')));
    expect(shown).toEqual([]);
    expect(commands.filter((line) => /\$(?:TOKEN|URL)/.test(line) && !line.includes('read -rs'))).toEqual([]);
  });

  it('refuses what would mislead', () => {
    const text =
      'provider: acme\nadvice:\n  - {page: "http://a.example", reference: "https://a.example", rotate: [x], used: [y]}\n';
    const bad = (yaml: string, name = 'remediation/acme.yaml') => compileAdvice([{ name, text: yaml }], ids).problems;
    expect(bad(text).map(({ message }) => message)).toContainEqual(expect.stringContaining('https'));
    const good = text.replace('http:', 'https:');
    expect(bad(good, 'remediation/other.yaml')[0]!.message).toContain("file's name");
    expect(bad(good.replace('{page', '{rules: [acme-none], page'))[0]!.message).toBe('acme-none is no rule');
  });
});
