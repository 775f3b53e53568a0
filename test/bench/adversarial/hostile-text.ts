/**
 * Text that never repeats itself, by seed: literal parts and random ones. What the scanner remembers of earlier text (whole lines,
 * the last stretch read) is of no help against it. Random parts are cut from pools, so that a megabyte takes milliseconds.
 */

/** A literal, or so many random characters of a kind. */
export type Part = string | { readonly kind: Kind; readonly least: number; readonly most: number };

export type Kind = 'digit' | 'hex' | 'lower' | 'upper' | 'alnum' | 'base64' | 'escaped';

/** `base64`, `hex`, `percent`, `wrapped` encode the text as one run. */
export type Encoding = 'base64' | 'hex' | 'percent' | 'wrapped';

export interface HostileInput {
  readonly name: string;
  /** Written over and over, each time with other random parts. */
  readonly piece: readonly Part[];
  readonly encoding?: Encoding;
}

const digit = '0123456789';
const lower = 'abcdefghijklmnopqrstuvwxyz';
const alphabets: Readonly<Record<Exclude<Kind, 'escaped'>, string>> = {
  digit,
  hex: `${digit}abcdef`,
  lower,
  upper: lower.toUpperCase(),
  alnum: digit + lower + lower.toUpperCase(),
  base64: `${digit}${lower}${lower.toUpperCase()}+/`,
};
const escapes = ['%2F', '\\u002f', '&#47;', '\\/', '%3D', '&amp;'];
const poolSize = 1 << 18;
const pools = new Map<Kind, string>();

/** The narrowest kind that has all of `text`. */
export function kindOf(text: string): Kind {
  const kinds = ['digit', 'hex', 'lower', 'upper', 'alnum'] as const;
  return kinds.find((kind) => [...text].every((c) => alphabets[kind].includes(c))) ?? 'base64';
}

/** A small fast generator (mulberry32): 32 random bits a call. */
function randomBits(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return (t ^ (t >>> 14)) >>> 0;
  };
}

function poolOf(kind: Kind): string {
  let pool = pools.get(kind);
  if (pool === undefined) {
    const next = randomBits(kind.length);
    const out: string[] = [];
    const letters = alphabets[kind === 'escaped' ? 'alnum' : kind];
    for (let i = 0; i < poolSize; i++) {
      const bits = next();
      out.push(
        kind === 'escaped' && bits % 8 === 0
          ? escapes[(bits >>> 3) % escapes.length]!
          : letters[bits % letters.length]!,
      );
    }
    pool = out.join('');
    pools.set(kind, pool);
  }
  return pool;
}

/** `size` bytes of an input; another seed gives another text of the same kind. */
export function fill({ piece, encoding }: HostileInput, size: number, seed: number): Buffer {
  const next = randomBits(seed);
  const parts: string[] = [];
  const plain =
    encoding === undefined ? size : Math.ceil(size / (encoding === 'percent' ? 3 : encoding === 'hex' ? 2 : 1.3));
  for (let length = 0; length < plain; ) {
    for (const part of piece) {
      const text = typeof part === 'string' ? part : drawn(part, next);
      parts.push(text);
      length += text.length;
    }
    if (length === 0) return Buffer.alloc(size, 32);
  }
  return encoded(Buffer.from(parts.join(''), 'utf8'), encoding).subarray(0, size);
}

/** Two stretches of the pool: places in it are few enough to be drawn twice, pairs of places are not. */
function drawn({ kind, least, most }: Exclude<Part, string>, next: () => number): string {
  const pool = poolOf(kind);
  const wanted = least + (next() % (most - least + 1));
  const half = wanted >> 1;
  const first = next() % (poolSize - half);
  const second = next() % (poolSize - wanted);
  return pool.slice(first, first + half) + pool.slice(second, second + wanted - half);
}

function encoded(bytes: Buffer, encoding: Encoding | undefined): Buffer {
  if (encoding === undefined) return bytes;
  if (encoding === 'hex') return Buffer.from(bytes.toString('hex'));
  if (encoding === 'percent') return Buffer.from(bytes.toString('hex').replace(/../g, '%$&'));
  const text = bytes.toString('base64');
  return Buffer.from(encoding === 'wrapped' ? text.replace(/.{76}/g, '$&\n') : text);
}
