/** trufflehog clones the repository first; without --bare a bare one gives nothing. */
import { type Invocation, jsonLines, type Peer, type PeerFinding } from './peer.ts';

interface Entry {
  readonly SourceMetadata?: { readonly Data?: Readonly<Record<string, { file?: string; line?: number }>> };
  readonly DetectorName: string;
  readonly Raw?: string;
}

export function parseTrufflehog(text: string): PeerFinding[] {
  return jsonLines<Entry>(text).flatMap(({ SourceMetadata, DetectorName, Raw }) => {
    if (SourceMetadata === undefined) return [];
    const [place] = Object.values(SourceMetadata.Data ?? {});
    return [{ path: place?.file ?? null, line: place?.line ?? null, secret: Raw ?? null, rule: DetectorName }];
  });
}

const offline = ['--no-verification', '--no-update', '--json'];
const scan = (argv: readonly string[]): Invocation => ({
  argv: [...argv, ...offline],
  report: 'stdout',
  parse: parseTrufflehog,
});

export const trufflehog: Peer = {
  name: 'trufflehog',
  program: 'trufflehog',
  versionArgs: ['--version'],
  history: ({ program, target }) => scan([program, 'git', `file://${target}`, '--bare']),
  files: ({ program, target }) => scan([program, 'filesystem', target]),
  staged: ({ program, target }) => [
    program,
    'git',
    `file://${target}`,
    '--since-commit',
    'HEAD',
    '--no-verification',
    '--no-update',
    '--fail',
  ],
};
