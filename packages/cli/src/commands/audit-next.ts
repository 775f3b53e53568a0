/**
 * What to do after an audit, in the order in which it helps: a secret that is out stays out until it is rotated; then
 * ignore and untrack its file; then the hook, which stops the next one.
 */
import { hooksStatus, usualEvents } from '../../../hooks/src/index.ts';
import { type Finding, isUncommitted, isUrl, type Repository, rankFindings, type ScanResult, tierOf } from '../core.ts';

export interface NextSteps {
  readonly result: ScanResult;
  /** Findings that make the run fail. */
  readonly counted: readonly Finding[];
  readonly repo: Repository;
  /** PATH or URL as the user gave it. */
  readonly target: string;
  /** How the user started gitmoat. */
  readonly command: string;
  /** A clone that a CI system made: hooks are nothing to it. */
  readonly ci: boolean;
}

interface Step {
  readonly name: string;
  readonly words: string;
  readonly why: string;
}

/** A single step is the next command by itself; several are a heading and one line each. Empty: nothing to do. */
export async function auditNext(question: NextSteps): Promise<string> {
  const { result, repo, target, command, ci } = question;
  const steps = [
    ...secretSteps(question),
    ...(repo.root === null ? [] : ignoreSteps(result)),
    ...(repo.root === null || ci ? [] : await hookStep(repo)),
  ];
  const [only, ...others] = steps;
  if (only === undefined) return result.coverage.shallow && !result.coverage.complete ? unshallow : '';
  const place = isUrl(target) ? 'in a clone' : target === '.' ? '' : `in ${target}`;
  if (others.length === 0) return `${command} ${only.words}${place === '' ? '' : `   (${place})`}`;
  const width = Math.max(...steps.map(({ words }) => words.length));
  const lines = steps.map(({ name, words, why }, at) =>
    `  ${at + 1} ${name.padEnd(8)} ${command} ${words.padEnd(width)}  ${why}`.trimEnd(),
  );
  return [`in this order${place === '' ? '' : `, ${place}`}`, ...lines].join('\n');
}

const unshallow = 'git fetch --unshallow, then the same again';

function secretSteps({ counted }: NextSteps): Step[] {
  const secrets = rankFindings(counted.filter(({ kind }) => kind !== 'hygiene'));
  const [worst] = secrets;
  if (worst === undefined) return [];
  const print = worst.fingerprint.slice(0, 12);
  // What no commit has yet can still be kept out.
  const kept = secrets.filter((one) => isUncommitted(one) && tierOf(one) !== 'low');
  const left = secrets.filter((one) => tierOf(one) === tierOf(worst) && !kept.includes(one)).length - 1;
  const why = left <= 0 ? '' : `then the other ${left}`;
  const [open] = kept;
  const keep: Step[] =
    open === undefined
      ? []
      : [{ name: 'keep out', words: `explain ${open.fingerprint.slice(0, 12)}`, why: notYet(kept.length) }];
  if (worst === open) return keep;
  if (tierOf(worst) === 'rotate') return [{ name: 'rotate', words: `remediate ${print}`, why }, ...keep];
  return [{ name: 'look', words: `explain ${print}`, why }, ...keep];
}

function notYet(count: number): string {
  return count === 1 ? 'not committed yet' : `${count} are not committed yet`;
}

function ignoreSteps({ findings }: ScanResult): Step[] {
  const open = (rule: string) => findings.filter((one) => one.rule === rule && one.suppressed === null);
  const steps: Step[] = [];
  if (open('secret-files-not-ignored').length > 0) {
    steps.push({ name: 'ignore', words: 'check --fix', why: 'mends .gitignore' });
  }
  const tracked = open('secret-file-tracked');
  if (tracked.length > 0) {
    const why = tracked.length > 1 ? `${tracked.length} files; they stay on disk` : `${tracked[0]!.path} stays on disk`;
    steps.push({ name: 'untrack', words: 'check --fix --untrack', why });
  }
  return steps;
}

async function hookStep(repo: Repository): Promise<Step[]> {
  const { coverage } = await hooksStatus(repo, usualEvents);
  if (coverage.every(({ by }) => by.length > 0)) return [];
  return [{ name: 'hook', words: 'init', why: 'stops the next one' }];
}
