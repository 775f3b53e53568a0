/** .env files and their templates: which belongs to which, and which variables only one of them has. */
import type { RawPath } from '../../sources/source.ts';
import type { Check, Problem } from '../check.ts';
import type { Tree } from '../tree.ts';

const suffix = /\.(?:example|sample|template|dist|defaults)$/;
export const isTemplate = (path: RawPath): boolean =>
  /(?:^|[/.])env\.(?:example|sample|template|dist|defaults)$/.test(path);

/** The file that a template is for; null for what is no template. */
export function templateOf(path: RawPath): RawPath | null {
  return isTemplate(path) ? path.replace(suffix, '') : null;
}

function keysOf(text: string): Set<string> {
  return new Set([...text.matchAll(/^\s*(?:export\s+)?([A-Za-z_]\w*)\s*=/gm)].map((found) => found[1]!));
}

/** Names only: values are nobody's business here. */
function* keysDiffer(tree: Tree): Iterable<Problem> {
  for (const { path } of tree.ofKind('env')) {
    const real = templateOf(path);
    const text = real === null ? undefined : tree.isRead(real) ? tree.text(real) : tree.facts.env.get(real);
    if (text === undefined) continue;
    const [template, own] = [keysOf(tree.text(path)), keysOf(text)];
    const missing = [...own].filter((key) => !template.has(key));
    const unset = [...template].filter((key) => !own.has(key));
    if (missing.length > 0)
      yield { path, text: missing.join(' '), message: `Not in the template: ${missing.join(', ')}` };
    if (unset.length > 0)
      yield {
        path,
        text: `- ${unset.join(' ')}`,
        message: `Only in the template: ${unset.join(', ')}`,
        severity: 'info',
      };
  }
}

export const envKeysDiffer: Check = { kinds: ['env'], facts: ['env'], whole: true, run: keysDiffer };
