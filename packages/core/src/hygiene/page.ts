/** A rule's documentation page, from its YAML and nothing else. Used by scripts/hygiene-docs.mjs and the test that holds pages and rules together. */
import type { AuthoredHygieneRule, ExampleFile, ExampleTree } from './schema.ts';

type DocumentedRule = AuthoredHygieneRule & { readonly group: string };

export function rulePage(rule: DocumentedRule): string {
  const { id, name, group, severity, profile, stages, why, risk, remediation, references } = rule;
  const lines = [
    `# ${id}`,
    '',
    `${name}.`,
    '',
    `Group \`${group}\` · severity ${severity} · profile ${profile} · asked in ${stages.join(', ')}`,
    '',
    '## Why',
    '',
    why,
    '',
    risk,
    '',
    '## What to do',
    '',
    remediation,
    '',
    'To silence one place: a comment `gitmoat:allow ' +
      id +
      ' REASON` on the line, or an entry with a reason under `allow:` in',
    `\`.gitmoat.yaml\`. To silence the rule: \`rules: { disable: [${id}] }\`.`,
    '',
    '## Found',
    '',
    ...rule.examples.flatMap(treeLines),
    '## Not found',
    '',
    ...rule.counterexamples.flatMap(treeLines),
  ];
  if (references.length > 0) lines.push('## References', '', ...references.map((url) => `- <${url}>`), '');
  return `${lines.join('\n').trimEnd()}\n`;
}

export function rulesIndex(rules: readonly DocumentedRule[]): string {
  const sorted = rules.toSorted((a, b) => (a.id < b.id ? -1 : 1));
  const rows = sorted.map(
    ({ id, name, group, severity, profile }) => `| [${id}](${id}.md) | ${name} | ${group} | ${severity} | ${profile} |`,
  );
  const head = [
    '# Hygiene rules',
    '',
    `${rules.length} rules; made from \`rules/hygiene/\` by \`node scripts/hygiene-docs.mjs\`. \`gitmoat check --profile strict\` asks them all.`,
    '',
    '| rule | what | group | severity | profile |',
    '|---|---|---|---|---|',
  ];
  return `${[...head, ...rows].join('\n')}\n`;
}

function treeLines(tree: ExampleTree): string[] {
  const settings = Object.entries(tree.config ?? {}).map(([key, value]) => `git config ${key} ${value}`);
  const exclude = tree.exclude === undefined ? [] : ['.git/info/exclude', ...indented(tree.exclude)];
  const listed = (files: ExampleTree['files'] | undefined, remark: string) =>
    Object.entries(files ?? {}).flatMap(([path, file]) => fileLines(path, file, remark));
  const refs = (tree.refs ?? []).map((ref) => `ref ${ref}`);
  const files = [
    ...listed(tree.removed, 'in an older commit'),
    ...listed(tree.files, ''),
    ...listed(tree.later, 'written later'),
  ];
  return ['```text', ...settings, ...exclude, ...refs, ...files, '```', ''];
}

function fileLines(path: string, entry: ExampleFile, remark: string): string[] {
  const file = typeof entry === 'string' ? { content: entry } : entry;
  const remarks = [
    remark,
    file.symlink === undefined ? '' : `→ ${file.symlink}`,
    file.executable ? 'executable' : '',
    file.untracked ? 'not tracked' : '',
    file.submodule ? `submodule${file.drifted ? ' at another commit' : ''}` : '',
    file.size === undefined ? '' : `${file.size} bytes`,
  ].filter(Boolean);
  return [`${path}${remarks.length > 0 ? ` (${remarks.join(', ')})` : ''}`, ...indented(file.content ?? '')];
}

/** Made-up values stand as their templates: nothing that looks like a token is written down. */
function indented(text: string): string[] {
  const lines = text
    .replace(/\n$/, '')
    .split('\n')
    .map((line) => line.replace(/\r$/, '␍').replace(/^\ufeff/, '␠(BOM)'));
  return text === '' ? [] : lines.map((line) => `    ${line}`.trimEnd());
}
