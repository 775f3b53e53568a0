/** Throw-away repositories made by real git, and what git itself says is in them. */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export interface GitObject {
  readonly type: number;
  readonly bytes: Buffer;
}

const TYPES = ['', 'commit', 'tree', 'blob', 'tag'];

/** No GIT_* of the caller: inside a hook they would point at the host repository. */
function cleanEnvironment(): NodeJS.ProcessEnv {
  const env = Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith('GIT_')));
  const who = {
    GIT_AUTHOR_NAME: 'A',
    GIT_AUTHOR_EMAIL: 'a@example.com',
    GIT_COMMITTER_NAME: 'C',
    GIT_COMMITTER_EMAIL: 'c@example.com',
  };
  return { ...env, ...who, GIT_CONFIG_GLOBAL: '/dev/null', GIT_CONFIG_NOSYSTEM: '1', LC_ALL: 'C' };
}

export function git(dir: string, args: readonly string[], input?: string | Buffer): Buffer {
  const stdio: ('pipe' | 'ignore')[] = [input === undefined ? 'ignore' : 'pipe', 'pipe', 'pipe'];
  return execFileSync('git', ['-C', dir, ...args], { env: cleanEnvironment(), input, stdio, maxBuffer: 1 << 30 });
}

export function temporaryFolder(): { dir: string; remove: () => void } {
  const dir = mkdtempSync(join(tmpdir(), 'gitmoat-pack-'));
  return { dir, remove: () => rmSync(dir, { recursive: true, force: true }) };
}

/** Small deterministic generator (mulberry32), 0 ≤ x < 1. */
export function seeded(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), state | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}

export function randomText(random: () => number, lines: number): string[] {
  return Array.from({ length: lines }, () =>
    Math.floor(random() * 2 ** 48)
      .toString(36)
      .repeat(1 + Math.floor(random() * 6)),
  );
}

/** A bare repository with `commits` commits on `main` that edit `files` files, a tag, an empty and a binary blob. */
export function makeRepository(
  dir: string,
  options: { commits: number; files: number; format?: string; seed?: number },
): void {
  const { commits, files, format = 'sha1', seed = 1 } = options;
  git('.', ['init', '-q', '--bare', `--object-format=${format}`, '-b', 'main', dir]);
  const random = seeded(seed);
  const contents = Array.from({ length: files }, () => randomText(random, 40));
  const parts: Buffer[] = [];
  const data = (bytes: Buffer): void => {
    parts.push(Buffer.from(`data ${bytes.length}\n`), bytes, Buffer.from('\n'));
  };
  for (let i = 0; i < commits; i++) {
    parts.push(Buffer.from(`commit refs/heads/main\ncommitter C <c@example.com> ${1.7e9 + i} +0000\n`));
    data(Buffer.from(`change ${i}`));
    for (const [f, lines] of contents.entries()) {
      if (i > 0 && random() < 0.5) continue;
      lines.splice(
        Math.floor(random() * lines.length),
        Math.floor(random() * 3),
        ...randomText(random, 1 + Math.floor(random() * 3)),
      );
      parts.push(Buffer.from(`M 644 inline dir${f % 3}/file${f}.txt\n`));
      data(Buffer.from(lines.join('\n')));
    }
    if (i === 0) {
      parts.push(Buffer.from('M 644 inline empty\n'));
      data(Buffer.alloc(0));
      parts.push(Buffer.from('M 644 inline binary\n'));
      data(Buffer.from(Array.from({ length: 70_000 }, () => Math.floor(random() * 256))));
    }
  }
  parts.push(Buffer.from('tag v1\nfrom refs/heads/main\ntagger C <c@example.com> 1700000000 +0000\n'));
  data(Buffer.from('a tag'));
  git(dir, ['-c', 'fastimport.unpackLimit=1', 'fast-import', '--quiet'], Buffer.concat(parts));
}

/** Adds one loose blob. */
export function addLoose(dir: string, content: string | Buffer): string {
  return git(dir, ['hash-object', '-w', '--stdin'], content).toString().trim();
}

/** All objects, by hex id, as `git cat-file` prints them. */
export function objectsOf(dir: string): Map<string, GitObject> {
  const all = git(dir, ['cat-file', '--batch-all-objects', '--batch']);
  const objects = new Map<string, GitObject>();
  for (let at = 0; at < all.length; ) {
    const line = all.indexOf(10, at);
    const [oid, type, size] = all.toString('latin1', at, line).split(' ');
    objects.set(oid!, { type: TYPES.indexOf(type!), bytes: all.subarray(line + 1, line + 1 + Number(size)) });
    at = line + 2 + Number(size);
  }
  return objects;
}

export function write(path: string, bytes: Uint8Array | string): void {
  rmSync(path, { force: true });
  writeFileSync(path, bytes);
}
