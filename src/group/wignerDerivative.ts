import { checkDegree } from "./degree.js";
import type { Matrix } from "./matrix.js";
import { wigner3j } from "./wigner3j.js";

/**
 * The derivative of Wigner's D at the identity, in e3nn's real basis: D(exp x) = exp of this.
 * @param x [3, 3], antisymmetric: an element of the Lie algebra of SO(3)
 * @returns [2l + 1, 2l + 1], antisymmetric
 * @throws InputError if l is not in 0 … 12
 */
export function wignerDerivative(l: number, x: Matrix): Matrix {
  checkDegree("wignerDerivative", l);
  let below: Matrix = [[0]];
  // D(k) = (2k + 1) wᵀ (D(1) ⊗ D(k − 1)) w with w the 3j symbols; so its derivative has x ⊗ 1 + 1 ⊗ D′(k − 1).
  for (let k = 1; k <= l; k++) {
    const [n, inner, w] = [2 * k + 1, 2 * k - 1, wigner3j(1, k - 1, k)];
    const entry = (a: number, b: number, c: number) => w[(a * inner + b) * n + c]!;
    const out = Array.from({ length: n }, () => new Array<number>(n).fill(0));
    for (let c = 0; c < n; c++)
      for (let a = 0; a < 3; a++)
        for (let b = 0; b < inner; b++) {
          const weight = n * entry(a, b, c);
          if (weight === 0) continue;
          for (let f = 0; f < n; f++) {
            for (let d = 0; d < 3; d++) out[c]![f]! += weight * x[a]![d]! * entry(d, b, f);
            for (let e = 0; e < inner; e++) out[c]![f]! += weight * below[b]![e]! * entry(a, e, f);
          }
        }
    below = out.map((row, i) => row.map((value, j) => (value - out[j]![i]!) / 2));
  }
  return below;
}
