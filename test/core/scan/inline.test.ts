import { describe, expect, it } from 'vitest';
import { inlineAllow, otherLinter } from '../../../packages/core/src/scan/inline.ts';

describe('inline comments', () => {
  const own = (line: string, previous = false) => inlineAllow(line, 7, previous);

  it.each([
    ['x = 1 # gitmoat:allow github-pat made up for a test', 'github-pat', 'made up for a test'],
    ['x = 1 # gitmoat:allow', null, 'no reason given'],
    ['/* gitmoat:allow: revoked in May */', null, 'revoked in May'],
    ['<!-- gitmoat:allow stripe-live-secret-key docs -->', 'stripe-live-secret-key', 'docs'],
    ['x = 1 // gitleaks:allow', null, 'gitleaks:allow'],
    ['x = 1 # trufflehog:ignore', null, 'trufflehog:ignore'],
    ['x = 1 # pragma: allowlist secret', null, 'pragma: allowlist secret'],
    ['x = 1 # pragma: whitelist secret', null, 'pragma: allowlist secret'],
    ['x = 1 # betterleaks:allow', null, 'betterleaks:allow'],
    ['x = 1 # kingfisher:ignore', null, 'kingfisher:ignore'],
  ])('%s', (line, rule, reason) => {
    expect(own(line)).toEqual({ rule, reason, line: 7 });
    expect(own(line, true)).toBeNull();
  });

  it('speaks of the next line where it says so', () => {
    expect(own('# gitmoat:allow-next-line a test key', true)).toMatchObject({ reason: 'a test key' });
    expect(own('# pragma: allowlist nextline secret', true)).not.toBeNull();
    expect(own('# gitmoat:allow-next-line a test key')).toBeNull();
  });

  it.each(['password = x # nosec', 'key = y // NOSONAR', 'z # noqa: S105', 'q //nolint:gosec'])(
    'notes, and hides nothing: %s',
    (line) => {
      expect(own(line)).toBeNull();
      expect(otherLinter(line)).not.toBeNull();
    },
  );

  it('is silent on ordinary lines', () => {
    expect(own('allow = true // ignore case')).toBeNull();
    expect(otherLinter('const nosecret = 1')).toBeNull();
  });
});
