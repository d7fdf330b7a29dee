import { checkFinite, checkRotation } from "./checkRotation.js";
import { checkDegree } from "./degree.js";
import type { Matrix } from "./matrix.js";
import { rotationOfAngles } from "./rotation.js";
import { wigner3j } from "./wigner3j.js";

/**
 * Wigner D matrix of degree l in e3nn's real basis: Y(R v) = D(R) Y(v), D of degree 1 is R itself.
 * @param alpha, beta, gamma Y-X-Y Euler angles in radians: R = R_y(alpha) R_x(beta) R_y(gamma)
 * @returns [2l + 1, 2l + 1], row-major
 * @throws InputError if l is not in 0 … 12 or an angle is not finite
 */
export function wignerD(l: number, alpha: number, beta: number, gamma: number): Float64Array {
  checkDegree("wignerD", l);
  checkFinite("wignerD", "finite angles", [alpha, beta, gamma]);
  return climb(l, rotationOfAngles(alpha, beta, gamma).flat());
}

/**
 * Wigner D matrix of degree l of a rotation.
 * @param rotation [3, 3] on vectors (x, y, z), determinant 1
 * @returns [2l + 1, 2l + 1], row-major
 * @throws InputError if l is not in 0 … 12 or the matrix is no rotation (to 1e-5)
 */
export function wignerDOfMatrix(l: number, rotation: Matrix): Float64Array {
  checkDegree("wignerD", l);
  checkRotation("wignerD", rotation);
  return climb(l, rotation.flat());
}

/** D of degree k is the part of degree k of D(1) ⊗ D(k − 1): D = (2k + 1) wᵀ (D(1) ⊗ D(k − 1)) w with w the 3j symbols. */
function climb(l: number, rotation: readonly number[]): Float64Array {
  let below = Float64Array.of(1);
  for (let k = 1; k <= l; k++) {
    const [n, inner] = [2 * k + 1, 2 * k - 1];
    const out = new Float64Array(n * n);
    const step = steps(k);
    for (const { a, b, c, w } of step)
      for (const { a: d, b: e, c: f, w: v } of step)
        out[c * n + f]! += n * w * v * rotation[3 * a + d]! * below[b * inner + e]!;
    below = out;
  }
  return below;
}

interface Step {
  readonly a: number;
  readonly b: number;
  readonly c: number;
  readonly w: number;
}

const cache = new Map<number, readonly Step[]>();

/** The entries w[a, b, c] ≠ 0 of the 3j symbols (1, k − 1, k). */
function steps(k: number): readonly Step[] {
  const known = cache.get(k);
  if (known) return known;
  const [n2, n3] = [2 * k - 1, 2 * k + 1];
  const all = Array.from(wigner3j(1, k - 1, k), (w, i) => ({
    a: Math.floor(i / (n2 * n3)),
    b: Math.floor(i / n3) % n2,
    c: i % n3,
    w,
  }));
  const found = all.filter(({ w }) => w !== 0);
  cache.set(k, found);
  return found;
}
