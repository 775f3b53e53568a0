/**
 * The file that git runs. Its text is that of `hooks/gitmoat-hook` (a test compares them), held here so that the bundle
 * needs no other file.
 */

/**
 * A message without any of what `grep` asks for (a long word, letters and digits in one, a telling word, a login in an address)
 * holds no secret that a rule knows, so no second node is started for it; a test holds that against every rule's examples.
 * `@NODE_FOLDER@` and `@GITMOAT@` are filled in per clone: a window
 * manager's PATH has neither node nor gitmoat.
 */
export const shimTemplate: string = [
  '#!/bin/sh',
  '# gitmoat: judges what git is about to keep or publish. `gitmoat hooks uninstall` removes it.',
  'hook=${0##*/} before=$0.before-gitmoat in=',
  'case $hook in pre-push | pre-receive) in=$(cat) && in=${in:+$in',
  '} ;; esac',
  '[ ! -x "$before" ] || printf %s "$in" | "$before" "$@" || exit',
  'case ,$SKIP, in *,gitmoat,*) GITMOAT_SKIP=1 ;; esac',
  'if [ "$GITMOAT_SKIP" = 1 ]; then',
  '  log=$(git rev-parse --git-common-dir)/gitmoat-cache && mkdir -p "$log" &&',
  '    echo "$(date -u +%Y-%m-%dT%H:%M:%SZ) $hook $(git rev-parse -q --verify HEAD || echo -)" >> "$log/skips.log"',
  '  exit 0',
  'fi',
  'case $hook in commit-msg | applypatch-msg) LC_ALL=C grep -Eiq \'[a-z0-9_+/=-]{20}|[a-z][0-9]+[a-z]|[a-z][0-9][a-z0-9]{4}|[0-9][a-z][a-z0-9]{4}|pass|pwd|secret|token|://[^ ]*@\' "$1" || exit 0 ;; esac',
  'PATH=$PATH:@NODE_FOLDER@',
  'for run in "$PWD/node_modules/.bin/gitmoat" @GITMOAT@ gitmoat; do',
  '  command -v "$run" > /dev/null && command -v node > /dev/null || continue',
  '  case $in in \'\') exec "$run" hooks run "$hook" "$@" < /dev/null ;; *) printf %s "$in" | "$run" hooks run "$hook" "$@"; exit ;; esac',
  'done',
  '[ -z "$CI" ] || { echo "gitmoat: not installed in this CI job; $hook did not look" >&2; exit 0; }',
  'echo "gitmoat: $hook stopped: node or gitmoat is missing. Install it (npm install), or once: GITMOAT_SKIP=1 git …" >&2; exit 1',
  '',
].join('\n');

/** A word of shim text that no other hook has. */
const mark = '# gitmoat: judges what git is about to keep or publish.';

/** What stands before the shim's own name when it took a hook's place. */
export const chainedSuffix = '.before-gitmoat';

export interface ShimPaths {
  /** Absolute path of the gitmoat that installs. */
  readonly gitmoat: string;
  /** Folder of the node that runs it. */
  readonly nodeFolder: string;
}

export function shimText({ gitmoat, nodeFolder }: ShimPaths): string {
  return shimTemplate
    .replace('@NODE_FOLDER@', () => quoted(posixPath(nodeFolder)))
    .replace('@GITMOAT@', () => quoted(posixPath(gitmoat)));
}

/** Beside the folder of shims that `install --global` made: what it changed. */
export const globalRecord = 'hooks.json';

/** Finds the hook that `core.hooksPath` hides; without a git process in an ordinary clone. */
const findOwn =
  'before=.git/hooks/${0##*/}; [ -d .git ] && [ -z "$GIT_DIR" ] || before=$(git rev-parse --git-common-dir)/hooks/${0##*/}';

/** For a hook folder of all repositories: the repository's own hook runs first; where that is gitmoat's, it alone. */
export function globalShimText(paths: ShimPaths): string {
  return shimText(paths)
    .replace('before=$0.before-gitmoat in=', () => `in= ${findOwn}`)
    .replace(' || exit\n', () => ` || exit; [ -x "$before" ] && grep -q '${mark}' "$before" && exit\n`);
}

/** For events that gitmoat does not judge: only hands on. */
export const handOnText: string = [
  '#!/bin/sh',
  "# gitmoat: hands on to the repository's own hook, which core.hooksPath hides. `gitmoat hooks uninstall --global` removes it.",
  findOwn,
  '[ ! -x "$before" ] || exec "$before" "$@"',
  '',
].join('\n');

export function isShim(text: string): boolean {
  return text.includes(mark);
}

/** A path as Git for Windows' sh wants it in PATH: `C:\\x` would be split at the colon. */
function posixPath(path: string): string {
  const drive = /^([A-Za-z]):[\\/]/.exec(path)?.[1];
  return drive === undefined ? path : `/${drive.toLowerCase()}${path.slice(2).replaceAll('\\', '/')}`;
}

function quoted(word: string): string {
  return `'${word.replaceAll("'", `'\\''`)}'`;
}
