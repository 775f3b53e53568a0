/**
 * Secret files that `npm publish` would take along. npm itself is asked where it is at hand (facts.ts); else its rules are
 * applied here: `files`, then .npmignore, then .gitignore, each only where the one before is missing.
 */
import { createIgnoreMatcher } from '../../ignore/matcher.ts';
import { sideFolder } from '../../ignore/must-ignore.ts';
import type { RawPath } from '../../sources/source.ts';
import type { Check, Problem } from '../check.ts';
import type { Tree } from '../tree.ts';

/** By name; what templates and tests are called is left out. */
const secretName =
  /(?:^|\/)(?:\.env(?:\.(?!example$|sample$|template$|dist$|defaults$|test$)[\w.-]+)?|id_(?:rsa|dsa|ecdsa|ed25519)|[^/]+\.(?:pem|key|p12|pfx|jks)|\.netrc|\.pypirc|service-account[\w-]*\.json|credentials\.json|terraform\.tfstate)$/;

/** Folders (with their slash) of packages that are published. */
export function publishedFolders(tree: Tree): string[] {
  return tree.ofKind('package-json').flatMap(({ path }) => {
    const text = tree.text(path);
    const isPublished = /"version"\s*:/.test(text) && /"name"\s*:/.test(text) && !/"private"\s*:\s*true/.test(text);
    return isPublished && !sideFolder.test(path) ? [path.slice(0, -'package.json'.length)] : [];
  });
}

/** Files of a package that are secret by their names, tracked or not, ignored or not. Paths from the top. */
export function secretsBelow(tree: Tree, folder: string): RawPath[] {
  const all = [...tree.files.map(({ path }) => path), ...tree.facts.ignored];
  return all.filter((path) => path.startsWith(folder) && secretName.test(path) && !sideFolder.test(path));
}

function* letOut(tree: Tree): Iterable<Problem> {
  for (const folder of publishedFolders(tree)) {
    const secrets = secretsBelow(tree, folder);
    if (secrets.length === 0) continue;
    const said = tree.facts.packed.get(folder);
    const takes = said === undefined ? packer(tree, folder) : (path: string) => said.includes(path);
    for (const path of secrets) {
      const name = path.slice(folder.length);
      if (!takes(name)) continue;
      yield { path: `${folder}package.json`, text: name, message: `\`npm publish\` puts ${name} into the package` };
    }
  }
}

/** npm's rules, as far as they need no other file. */
function packer(tree: Tree, folder: string): (name: string) => boolean {
  const matcher = (file: string) => createIgnoreMatcher(new Map([['.gitignore', tree.text(`${folder}${file}`)]]));
  const listed = filesOf(tree.text(`${folder}package.json`));
  if (listed !== null) {
    return (name) => listed.some((one) => one === '' || one === '*' || name === one || name.startsWith(`${one}/`));
  }
  const ignore = matcher(tree.has(`${folder}.npmignore`) ? '.npmignore' : '.gitignore');
  return (name) => !ignore.decide(name).ignored;
}

function filesOf(text: string): string[] | null {
  try {
    const { files } = JSON.parse(text) as { files?: unknown };
    if (!Array.isArray(files)) return null;
    return files.map((one) => String(one).replace(/^\.?\/+|\/(?:\*\*)?(?:\/\*)?$/g, ''));
  } catch {
    return null;
  }
}

export const npmPackage: Check = {
  kinds: ['package-json', 'npmignore', 'gitignore'],
  facts: ['ignored', 'packages'],
  whole: true,
  run: letOut,
};
