/** Places of findings, redacted, kept between runs so that a change of rules shows what it brings. */
import { gitmoat } from '../peers/gitmoat.ts';
import { jsonLines } from '../peers/peer.ts';
import { runPeer } from '../peers/run-peer.ts';

export interface QuietPlace {
  readonly repo: string;
  readonly path: string;
  readonly line: number;
  readonly rule: string;
  readonly confidence: string;
  /** Redacted. */
  readonly secret: string;
  readonly fingerprint: string;
}

export interface ScanFiles {
  readonly repo: string;
  /** gitmoat's program. */
  readonly program: string;
  readonly target: string;
  readonly out: string;
}

export function scanFiles({ repo, program, target, out }: ScanFiles): QuietPlace[] {
  const places: QuietPlace[] = [];
  const invocation = gitmoat.files!({ program, target, out });
  runPeer(
    {
      ...invocation,
      argv: invocation.argv.filter((word) => word !== '--show-secrets'),
      // 3: something unread, such as a dangling symbolic link.
      done: [0, 1, 3],
      parse: (text) => {
        places.push(...jsonLines<QuietPlace>(text).map((place) => pick(repo, place)));
        return [];
      },
    },
    out,
  );
  return places;
}

function pick(repo: string, { path, line, rule, confidence, secret, fingerprint }: QuietPlace): QuietPlace {
  return { repo, path, line, rule, confidence, secret, fingerprint };
}

export function writePlaces(places: readonly QuietPlace[]): string {
  return places.map((place) => `${JSON.stringify(place)}\n`).join('');
}

export function readPlaces(text: string): QuietPlace[] {
  return jsonLines<QuietPlace>(text);
}

/** By repository, path, rule and secret; a secret that only moved to another line is neither new nor gone. */
export function changes(
  before: readonly QuietPlace[],
  now: readonly QuietPlace[],
): { came: QuietPlace[]; went: QuietPlace[] } {
  const key = ({ repo, path, rule, fingerprint }: QuietPlace): string => [repo, path, rule, fingerprint].join('\0');
  const old = new Set(before.map(key));
  const current = new Set(now.map(key));
  const repos = new Set(now.map(({ repo }) => repo));
  return {
    came: now.filter((place) => !old.has(key(place))),
    // A repository that was not scanned this time says nothing.
    went: before.filter((place) => repos.has(place.repo) && !current.has(key(place))),
  };
}
