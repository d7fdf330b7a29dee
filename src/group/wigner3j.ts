import { RepError } from "../error.js";
import { clebschGordan } from "./clebschGordan.js";
import { checkDegree, degreeLimit } from "./degree.js";

/**
 * Wigner 3j symbols in e3nn's real basis, with the signs of e3nn 0.6: the tensor that D(l1) ⊗ D(l2) ⊗ D(l3) leaves
 * alone, of norm 1.
 * @returns [2 l1 + 1, 2 l2 + 1, 2 l3 + 1], row-major
 * @throws InputError if a degree is not in 0 … 12
 * @throws RepError unless |l1 − l2| ≤ l3 ≤ l1 + l2
 */
export function wigner3j(l1: number, l2: number, l3: number): Float64Array {
  for (const l of [l1, l2, l3]) checkDegree("wigner3j", l);
  if (l3 < Math.abs(l1 - l2) || l3 > l1 + l2)
    throw new RepError("wigner3j", { expected: "|l1 − l2| ≤ l3 ≤ l1 + l2", got: `${l1}, ${l2}, ${l3}` });
  const [n2, n3] = [2 * l2 + 1, 2 * l3 + 1];
  const out = new Float64Array((2 * l1 + 1) * n2 * n3);
  const norm = 1 / Math.sqrt(n3);
  // (−m1, −m2) adds the complex conjugate of what (m1, m2) adds: half of the pairs, twice the real part.
  for (let m1 = 0; m1 <= l1; m1++)
    for (let m2 = m1 === 0 ? 0 : Math.max(-l2, -l3 - m1); m2 <= Math.min(l2, l3 - m1); m2++) {
      const twice = m1 === 0 && m2 === 0 ? 1 : 2;
      const coefficient = twice * norm * clebschGordan(l1, m1, l2, m2, l3, m1 + m2);
      for (const a of real[m1 + degreeLimit]!)
        for (const b of real[m2 + degreeLimit]!)
          for (const c of real[m1 + m2 + degreeLimit]!) {
            const quarters = a.quarters + b.quarters - c.quarters - (l1 + l2 - l3);
            if (quarters % 2 !== 0) continue; // imaginary parts cancel
            const sign = quarters % 4 === 0 ? 1 : -1;
            out[((l1 + a.m) * n2 + l2 + b.m) * n3 + l3 + c.m]! += sign * a.size * b.size * c.size * coefficient;
          }
    }
  return out;
}

interface Coefficient {
  readonly m: number;
  readonly size: number;
  /** Phase i^quarters. */
  readonly quarters: number;
}

/** The complex harmonics m = −12 … 12 in the real ones m and −m, Condon–Shortley phase; e3nn's further factor (−i)^l is left out. */
const real: readonly (readonly Coefficient[])[] = Array.from({ length: 2 * degreeLimit + 1 }, (_, i) => {
  const m = i - degreeLimit;
  if (m === 0) return [{ m, size: 1, quarters: 0 }];
  const phase = m > 0 ? 2 * m : 0; // (−1)^m
  return [
    { m: Math.abs(m), size: Math.SQRT1_2, quarters: phase },
    { m: -Math.abs(m), size: Math.SQRT1_2, quarters: phase + Math.sign(m) },
  ];
});
