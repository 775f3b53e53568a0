/** The hooks that gitmoat knows, and what each of them is asked. */

export const hookNames = [
  'pre-commit',
  'pre-merge-commit',
  'commit-msg',
  'applypatch-msg',
  'pre-applypatch',
  'pre-push',
  'pre-receive',
  'update',
] as const;
export type HookName = (typeof hookNames)[number];

/** Installed unless `--events` says otherwise: what git runs on a developer's machine. */
export const usualEvents: readonly HookName[] = [
  'pre-commit',
  'pre-merge-commit',
  'commit-msg',
  'pre-applypatch',
  'pre-push',
];

/** How a hook was called. */
export interface HookCall {
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly cwd: string;
  /** Standard input to its end. */
  stdin(): Promise<string>;
}

/** What a hook's work is called in its messages. */
export function workOf(name: HookName): string {
  if (name === 'pre-push' || isOnServer(name)) return 'push';
  return name === 'pre-merge-commit'
    ? 'merge'
    : name === 'pre-applypatch' || name === 'applypatch-msg'
      ? 'patch'
      : 'commit';
}

/** Called by the receiving side of a push. */
export function isOnServer(name: HookName): boolean {
  return name === 'pre-receive' || name === 'update';
}
