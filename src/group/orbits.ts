import type { Condition } from "./intertwiners.js";
import type { Matrix } from "./matrix.js";

/**
 * Matrices X [m, n] with w X = X v where every v and w is a signed permutation: one for each orbit of positions, ±1
 * on it and scaled to norm 1; none for an orbit that some element maps to itself with a minus sign.
 */
export function orbitBasis(given: readonly Condition[], n: number, m: number): readonly Matrix[] {
  // Position (i, j) has index i n + j. `root` is its representative, `parity` the sign relative to it.
  const root = Int32Array.from({ length: n * m }, (_, p) => p);
  const parity = new Int8Array(n * m).fill(1);
  const isZero = new Uint8Array(n * m);
  const find = (p: number): [number, number] => {
    let [at, sign] = [p, 1];
    while (root[at] !== at) {
      sign *= parity[at]!;
      at = root[at]!;
    }
    const top = at;
    for (let q = p, s = sign; root[q] !== q; ) {
      const [next, own] = [root[q]!, parity[q]!];
      root[q] = top; // shortens the path for the next time
      parity[q] = s;
      s *= own;
      q = next;
    }
    return [top, sign];
  };
  for (const { v, w } of given) {
    const [right, left] = [moves(v), moves(w)];
    for (let i = 0; i < m; i++)
      for (let j = 0; j < n; j++) {
        const sign = left.sign[i]! * right.sign[j]!;
        const [a, s] = find(i * n + j);
        const [b, t] = find(left.to[i]! * n + right.to[j]!);
        if (a === b && s * sign !== t) isZero[a] = 1;
        if (a === b) continue;
        const [low, high] = [Math.min(a, b), Math.max(a, b)];
        root[high] = low;
        parity[high] = s * sign * t;
        if (isZero[high]) isZero[low] = 1;
      }
  }
  const orbits = new Map<number, [position: number, sign: number][]>();
  for (let p = 0; p < n * m; p++) {
    const [top, sign] = find(p);
    if (isZero[top]) continue;
    const orbit = orbits.get(top) ?? orbits.set(top, []).get(top)!;
    orbit.push([p, sign]);
  }
  return [...orbits.values()].map((orbit) => {
    const out = Array.from({ length: m }, () => new Array<number>(n).fill(0));
    for (const [p, sign] of orbit) out[Math.floor(p / n)]![p % n] = sign / Math.sqrt(orbit.length);
    return out;
  });
}

/** Entry j moves to entry to[j] times sign[j]. */
function moves(a: Matrix): { readonly to: readonly number[]; readonly sign: readonly number[] } {
  const to = new Array<number>(a.length).fill(0);
  const sign = new Array<number>(a.length).fill(1);
  a.forEach((row, i) => {
    const j = row.findIndex((x) => x !== 0);
    to[j] = i;
    sign[j] = row[j]!;
  });
  return { to, sign };
}
