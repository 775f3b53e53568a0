/** Runs one check over a whole text, as the detector would over a match. */
import type { CheckOutcome } from '../../../../packages/core/src/detect/checks/check.ts';
import { checks } from '../../../../packages/core/src/detect/checks/index.ts';

export function run(
  name: string,
  secret: string,
  use: Record<string, unknown> = {},
  before = '',
  after = '',
): CheckOutcome {
  const text = before + secret + after;
  return checks[name]!({
    text,
    start: before.length,
    end: before.length + secret.length,
    use: { check: name, ...use },
  });
}
