/** The one error class. Each code says whose fault it is; each message ends in a next step where there is one. */

export type ErrorCode =
  | 'usage' // wrong arguments: exit 2
  | 'config' // wrong .gitmoat.yaml or rules: exit 2
  | 'not-a-repository' // exit 2
  | 'git' // git failed or is missing: exit 3
  | 'unreadable' // content could not be read: exit 3
  | 'internal'; // our bug: exit 3

export class GitmoatError extends Error {
  readonly code: ErrorCode;
  /** The next step, one sentence. */
  readonly hint: string;

  constructor(code: ErrorCode, message: string, options: { hint?: string; cause?: unknown } = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.name = 'GitmoatError';
    this.code = code;
    this.hint = options.hint ?? '';
  }
}
