import { describe, expect, it } from 'vitest';
import { nameEnds } from '../../../packages/core/src/rules/path-names.ts';
import { nameFilter } from '../../../packages/core/src/scan/name-filter.ts';

describe('how names begin and end that a glob can fit', () => {
  it.each([
    ['**/id_rsa', [['id_rsa', 'id_rsa']]],
    [
      '**/*.{p12,pfx}',
      [
        ['', '.p12'],
        ['', '.pfx'],
      ],
    ],
    ['**/Backup-*.SQL', [['backup-', '.sql']]],
    ['**/?(a|b)', [['', '']]],
    ['a[b]c/*.pem', [['', '']]],
  ])('%s', (glob, ends) => {
    expect(nameEnds(glob)).toEqual(ends);
  });

  it('turns away other names, whatever their case or folder', () => {
    const mayFit = nameFilter(nameEnds('**/*.{p12,pfx}'));
    expect(['a/B.P12', 'x.pfx'].map(mayFit)).toEqual([true, true]);
    expect(['a.p12/b', 'p12', ''].map(mayFit)).toEqual([false, false, false]);
  });
});
