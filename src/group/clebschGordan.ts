/**
 * Clebsch–Gordan coefficient ⟨l1 m1 l2 m2 | l m⟩ of integer degrees, Condon–Shortley phase. The sum is of integers below
 * 2^(l1 + l2 + l), so exact to l = 17; the square root rounds once.
 * @returns 0 where m ≠ m1 + m2; the degrees must satisfy |l1 − l2| ≤ l ≤ l1 + l2
 * @source Racah 1942, Phys. Rev. 62, 438, eq. 16, written in binomial coefficients
 */
export function clebschGordan(l1: number, m1: number, l2: number, m2: number, l: number, m: number): number {
  if (m !== m1 + m2 || Math.abs(m) > l) return 0;
  const [a, b, c] = [l1 + l2 - l, l1 - l2 + l, l2 - l1 + l];
  let sum = 0;
  for (let k = 0; k <= a; k++)
    sum += (k % 2 === 0 ? 1 : -1) * binomial(a, k) * binomial(b, l1 - m1 - k) * binomial(c, l2 + m2 - k);
  const above = binomial(2 * l1, a) * binomial(2 * l2, a);
  const below = binomial(2 * l1, l1 - m1) * binomial(2 * l2, l2 - m2) * binomial(2 * l, l - m);
  return sum * Math.sqrt(above / binomial(l1 + l2 + l + 1, a) / below);
}

/** n over k, 0 for k outside 0 … n; each step is an integer. */
function binomial(n: number, k: number): number {
  if (k < 0 || k > n) return 0;
  let product = 1;
  for (let i = 1; i <= k; i++) product = (product * (n - k + i)) / i;
  return product;
}
