/**
 * Clebsch–Gordan coefficient ⟨l1 m1 l2 m2 | l m⟩ of integer degrees, Condon–Shortley phase. The sum is of integers below
 * 2^(l1 + l2 + l), so exact to l = 17; the square root rounds once.
 * @returns 0 where m ≠ m1 + m2; the degrees must satisfy |l1 − l2| ≤ l ≤ l1 + l2
 * @source Racah 1942, Phys. Rev. 62, 438, eq. 16, written in binomial coefficients
 */
export function clebschGordan(l1: number, m1: number, l2: number, m2: number, l: number, m: number): number {
  if (m !== m1 + m2 || Math.abs(m) > l) return 0;
  const [a, b, c] = [l1 + l2 - l, l1 - l2 + l, l2 - l1 + l];
  const [ofA, ofB, ofC] = [binomials(a), binomials(b), binomials(c)];
  const [i, j] = [l1 - m1, l2 + m2];
  let sum = 0;
  for (let k = Math.max(0, i - b, j - c); k <= Math.min(a, i, j); k++)
    sum += (k % 2 === 0 ? 1 : -1) * ofA[k]! * ofB[i - k]! * ofC[j - k]!;
  const above = binomials(2 * l1)[a]! * binomials(2 * l2)[a]!;
  const below = binomials(2 * l1)[i]! * binomials(2 * l2)[j]! * binomials(2 * l)[l - m]!;
  return sum * Math.sqrt(above / binomials(l1 + l2 + l + 1)[a]! / below);
}

/** n over k for k = 0 … n; integers, exact below 2⁵³. */
function binomials(n: number): Float64Array {
  for (let last = triangle.at(-1)!; triangle.length <= n; triangle.push(last))
    last = Float64Array.from({ length: last.length + 1 }, (_, i) => (last[i - 1] ?? 0) + (last[i] ?? 0));
  return triangle[n]!;
}

/** Pascal's triangle as far as it was asked for. */
const triangle = [Float64Array.of(1)];
