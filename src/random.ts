// Randomness by Philox 4×32-10: a pure function of (key, counter), so that host, graph, Node and browser draw the same
// bits. @source Salmon et al. 2011, "Parallel random numbers: as easy as 1, 2, 3"

/** A stream of random numbers: two 32-bit words. Keys are split, never advanced. */
export type Key = readonly [number, number];

/** Philox's multipliers and Weyl constants, shared with the graph's `randomBits`. */
export const philox = {
  rounds: 10,
  multipliers: [0xd2511f53, 0xcd9e8d57],
  weyl: [0x9e3779b9, 0xbb67ae85],
} as const;

/** The key of a seed: any integer below 2⁵³ in size. */
export const key = (seed: number): Key => [seed >>> 0, Math.floor(seed / 2 ** 32) >>> 0];

/** An independent key for each name or number: `fold(fold(key, "layer"), 3)`. */
export function fold(parent: Key, data: number | string): Key {
  const [a, b] = typeof data === "number" ? [data >>> 0, 0] : hash(data);
  const [x, y] = block(parent, a!, b!, 0x666f6c64, 1); // counters that `bits` never uses
  return [x!, y!];
}

/** n independent keys. */
export const split = (parent: Key, n: number): Key[] => Array.from({ length: n }, (_, i) => fold(parent, i));

/** n uniform 32-bit words. */
export function bits(from: Key, n: number): Uint32Array {
  const out = new Uint32Array(Math.ceil(n / 4) * 4);
  for (let i = 0; i < out.length / 4; i++) out.set(block(from, i, 0, 0, 0), 4 * i);
  return out.subarray(0, n);
}

/** The word as a number in (0, 1): 23 bits and a half, exact in f32 and f64 alike, never 0 or 1. */
export const unit = (word: number): number => ((word >>> 9) + 0.5) * 2 ** -23;

/** n numbers, uniform in (low, high). */
export function uniform(from: Key, n: number, low = 0, high = 1): Float64Array {
  return Float64Array.from(bits(from, n), (word) => low + (high - low) * unit(word));
}

/**
 * n standard normal numbers (Box–Muller: word i is the radius, word n + i the angle). Math.log and Math.cos differ by a
 * last bit between versions of V8; `log` and `cosine` have the same bits wherever arithmetic is IEEE 754's.
 */
export function normal(from: Key, n: number): Float64Array {
  const words = bits(from, 2 * n);
  return Float64Array.from({ length: n }, (_, i) => {
    const radius = Math.sqrt(-2 * log(unit(words[i]!)));
    return radius * cosine(unit(words[n + i]!));
  });
}

/** A uniform permutation of 0 … n − 1 (Fisher–Yates). */
export function shuffled(from: Key, n: number): Int32Array {
  const out = Int32Array.from({ length: n }, (_, i) => i);
  const draws = bits(from, n);
  for (let i = n - 1; i > 0; i--) {
    const j = Math.floor((draws[i]! / 2 ** 32) * (i + 1));
    [out[i], out[j]] = [out[j]!, out[i]!];
  }
  return out;
}

/** Four words of the stream: Philox 4×32-10 of the counter. */
function block([k0, k1]: Key, c0: number, c1: number, c2: number, c3: number): [number, number, number, number] {
  const [m0, m1] = philox.multipliers;
  const [w0, w1] = philox.weyl;
  for (let round = 0; round < philox.rounds; round++) {
    [c0, c1, c2, c3] = [high(m1, c2) ^ c1 ^ k0, Math.imul(m1, c2), high(m0, c0) ^ c3 ^ k1, Math.imul(m0, c0)];
    k0 = (k0 + w0) | 0;
    k1 = (k1 + w1) | 0;
  }
  return [c0 >>> 0, c1 >>> 0, c2 >>> 0, c3 >>> 0];
}

/** Upper 32 bits of the 64-bit product, by 16-bit halves. */
function high(a: number, b: number): number {
  const [al, ah, bl, bh] = [a & 0xffff, a >>> 16, b & 0xffff, b >>> 16];
  const middle = ah * bl + ((al * bl) >>> 16);
  const cross = al * bh + (middle & 0xffff);
  return ah * bh + Math.floor(middle / 65536) + Math.floor(cross / 65536);
}

/** Two words of a text (FNV-1a with two offsets). */
function hash(text: string): [number, number] {
  let [a, b] = [0x811c9dc5, 0x01000193];
  for (let i = 0; i < text.length; i++) {
    a = Math.imul(a ^ text.charCodeAt(i), 0x01000193);
    b = Math.imul(b ^ (text.charCodeAt(i) + 0x9e37), 0x85ebca6b);
  }
  return [a >>> 0, b >>> 0];
}

/** ln x for 0 < x ≤ 1: x = m · 2ᵉ, ln m = 2 artanh((m − 1) / (m + 1)) by its series up to s²¹ (|s| < 0.172). */
function log(x: number): number {
  let exponent = 0;
  for (; x < Math.SQRT1_2; x *= 2) exponent--;
  const s = (x - 1) / (x + 1);
  let sum = 0;
  for (let k = 21; k >= 1; k -= 2) sum = sum * s * s + 1 / k;
  return 2 * s * sum + exponent * Math.LN2;
}

/** cos 2πt for 0 ≤ t ≤ 1: the series of sine or cosine of what is left beyond the nearest quarter turn. */
function cosine(turns: number): number {
  const quarter = Math.round(4 * turns);
  const angle = 2 * Math.PI * (turns - quarter / 4);
  const isSine = quarter % 2 === 1;
  let sum = 1;
  for (let k = isSine ? 17 : 16; k > 1; k -= 2) sum = 1 - (angle * angle * sum) / (k * (k - 1));
  return (quarter === 1 || quarter === 2 ? -1 : 1) * (isSine ? angle * sum : sum);
}
