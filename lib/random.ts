/**
 * The project's only source of chance. xoshiro128** (Blackman & Vigna 2021, doi:10.1145/3460772), state filled by
 * SplitMix-like mixing of an FNV-1a hash of the seed, so that seeds 1 and 2 have nothing in common.
 * The same seed gives the same numbers on every machine: 32-bit integer arithmetic only.
 */
export interface Random {
  /** Uniform in [0, 1), 32 bits of it. */
  uniform(): number;
  /** Uniform in [low, high). */
  between(low: number, high: number): number;
  /** Uniform integer in 0 .. n - 1, unbiased. */
  integer(n: number): number;
  /** Standard normal (Box-Muller, one value a call). */
  normal(): number;
  /** One of the items, each equally likely. @throws RangeError when there are none */
  pick<T>(items: readonly T[]): T;
  /** A new array in random order (Fisher-Yates). */
  shuffle<T>(items: readonly T[]): T[];
  /** An independent stream: the same name always gives the same one, whatever was drawn before. */
  fork(name: string | number): Random;
  /** A 31-bit seed for a native op. */
  seed31(): number;
}

export function createRandom(seed: number | string): Random {
  const key = String(seed);
  let mix = fnv1a(key);
  const fill = (): number => {
    mix = (mix + 0x9e3779b9) | 0;
    let z = mix;
    z = Math.imul(z ^ (z >>> 16), 0x21f0aaad);
    z = Math.imul(z ^ (z >>> 15), 0x735a2d97);
    return z ^ (z >>> 15);
  };
  let [a, b, c, d] = [fill(), fill(), fill(), fill() | 1]; // never all zero

  const uint32 = (): number => {
    const scrambled = Math.imul(rotateLeft(Math.imul(b, 5), 7), 9) >>> 0;
    const shifted = b << 9;
    c ^= a;
    d ^= b;
    b ^= c;
    a ^= d;
    c ^= shifted;
    d = rotateLeft(d, 11);
    return scrambled;
  };
  const uniform = (): number => uint32() / 4294967296;
  const integer = (n: number): number => {
    if (!Number.isInteger(n) || n < 1) throw new RangeError(`Expected a positive integer. Received: n=${n}`);
    const limit = 4294967296 - (4294967296 % n); // drop the incomplete last block: no modulo bias
    for (;;) {
      const value = uint32();
      if (value < limit) return value % n;
    }
  };
  return {
    uniform,
    between: (low, high) => low + (high - low) * uniform(),
    integer,
    normal: () => Math.sqrt(-2 * Math.log(1 - uniform())) * Math.cos(2 * Math.PI * uniform()),
    pick: (items) => {
      if (items.length === 0) throw new RangeError("Expected at least one item to pick from. Received: none");
      return items[integer(items.length)]!;
    },
    shuffle: (items) => {
      const out = [...items];
      for (let i = out.length - 1; i > 0; i--) {
        const j = integer(i + 1);
        [out[i], out[j]] = [out[j]!, out[i]!];
      }
      return out;
    },
    fork: (name) => createRandom(`${key}/${name}`),
    seed31: () => uint32() >>> 1,
  };
}

function fnv1a(text: string): number {
  let hash = 0x811c9dc5;
  for (const byte of new TextEncoder().encode(text)) hash = Math.imul(hash ^ byte, 0x01000193);
  return hash;
}

function rotateLeft(value: number, bits: number): number {
  return (value << bits) | (value >>> (32 - bits));
}
