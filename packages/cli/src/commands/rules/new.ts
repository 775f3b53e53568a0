/** `gitmoat rules new PROVIDER`: a rule file that compiles as it stands and says what is left to fill in. */
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import type { Io } from '../../io.ts';
import { type Args, wrong } from '../../options.ts';

/** What `rules check` looks for; a scaffold is not done while it stands anywhere. */
export const fillIn = 'FILL IN';

export async function scaffold(names: readonly string[], args: Args, io: Io): Promise<number> {
  const [name, ...others] = names;
  if (name === undefined || others.length > 0) throw wrong('rules new needs one provider', 'gitmoat rules new acme');
  const provider = name
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '');
  if (provider === '') throw wrong(`${name} has no letter or digit to make an id of`);
  const folder = resolve(io.cwd, 'rules', 'secrets');
  const file = join(existsSync(folder) ? folder : io.cwd, `${provider}.yaml`);
  const shown = relative(io.cwd, file);
  if (existsSync(file))
    throw wrong(`${shown} exists`, `Add a rule to it; gitmoat rules test ${shown} shows how it does.`);
  const text = template(provider, name);
  if (args.has('dry-run')) {
    await io.stdout.write(text);
    return 0;
  }
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, text, { flag: 'wx' });
  await io.stdout.write(`${shown}\n`);
  await io.stderr.write(
    `Replace each ${fillIn} and the made-up format, then:\n  gitmoat rules test ${shown} 'a line with a token'\n  gitmoat rules check ${shown}\n`,
  );
  return 0;
}

function template(provider: string, name: string): string {
  const quoted = /^[A-Za-z][A-Za-z0-9 .-]*$/.test(name) ? name : JSON.stringify(name);
  const prefix = provider.replaceAll('-', '');
  const anchor = `${prefix.slice(0, 12)}_`;
  const variable = provider.replaceAll('-', '_').toUpperCase();
  return `# Format, length and alphabet are facts: take them from the provider's documentation and cite the page. CONTRIBUTING.md
# has the fields, checks and example kinds.
provider: ${provider}
name: ${quoted}
references: ['${fillIn}: the page that documents the token']
remediation: '${fillIn}: where it is revoked, and what to create instead.'
rules:
  - id: ${provider}-api-token
    name: ${name.replace(/[^\x20-\x7e]|[:#'"]/g, '').trim() || provider} API token
    description: '${fillIn}: what it opens, in an attacker’s hand.'
    severity: high # critical | high | medium | low | info: how bad if live
    anchors: [${anchor}] # a literal of 3 bytes or more that stands in every match, any case
    pattern: '${anchor}[A-Za-z0-9]{36}' # bounded: no *, + or {n,}
    checks:
      - { check: entropy, min: 3 }
    examples: # <<KIND:N>> is completed by the generator; no real token is ever committed
      - '${variable}_TOKEN=${anchor}<<alnum:36>>'
      - '{"token": "${anchor}<<alnum:36>>"}'
    counterexamples: # where this rule must stay silent
      - '${variable}_TOKEN=${anchor}<<alnum:20>>'
      - '{"token": "${anchor}xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"}'

# A token without a shape of its own is found by the provider's name before it, on the same line. Then, instead of
# anchors and pattern:
#   confidence: medium
#   keywords: [${prefix}]
#   value: '[a-f0-9]{32}' # the documented alphabet and length
`;
}
