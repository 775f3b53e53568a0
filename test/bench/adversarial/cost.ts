/** What hostile inputs cost one scan function: all are tried small, the worst are measured at 1 MB and 2 MB. CPU time of the process. */
import { fill, type HostileInput } from './hostile-text.ts';

export interface Cost {
  readonly rule: string;
  readonly input: string;
  /** CPU milliseconds for 1 MB and for 2 MB, the least of a few runs where the first was over a limit. */
  readonly one: number;
  readonly two: number;
  /** In 1 MB. */
  readonly anchors: number;
  readonly findings: number;
}

export interface Scan {
  /** The number of findings. */
  readonly run: (bytes: Buffer) => number;
  /** Occurrences of anchors. */
  readonly anchors: (bytes: Buffer) => number;
}

/** What a rule should keep to: milliseconds for 1 MB, and 2 MB against 1 MB. Shorter times are too noisy for a ratio. */
export const limits = { milliseconds: 500, ratio: 2.5, leastForRatio: 20 };

const megabyte = 1e6;
const tried = { small: 20_000, large: 100_000 };
/**
 * What is measured at full size: a rule's dearest input, the next two as well where the trial comes near the limit, and what
 * grows by more than its size does.
 */
const measured = { near: (limits.milliseconds * tried.large) / megabyte / 2, most: 3, growth: 1.6, leastForGrowth: 5 };
/** Milliseconds for the small trial, after which nothing larger is tried. */
const mostForTrial = 2000;

interface Trial {
  readonly input: HostileInput;
  readonly small: number;
  readonly large: number;
}

export const ratio = ({ one, two }: Cost): number => (one === Number.POSITIVE_INFINITY ? one : two / one);

/** `whole`: all inputs are measured at full size. `quick`: none is, and 2 MB is unknown. */
export function worstCosts(
  rule: string,
  inputs: readonly HostileInput[],
  scan: Scan,
  depth: 'worst' | 'whole' | 'quick' = 'worst',
): Cost[] {
  const trials: Trial[] = [];
  const costs: Cost[] = [];
  for (const input of inputs) {
    try {
      const small = milliseconds(scan, fill(input, tried.small, 1));
      if (small > mostForTrial) {
        const one = (small * megabyte) / tried.small;
        costs.push({ rule, input: `${input.name} (stopped at 20 KB)`, one, two: 2 * one, anchors: 0, findings: 0 });
        continue;
      }
      // Not what is dear, but what is not yet compiled, may be the first run's price.
      const again = depth === 'worst' && small < (measured.near * tried.small) / tried.large;
      const large = again ? small * (tried.large / tried.small) : milliseconds(scan, fill(input, tried.large, 2));
      trials.push({ input, small, large });
    } catch (error) {
      const one = Number.POSITIVE_INFINITY;
      costs.push({
        rule,
        input: `${input.name}: **crashed**, ${(error as Error).message}`,
        one,
        two: one,
        anchors: 0,
        findings: 0,
      });
    }
  }
  const dearest = [...trials].sort((a, b) => b.large - a.large);
  if (depth === 'quick') return [...costs, ...dearest.slice(0, 1).map((trial) => projected(rule, trial))];
  const full = dearest.filter(
    (trial, i) => i === 0 || depth === 'whole' || (i < measured.most && trial.large > measured.near),
  );
  const steepest = dearest
    .filter((trial) => !full.includes(trial) && trial.large > measured.leastForGrowth)
    .find(({ small, large }) => large * tried.small > measured.growth * small * tried.large);
  for (const { input } of steepest === undefined ? full : [...full, steepest]) costs.push(fullCost(rule, input, scan));
  return costs;
}

function projected(rule: string, { input, large }: Trial): Cost {
  const one = (large * megabyte) / tried.large;
  return { rule, input: input.name, one, two: Number.NaN, anchors: 0, findings: 0 };
}

/** Each size has its own seed, so nothing is remembered from one run to the next. */
function fullCost(rule: string, input: HostileInput, scan: Scan): Cost {
  const bytes = fill(input, megabyte, 3);
  let one = milliseconds(scan, bytes);
  let two = milliseconds(scan, fill(input, 2 * megabyte, 4));
  // Noise only ever adds.
  for (let seed = 5; seed < 9 && isOver(one, two); seed += 2) {
    one = Math.min(one, milliseconds(scan, fill(input, megabyte, seed)));
    two = Math.min(two, milliseconds(scan, fill(input, 2 * megabyte, seed + 1)));
  }
  return { rule, input: input.name, one, two, anchors: scan.anchors(bytes), findings: scan.run(bytes) };
}

function isOver(one: number, two: number): boolean {
  return one > limits.milliseconds || (two >= limits.leastForRatio && two > limits.ratio * one);
}

/** All threads of the process: the compiler and the collector too. Wall time follows the machine's load. */
function milliseconds(scan: Scan, bytes: Buffer): number {
  const begun = process.cpuUsage();
  scan.run(bytes);
  const { user, system } = process.cpuUsage(begun);
  return (user + system) / 1000;
}
