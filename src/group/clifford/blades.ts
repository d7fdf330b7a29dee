// Blades of a Clifford algebra as bit masks, and their products.

/** The bilinear products: geometric, outer ∧, and inner ⌟, the left contraction. */
export type CliffordProduct = "geometric" | "outer" | "inner";

/** The terms of a product that are not 0: out[out[k]] += sign[k] · left[left[k]] · right[right[k]]. */
export interface ProductTable {
  readonly left: Uint8Array;
  readonly right: Uint8Array;
  readonly out: Uint8Array;
  readonly sign: Int8Array;
}

/** The table of a product; `squares` are the eᵢ², `grades` those of all blades. */
export function productTable(
  product: CliffordProduct,
  squares: readonly number[],
  grades: readonly number[],
): ProductTable {
  const terms: { left: number; right: number; out: number; sign: number }[] = [];
  for (let left = 0; left < grades.length; left++)
    for (let right = 0; right < grades.length; right++) {
      const out = left ^ right;
      if (product === "outer" && (left & right) !== 0) continue;
      if (product === "inner" && grades[out] !== grades[right]! - grades[left]!) continue;
      const common = vectorsOf(left & right, squares.length);
      const sign = common.reduce((value, i) => value * squares[i]!, swaps(left, right));
      if (sign !== 0) terms.push({ left, right, out, sign });
    }
  return {
    left: Uint8Array.from(terms, ({ left }) => left),
    right: Uint8Array.from(terms, ({ right }) => right),
    out: Uint8Array.from(terms, ({ out }) => out),
    sign: Int8Array.from(terms, ({ sign }) => sign),
  };
}

/** (−1) to the number of swaps that bring the vectors of blade a, followed by those of b, in order. */
export function swaps(a: number, b: number): number {
  let count = 0;
  for (let rest = a >> 1; rest !== 0; rest >>= 1) count += gradeOf(rest & b);
  return count % 2 === 0 ? 1 : -1;
}

/** The number of vectors of a blade. */
export function gradeOf(blade: number): number {
  let count = 0;
  for (let rest = blade; rest !== 0; rest &= rest - 1) count++;
  return count;
}

/** The vectors' numbers 0 … n − 1 of which the bits are set. */
export const vectorsOf = (blade: number, n: number): number[] =>
  Array.from({ length: n }, (_, i) => i).filter((i) => (blade >> i) & 1);
