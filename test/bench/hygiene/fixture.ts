/** One judged thing of somebody else's tests: what a check of theirs says about one resource, file or snippet. */

export interface Fixture {
  /** Their id of the check. */
  readonly check: string;
  /** Where it is from, for people. */
  readonly place: string;
  /** Path → text. */
  readonly files: ReadonlyMap<string, string>;
  /** The resource (`aws_vpc.main`) that is judged; null: the files as a whole. */
  readonly subject: string | null;
  readonly expected: 'pass' | 'fail';
}

/** Which of our rules answers a check of theirs; `says` where a rule tells several things apart by its message. */
export interface Counterpart {
  readonly rules: readonly string[];
  readonly says?: RegExp;
}

export interface Judged extends Fixture {
  /** `missing`: there is no rule of ours. */
  readonly ours: 'pass' | 'fail' | 'missing';
}

export const agrees = ({ ours, expected }: Judged): boolean => ours === expected;
