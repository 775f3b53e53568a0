/** Every command once: what it is for, what it takes, and where its code is (loaded only when it runs). */
import type { Io } from './io.ts';
import { type Args, historyOptions, type OptionName, reportOptions } from './options.ts';

export interface Command {
  readonly usage: string;
  readonly summary: string;
  /** A paragraph for its help. */
  readonly about: string;
  readonly options: readonly OptionName[];
  /** Where an option means something of its own here. */
  readonly optionHelp?: Partial<Record<OptionName, string>>;
  readonly examples: readonly string[];
  load(): Promise<{ run(args: Args, io: Io): Promise<number> }>;
}

export const commands: Readonly<Record<string, Command>> = {
  audit: {
    usage: 'gitmoat [audit] [PATH|URL]',
    summary: 'everything about a repository: history and worktree, one screen',
    about:
      'Reads every object of the repository, reachable or not, and the files of the worktree. A URL is cloned into a ' +
      'temporary folder and removed afterwards. PATH is the current folder if left out.',
    options: [...historyOptions, ...reportOptions],
    examples: [
      'gitmoat audit .',
      'gitmoat audit https://git.example/team/app.git',
      'gitmoat audit . --format sarif --output gitmoat.sarif',
    ],
    load: () => import('./commands/audit.ts'),
  },
  init: {
    usage: 'gitmoat init',
    summary: 'set a repository up: settings, .gitignore, hooks, CI',
    about:
      'Shows every file that it would write, asks, and writes it: .gitmoat.yaml with a random id, the .gitignore lines ' +
      'that are missing, hooks by way of what the project uses already, the CI file. A second run finds nothing to do.',
    options: ['ci', 'dry-run', 'yes', 'help'],
    examples: ['gitmoat init --dry-run', 'gitmoat init --yes --ci github'],
    load: () => import('./commands/init.ts'),
  },
  scan: {
    usage: 'gitmoat scan [PATH...] | --stdin',
    summary: 'files and folders as they are on disk, with or without git',
    about:
      'In a repository: tracked files and untracked ones that are not ignored. Elsewhere: every file below PATH. ' +
      'With --stdin: what comes in.',
    options: ['stdin', ...reportOptions],
    examples: ['gitmoat scan src config', 'kubectl get cm -o yaml | gitmoat scan --stdin'],
    load: () => import('./commands/scan.ts'),
  },
  staged: {
    usage: 'gitmoat staged',
    summary: 'what the next commit would add (what the pre-commit hook runs)',
    about:
      'Reads the index, not the worktree, and reports only what HEAD does not hold already: secrets, and what the ' +
      '.gitignore and hygiene rules say of the staged files.',
    options: ['only', ...reportOptions],
    examples: ['gitmoat staged', 'gitmoat staged --only secrets'],
    load: () => import('./commands/staged.ts'),
  },
  outgoing: {
    usage: 'gitmoat outgoing [--remote NAME [REF...]]',
    summary: 'what a push would publish (what the pre-push hook runs)',
    about:
      'Every commit that the remote does not have, of every ref, and the messages of commits and tags. As a hook it reads ' +
      "git's lines on standard input; by hand, --remote names the other side and REF what is pushed (HEAD if left out).",
    options: ['remote', ...reportOptions],
    examples: ['gitmoat outgoing --remote origin', 'gitmoat outgoing --remote origin main v1.2.0'],
    load: () => import('./commands/outgoing.ts'),
  },
  check: {
    usage: 'gitmoat check [PATH|URL]',
    summary: '.gitignore enforcement and repository hygiene; --fix mends .gitignore',
    about:
      'Asks whether secret files are really ignored, what is committed that should not be, and what CI, images and ' +
      'infrastructure leave open. The default rules are those that can leak a secret, open production or lose data. ' +
      'npm is asked what it would publish where a package has a secret file in its folder.',
    options: [
      'fix',
      'untrack',
      'history',
      'profile',
      'format',
      'output',
      'all',
      'fail-on',
      'show-suppressed',
      'config',
      'quiet',
      'no-color',
      'help',
    ],
    examples: [
      'gitmoat check .',
      'gitmoat check --fix',
      'gitmoat check --profile strict --format sarif -o check.sarif',
    ],
    load: () => import('./commands/check.ts'),
  },
  hooks: {
    usage: 'gitmoat hooks install | uninstall | status | doctor | run NAME',
    summary: 'the git hooks of this clone: put in, take out, prove that they fire',
    about:
      'install finds what the project uses already (husky, lefthook, pre-commit, simple-git-hooks, plain files) and adds to ' +
      'it; a hook that is there is kept and runs first. uninstall brings every byte back. doctor plants a made-up token in ' +
      'a scratch clone and proves that each hook stops it. run is what an installed hook calls.',
    options: ['manager', 'events', 'global', 'dry-run', 'help'],
    examples: ['gitmoat hooks install', 'gitmoat hooks install --global', 'gitmoat hooks doctor'],
    load: () => import('./commands/hooks.ts'),
  },
  allow: {
    usage: 'gitmoat allow FINGERPRINT --reason TEXT',
    summary: 'an exception for one secret, with a reason, in .gitmoat.yaml',
    about:
      'Writes an entry into the allow list of .gitmoat.yaml and keeps its comments. A value that is easy to guess is ' +
      'allowed only where it stands now.',
    options: ['reason', 'expires', 'rotated', 'stage', 'config', 'help'],
    examples: [
      'gitmoat allow 3f2a9c0d11ee --reason "made up for a test"',
      'gitmoat allow 3f2a9c0d11ee --rotated --stage',
    ],
    load: () => import('./commands/allow.ts'),
  },
  baseline: {
    usage: 'gitmoat baseline create | update | prune',
    summary: 'accept what an old repository holds, so that only new findings count',
    about:
      'create writes .gitmoat-baseline: one sorted line a fingerprint, each "unreviewed" until someone writes a reason ' +
      'there. Secrets that are real by their form and stand in HEAD are left out. update adds, prune takes out what is gone.',
    options: ['include-provable', 'dry-run', 'config', 'help'],
    examples: ['gitmoat baseline create', 'gitmoat baseline prune --dry-run'],
    load: () => import('./commands/baseline.ts'),
  },
  range: {
    usage: 'gitmoat range BASE..HEAD',
    summary: 'what some commits bring: a pull request',
    about:
      'Reports what a commit of the range introduces, merge resolutions included. A secret that the range adds and ' +
      'removes again is reported too: it is published, so rotate it.',
    options: reportOptions,
    examples: ['gitmoat range origin/main..HEAD'],
    load: () => import('./commands/range.ts'),
  },
  ci: {
    usage: 'gitmoat ci [--base COMMIT [--head COMMIT]]',
    summary: 'a pull request or push, worked out from the CI’s environment',
    about:
      'Knows GitHub Actions, GitLab CI, Bitbucket, Azure Pipelines, CircleCI, Jenkins and Buildkite. Judges what the ' +
      'change brings by the settings of its base and what it adds to them, and says every addition first. Deepens a ' +
      'shallow clone where it can; where it cannot, it fails with 3. Without a change (a schedule) it reads everything.',
    options: [
      'base',
      'head',
      'policy',
      ...historyOptions,
      ...reportOptions.filter((name) => name !== 'config' && name !== 'baseline'),
    ],
    examples: ['gitmoat ci', 'gitmoat ci --base origin/main', 'gitmoat ci --format sarif --output gitmoat.sarif'],
    load: () => import('./commands/ci.ts'),
  },
  history: {
    usage: 'gitmoat history [PATH|URL]',
    summary: 'every object of a repository: branches, stashes, messages, leftovers',
    about: 'Every blob once, commit and tag messages, notes, stashes, reflogs and unreachable objects, labelled.',
    options: [...historyOptions, ...reportOptions],
    examples: ['gitmoat history .', 'gitmoat history . --format json --output history.json'],
    load: () => import('./commands/history.ts'),
  },
  explain: {
    usage: 'gitmoat explain STRING|FINGERPRINT|FILE:LINE',
    summary: 'why something is or is not reported',
    about:
      'Says which rule, anchor, check, likelihood or suppression decided. A fingerprint (as printed, or its first ' +
      'digits) is looked up in the repository of the current folder. Prefer --stdin for a real secret: arguments are ' +
      'visible to other users of the machine and stay in the shell’s history.',
    options: ['stdin', 'config', 'no-color', 'no-progress', 'help'],
    optionHelp: { stdin: 'the text comes in on standard input' },
    examples: [
      'gitmoat explain 3f2a9c0d11ee',
      'gitmoat explain config/app.env:12',
      'pbpaste | gitmoat explain --stdin',
    ],
    load: () => import('./commands/explain.ts'),
  },
  remediate: {
    usage: 'gitmoat remediate FINGERPRINT [--check-gone [PATH|URL]]',
    summary: 'the way out: rotate, who may have it, replace, rewrite, prove it gone',
    about:
      'Prints what to do about one secret, in order: the provider’s page and commands, where it was pushed, how the code ' +
      'gets the new value, how it leaves the history. --prepare writes what git filter-repo needs, --dry-run rewrites a ' +
      'throw-away clone, --check-gone reads every object (branches, tags, stashes, reflogs, unreachable ones) and ends ' +
      'with 0 where it is gone and 1 where it is not. Nothing else is changed, and the value is never printed.',
    options: ['prepare', 'dry-run', 'check-gone', 'values', ...historyOptions, 'config', 'no-progress', 'help'],
    examples: [
      'gitmoat remediate 3f2a9c0d11ee',
      'gitmoat remediate 3f2a9c0d11ee --dry-run',
      'gitmoat remediate 3f2a9c0d11ee --check-gone https://git.example/team/app.git',
    ],
    load: () => import('./commands/remediate.ts'),
  },
  rules: {
    usage: 'gitmoat rules list|show|new|test|check [ARGUMENT...]',
    summary: 'the rules: all of them, one of them, a new one, or whether they hold',
    about:
      'list [TEXT] and show ID read the compiled rules. new PROVIDER writes a rule file that says what to fill in (into ' +
      'rules/secrets/ where that is, else here). test FILE [TEXT|PATH] shows what each rule ' +
      'of a file makes of a text: anchors, reach, each check’s verdict; without a text, of its own examples. Prefer --stdin for a ' +
      'real token. check [PATH...] compiles rule files, runs their examples and counterexamples, says which line to mend, and proposes a ' +
      'bounded pattern for one that it refuses.',
    options: ['format', 'stdin', 'dry-run', 'help'],
    optionHelp: {
      format: 'text (default) or json, for list and show',
      stdin: 'for test: the text comes in on standard input',
      'dry-run': 'for new: print the file, write nothing',
    },
    examples: [
      'gitmoat rules list aws',
      'gitmoat rules show github-pat',
      'gitmoat rules new acme',
      'gitmoat rules test rules/secrets/acme.yaml config/app.env',
      'gitmoat rules check rules/secrets/acme.yaml',
    ],
    load: () => import('./commands/rules.ts'),
  },
  cache: {
    usage: 'gitmoat cache info | clear [PATH]',
    summary: 'what history and audit remember in the git folder',
    about:
      'A second run reads only what is new. What it needs for that lies in gitmoat-cache/ in the git folder: object ids, ' +
      'offsets and paths, never a secret. clear removes it; --no-cache does without.',
    options: ['help'],
    examples: ['gitmoat cache info', 'gitmoat cache clear ../app'],
    load: () => import('./commands/cache.ts'),
  },
};
