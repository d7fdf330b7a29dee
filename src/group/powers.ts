// Symmetric and exterior powers of a representation.
import { InputError } from "../error.js";
import type { Plain, Representation } from "./group.js";
import { derivative, groupOf } from "./lieAlgebra.js";
import { determinant, type Matrix } from "./matrix.js";

/**
 * The symmetric power Symᵏ V, in the orthonormal basis of monomials √(k!/α!) e^α, multi-indices i₁ ≤ … ≤ iₖ in
 * lexicographic order; dimension (n + k − 1 over k). Orthogonal where V is.
 * @throws InputError unless k is an integer from 0 to 8
 */
export function symmetricPower<E extends Plain>(V: Representation<E>, k: number): Representation<E> {
  return power("symmetricPower", "Sym", V, k, 0, (rows, columns, a) => {
    const entry = permanent(rows.map((i) => columns.map((j) => a[i]![j]!)));
    return entry / Math.sqrt(repetitions(rows) * repetitions(columns));
  });
}

/**
 * The exterior power Λᵏ V, in the orthonormal basis i₁ < … < iₖ, lexicographic; dimension (n over k), entries the minors.
 * @throws InputError unless k is an integer from 0 to min(8, dim V)
 */
export function exteriorPower<E extends Plain>(V: Representation<E>, k: number): Representation<E> {
  if (k > V.dimension)
    throw new InputError("exteriorPower", { expected: `k up to the dimension ${V.dimension}`, got: String(k) });
  return power("exteriorPower", "Λ", V, k, 1, (rows, columns, a) =>
    rows.length === 0 ? 1 : determinant(rows.map((i) => columns.map((j) => a[i]![j]!))),
  );
}

type Entry = (rows: readonly number[], columns: readonly number[], a: Matrix) => number;

function power<E extends Plain>(
  where: string,
  symbol: string,
  V: Representation<E>,
  k: number,
  step: 0 | 1,
  entry: Entry,
): Representation<E> {
  if (!(Number.isInteger(k) && k >= 0 && k <= 8))
    throw new InputError(where, { expected: "an integer k from 0 to 8", got: String(k) });
  const group = groupOf(where, V);
  const basis = indices(V.dimension, k, step);
  return {
    name: `${symbol}^${k} ${/[ +⊗]/.test(V.name) ? `(${V.name})` : V.name}`,
    group,
    dimension: basis.length,
    isOrthogonal: V.isOrthogonal,
    matrix(g) {
      const a = V.matrix(g);
      return basis.map((rows) => basis.map((columns) => entry(rows, columns, a)));
    },
    lieAlgebra: () => derivative(V).map((x) => derived(basis, step, x)),
  };
}

/** i₁ … iₖ below n, each at least `step` above the one before. */
function indices(n: number, k: number, step: 0 | 1): readonly (readonly number[])[] {
  if (k === 0) return [[]];
  return indices(n, k - 1, step).flatMap((start) => {
    const least = start.length === 0 ? 0 : start.at(-1)! + step;
    return Array.from({ length: Math.max(0, n - least) }, (_, i) => [...start, least + i]);
  });
}

/** Σ x[p, q] a†ₚ a_q on bosons (step 0) or fermions (step 1): one particle moves from state q to state p. */
function derived(basis: readonly (readonly number[])[], step: 0 | 1, x: Matrix): Matrix {
  const place = new Map(basis.map((state, i) => [state.join(), i]));
  const out = basis.map(() => new Array<number>(basis.length).fill(0));
  basis.forEach((state, column) => {
    for (const q of new Set(state)) {
      const at = state.indexOf(q);
      const rest = state.filter((_, i) => i !== at);
      const occupied = state.filter((i) => i === q).length;
      for (let p = 0; p < x.length; p++) {
        const before = rest.filter((i) => i < p).length;
        const same = rest.filter((i) => i === p).length;
        if (step === 1 && same > 0) continue;
        const weight = step === 0 ? Math.sqrt(occupied * (same + 1)) : (at + before) % 2 === 0 ? 1 : -1;
        const row = place.get([...rest.slice(0, before), p, ...rest.slice(before)].join())!;
        out[row]![column]! += weight * x[p]![q]!;
      }
    }
  });
  return out;
}

/** Σ over permutations of Π a[i, π(i)], by subsets of columns: 2ᵏ k² steps. */
function permanent(a: Matrix): number {
  const k = a.length;
  const below = new Float64Array(1 << k);
  below[0] = 1;
  for (let subset = 0; subset < below.length - 1; subset++) {
    const row = a[bitCount(subset)]!;
    for (let j = 0; j < k; j++) if (!(subset & (1 << j))) below[subset | (1 << j)]! += below[subset]! * row[j]!;
  }
  return below[below.length - 1]!;
}

function bitCount(word: number): number {
  let count = 0;
  for (let left = word; left > 0; left &= left - 1) count++;
  return count;
}

/** Π of the factorials of how often each index occurs. */
function repetitions(sorted: readonly number[]): number {
  let [product, run] = [1, 0];
  sorted.forEach((index, i) => {
    run = i > 0 && sorted[i - 1] === index ? run + 1 : 1;
    product *= run;
  });
  return product;
}
