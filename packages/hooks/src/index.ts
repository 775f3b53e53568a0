/** Public API of @gitmoat/hooks: what a hook asks and says, and how hooks are installed. */
export { examineHooks, type Finding as HookFinding } from './doctor/doctor.ts';
export { globalStatus, installGlobal, uninstallGlobal } from './install/global.ts';
export { hooksStatus, type InstallOptions, installHooks, type Outcome, uninstallHooks } from './install/install.ts';
export { type ManagerName, managerNames } from './install/managers/manager.ts';
export type { ShimPaths } from './install/shim.ts';
export { readJson } from './install/site.ts';
export { type Outgoing, outgoingSource, type PushQuestion } from './outgoing/outgoing-source.ts';
export { pushAdvice } from './outgoing/push-advice.ts';
export { defaultRemote, knownOf, type RemoteKnown } from './outgoing/remote-refs.ts';
export { parsePush, parseReceive, type RefUpdate } from './outgoing/updates.ts';
export { hookOfFramework } from './run/framework.ts';
export { type HookCall, type HookName, hookNames, isOnServer, usualEvents } from './run/hook.ts';
export { readServerSettings } from './run/index-files.ts';
export { withinLimits } from './run/receive-limits.ts';
export { type HookOutcome, type HookSetup, runHook } from './run/run-hook.ts';
export { stagedFindings } from './run/staged-findings.ts';
