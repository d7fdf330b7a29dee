// Irreps of O(3) in V₁ ⊗ V₂ ⊗ …, found by coupling one factor after another.
import { InputError } from "../error.js";
import { type Irreps, type IrrepsPart, irreps } from "./irreps.js";
import { wigner3j } from "./wigner3j.js";

/** One copy of an irrep in a product of spaces. */
export interface ProductCopy {
  readonly irrep: string;
  /** [2l + 1, d₁ d₂ …], row-major, orthonormal rows that turn as the irrep does; the last factor's index runs fastest. */
  readonly rows: Float64Array;
}

export interface ProductBasisOptions {
  /** Irreps wanted, by name; all if not given. */
  readonly filterOut?: readonly string[] | undefined;
  /** Irreps that may occur in products, intermediate ones and the last; all if not given. */
  readonly filterMid?: readonly string[] | undefined;
}

const numberLimit = 2 ** 24;
const copyLimit = 1_000;

/**
 * Copies of irreps that couple the factors from the left: ((V₁ ⊗ V₂) ⊗ V₃) ⊗ …; of all irreps an orthonormal basis of the
 * product. Sorted by irrep (l, odd before even), then by the copies of the left product, parts and copies of the last factor.
 * @throws InputError on more than 2²⁴ numbers, more than 1,000 copies of an irrep, or l > 12 on the way
 * @source e3nn 0.6, `_wigner_nj`: the same copies in the same order
 */
export function productBasis(factors: readonly Irreps[], options: ProductBasisOptions = {}): readonly ProductCopy[] {
  checkSize(factors, options);
  const { filterOut, filterMid } = options;
  let copies = unitCopies(factors[0]!);
  let size = factors[0]!.dimension;
  factors.slice(1).forEach((right, i) => {
    const isLast = i === factors.length - 2;
    const isKept = (irrep: string) => isOf(filterMid, irrep) && (!isLast || isOf(filterOut, irrep));
    copies = sorted(copies.flatMap((left) => coupled(left, size, right, isKept)));
    size *= right.dimension;
  });
  return sorted(copies).filter(({ irrep }) => isOf(filterOut, irrep));
}

const isOf = (filter: readonly string[] | undefined, irrep: string): boolean => !filter || filter.includes(irrep);

function sorted(copies: readonly ProductCopy[]): readonly ProductCopy[] {
  const { permutation } = irreps(copies.map(({ irrep }) => ({ multiplicity: 1, irrep }))).sort();
  const out: ProductCopy[] = [];
  permutation.forEach((to, from) => {
    out[to] = copies[from]!;
  });
  return out;
}

/** The copies in one factor: rows of the identity. */
function unitCopies(factor: Irreps): readonly ProductCopy[] {
  let start = 0;
  return factor.flatMap(({ irrep, l, multiplicity }) =>
    Array.from({ length: multiplicity }, () => {
      const rows = new Float64Array((2 * l + 1) * factor.dimension);
      for (let m = 0; m <= 2 * l; m++) rows[m * factor.dimension + start + m] = 1;
      start += 2 * l + 1;
      return { irrep, rows };
    }),
  );
}

/** One copy in a product of dimension `size` with each copy of the next factor. */
function coupled(
  left: ProductCopy,
  size: number,
  factor: Irreps,
  isKept: (irrep: string) => boolean,
): readonly ProductCopy[] {
  let start = 0;
  return factor.flatMap((part) => {
    const first = start;
    start += part.multiplicity * (2 * part.l + 1);
    return productsOf(left.irrep, part)
      .filter(({ irrep }) => isKept(irrep))
      .flatMap(({ irrep, l }) =>
        Array.from({ length: part.multiplicity }, (_, u) => {
          const at = first + u * (2 * part.l + 1);
          return { irrep, rows: pair(left.rows, size, [l, part.l], factor.dimension, at) };
        }),
      );
  });
}

/** The irreps of a product, in ascending l. */
const productsOf = (left: string, { irrep }: IrrepsPart): Irreps => irreps(`1x${left}`).times(`1x${irrep}`);

/** √(2l + 1) Σ w3j(l, left, right) left ⊗ right: [2l + 1, size, width], where right's components lie from `at` on. */
function pair(
  left: Float64Array,
  size: number,
  [l, right]: readonly [number, number],
  width: number,
  at: number,
): Float64Array {
  const [n, a, b] = [2 * l + 1, left.length / size, 2 * right + 1];
  const symbol = wigner3j(l, (a - 1) / 2, right);
  const out = new Float64Array(n * size * width);
  for (let i = 0; i < symbol.length; i++) {
    if (symbol[i] === 0) continue;
    const [m, j, k] = [Math.floor(i / (a * b)), Math.floor(i / b) % a, i % b];
    const value = Math.sqrt(n) * symbol[i]!;
    for (let p = 0; p < size; p++) out[(m * size + p) * width + at + k]! += value * left[j * size + p]!;
  }
  return out;
}

/** Counts numbers and copies of every product before any is made. */
function checkSize(factors: readonly Irreps[], { filterOut, filterMid }: ProductBasisOptions): void {
  let [all, size] = [irreps("1x0e"), 1];
  factors.forEach((factor, i) => {
    const [isFirst, isLast] = [i === 0, i === factors.length - 1];
    const isKept = ({ irrep }: IrrepsPart) =>
      (isFirst || isOf(filterMid, irrep)) && (!isLast || isOf(filterOut, irrep));
    all = irreps([...all.times(factor).simplify()].filter(isKept));
    size *= factor.dimension;
    const most = Math.max(0, ...all.map(({ multiplicity }) => multiplicity));
    if (all.dimension * size <= numberLimit && most <= copyLimit) return;
    throw new InputError("reducedTensorProducts", {
      expected: `at most ${numberLimit} numbers and ${copyLimit} copies of an irrep`,
      got: `${all.dimension} × ${size} numbers, ${most} copies`,
      hint: "filterOut and filterMid keep fewer irreps.",
    });
  });
}
