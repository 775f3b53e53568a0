/** Several commands, run round by round in turn, so that noise of the machine hits all of them alike. */
import { type Command, type Measurement, type MeasureOptions, measure } from './measure.ts';

export interface Contestant {
  readonly label: string;
  /** Untimed, before each run; gives the command to time. */
  prepare(round: number): Command | Promise<Command>;
  /** Untimed, after each run. */
  finish?(measurement: Measurement, round: number): void | Promise<void>;
}

export interface Rounds extends MeasureOptions {
  readonly runs: number;
  /** Seconds: what takes longer in its first round is not run again. */
  readonly onceAbove?: number;
  readonly progress: (text: string) => void;
}

/** Measurements by contestant, in the order of rounds. Each round begins with another contestant. */
export async function interleave<Each extends Contestant>(
  contestants: readonly Each[],
  options: Rounds,
): Promise<Map<Each, Measurement[]>> {
  const results = new Map(contestants.map((each): [Each, Measurement[]] => [each, []]));
  for (let round = 0; round < options.runs; round++) {
    for (let i = 0; i < contestants.length; i++) {
      const each = contestants[(i + round) % contestants.length]!;
      if ((results.get(each)![0]?.wall ?? 0) > (options.onceAbove ?? Number.POSITIVE_INFINITY)) continue;
      options.progress(`round ${round + 1} of ${options.runs}: ${each.label}`);
      const measurement = await measure(await each.prepare(round), options);
      results.get(each)!.push(measurement);
      await each.finish?.(measurement, round);
    }
  }
  return results;
}
