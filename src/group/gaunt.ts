import { wigner3j } from "./wigner3j.js";

/**
 * Gaunt coefficients in e3nn's real basis: the integral of Y(l1, a) Y(l2, b) Y(l3, c) over the sphere, Y of "integral"
 * normalisation. So Y(l1, a) Y(l2, b) = Σ G[a, b, c] Y(l3, c), summed over l3 and c.
 * @returns [2 l1 + 1, 2 l2 + 1, 2 l3 + 1], row-major; all 0 where l1 + l2 + l3 is odd
 * @throws InputError if a degree is not in 0 … 12
 * @throws RepError unless |l1 − l2| ≤ l3 ≤ l1 + l2
 */
export function gaunt(l1: number, l2: number, l3: number): Float64Array {
  const w = wigner3j(l1, l2, l3);
  // G is invariant, so a multiple of w: by ∫ Σ w Y Y Y, whose integrand is the same everywhere, and plain at the pole.
  const centre = (l1 * (2 * l2 + 1) + l2) * (2 * l3 + 1) + l3;
  const poles = [l1, l2, l3].map((l) => Math.sqrt((2 * l + 1) / (4 * Math.PI)));
  const factor = 4 * Math.PI * w[centre]! * poles.reduce((product, pole) => product * pole);
  return w.map((x) => factor * x);
}
