/** A small seeded generator (mulberry32): tests print the seed, so that a failure can be run again. */
export interface Random {
  /** In [0, 1). */
  next(): number;
  /** Integer in [0, limit). */
  below(limit: number): number;
  pick<T>(list: readonly T[]): T;
}

export function seededRandom(seed: number): Random {
  let state = seed >>> 0;
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = state;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
  return {
    next,
    below: (limit) => Math.floor(next() * limit),
    pick: (list) => list[Math.floor(next() * list.length)]!,
  };
}

/** From GITMOAT_SEED, else fixed, so that the gate is the same on every machine. */
export const testSeed: number = Number(process.env.GITMOAT_SEED ?? 20_261_123);
/** `pnpm test:full`. */
export const full: boolean = process.env.GITMOAT_TEST_FULL === '1';
