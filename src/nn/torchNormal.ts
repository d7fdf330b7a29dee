// The normal draws of PyTorch on the CPU, for constants that other libraries estimate with them.

/**
 * `torch.randn(n, generator=torch.Generator().manual_seed(seed), dtype=torch.float64)`
 * @param n a multiple of 16
 * @source Matsumoto & Nishimura 1998, MT19937; Box–Muller on the first and last eight of each sixteen uniforms, as PyTorch
 */
export function torchNormal(seed: number, n: number): Float64Array {
  const word = mersenneTwister(seed);
  // 53 bits of two words, the higher one first.
  const uniform = () => {
    const high = word() & 0x1fffff;
    return (high * 2 ** 32 + word()) * 2 ** -53;
  };
  const out = Float64Array.from({ length: n }, uniform);
  for (let start = 0; start < n; start += 16)
    for (let i = start; i < start + 8; i++) {
      const radius = Math.sqrt(-2 * Math.log1p(-out[i]!));
      const angle = 2 * Math.PI * out[i + 8]!;
      out[i] = radius * Math.cos(angle);
      out[i + 8] = radius * Math.sin(angle);
    }
  return out;
}

/** 32 random bits a call. */
function mersenneTwister(seed: number): () => number {
  const state = new Uint32Array(624);
  state[0] = seed;
  for (let i = 1; i < 624; i++) state[i] = Math.imul(1812433253, state[i - 1]! ^ (state[i - 1]! >>> 30)) + i;
  let at = 624;
  return () => {
    if (at === 624) {
      for (let i = 0; i < 624; i++) {
        const y = (state[i]! & 0x80000000) | (state[(i + 1) % 624]! & 0x7fffffff);
        state[i] = state[(i + 397) % 624]! ^ (y >>> 1) ^ (y & 1 ? 0x9908b0df : 0);
      }
      at = 0;
    }
    let x = state[at++]!;
    x ^= x >>> 11;
    x ^= (x << 7) & 0x9d2c5680;
    x ^= (x << 15) & 0xefc60000;
    return (x ^ (x >>> 18)) >>> 0;
  };
}
