// The functor from diagrams to matrices: entry by entry, and as a product with a vector that never forms the matrix.
import { InputError, ShapeError } from "../error.js";
import { arrangements, sortingSign } from "./arrangements.js";
import type { Combination, Diagram, Form } from "./diagram.js";
import { combination } from "./diagramCategory.js";
import { partsOf } from "./diagramParts.js";
import type { Blocks } from "./setPartitions.js";

/**
 * A diagram's map applied to a vector, without its n^l × n^k matrix. The diagram is factored into permutations of axes,
 * which are strides here, and a planar diagram: bottom blocks are summed over their diagonal, through blocks read theirs,
 * top blocks are written on theirs. With b blocks that meet the inputs and t that meet the outputs, that is at most n^b
 * additions and n^t writes: partition and jellyfish diagrams n^k + n^l; a Brauer diagram with a pair among the inputs
 * n^(k−1) + n^l, and without one it only copies. The matrix costs n^(k+l).
 * @param n the dimension of V
 * @param vector n^k numbers, the last axis fastest
 * @returns n^l numbers, the last axis fastest
 * @throws ShapeError if the vector has another length, or n does not fit a determinant or a symplectic form
 * @source Pearce-Crump 2023, arXiv:2304.14165 (its families; jellyfish the same way)
 */
export const multiply = (map: Diagram | Combination, n: number, vector: Float64Array): Float64Array =>
  multiplier(map, n)(vector);

/**
 * `multiply` for many vectors: what depends on the diagrams alone is worked out once.
 * @returns a function of n^k numbers to n^l new ones; it throws a ShapeError at another length
 * @throws ShapeError if n does not fit a determinant or a symplectic form
 */
export function multiplier(map: Diagram | Combination, n: number): (vector: Float64Array) => Float64Array {
  const products = combination(map).terms.map(({ coefficient, diagram }) => productOf(diagram, n, coefficient));
  return (vector) => {
    if (vector.length !== n ** map.k)
      throw new ShapeError("multiply", { expected: `${n}^${map.k} numbers`, got: String(vector.length) });
    const out = new Float64Array(n ** map.l);
    for (const add of products) add(vector, out);
    return out;
  };
}

/** How often `multiply` reads the vector, adds or writes a term of a determinant, and adds to the output; of one diagram. */
export function costOf(diagram: Diagram, n: number): Readonly<Record<"reads" | "determinant" | "writes", number>> {
  const { through, above, below, arms } = partsOf(diagram);
  const [held, armsBelow, armsAbove] = [arms.through.length, arms.below.length, arms.above.length];
  const orders = (r: number) => Array.from({ length: r }, (_, i) => n - i).reduce((product, i) => product * i, 1);
  return {
    reads: n ** (through.length + held + armsBelow + below.length),
    determinant:
      diagram.arms.length === 0
        ? 0
        : n ** through.length * (orders(held + armsBelow) + orders(held + armsAbove + arms.empty.length)),
    writes: n ** (through.length + held + armsAbove + above.length),
  };
}

/**
 * The matrix of a map, entry by entry from its definition: the reference for `multiply`.
 * @returns [n^l, n^k], row-major, both indices with the last axis fastest
 * @throws InputError if it has more than 2²⁶ entries
 */
export function matrixOf(map: Diagram | Combination, n: number): Float64Array {
  const { k, l, terms } = combination(map);
  if (n ** (k + l) > 2 ** 26)
    throw new InputError("matrixOf", { expected: "at most 2^26 entries", got: `${n}^${k + l}`, hint: "use multiply." });
  const matrix = new Float64Array(n ** (k + l));
  const index = new Int32Array(k + l);
  for (const { coefficient, diagram } of terms) {
    checkDimension(diagram, n);
    index.fill(0);
    for (let at = 0; at < matrix.length; at++) {
      matrix[at]! += coefficient * entry(diagram, n, index);
      for (let axis = k + l - 1; axis >= 0 && ++index[axis]! === n; axis--) index[axis] = 0;
    }
  }
  return matrix;
}

/** The entry at the indices of all vertices, outputs first. */
function entry({ l, blocks, arms, form }: Diagram, n: number, index: Int32Array): number {
  let value = 1;
  for (const block of blocks) {
    const isForm = form === "symplectic" && block[0]! < l === block[1]! < l;
    value *= isForm ? omega(index[block[0]!]!, index[block[1]!]!) : delta(block, index);
    if (value === 0) return 0;
  }
  if (arms.length === 0) return value;
  for (const arm of arms) if (arm.length > 0 && delta(arm, index) === 0) return 0;
  const given = arms.map((arm) => (arm.length > 0 ? index[arm[0]!]! : 0));
  const empty = arms.findIndex((arm) => arm.length === 0);
  // If all others are different, one index is left; if not, sortingSign is 0 whatever this is.
  if (empty >= 0) given[empty] = (n * (n - 1)) / 2 - given.reduce((sum, i) => sum + i, 0);
  return sortingSign(given);
}

/** Are the indices of the block all the same? */
function delta(block: readonly number[], index: Int32Array): 0 | 1 {
  for (const vertex of block) if (index[vertex] !== index[block[0]!]) return 0;
  return 1;
}

/** The form of Sp(n): ω(2a, 2a + 1) = 1 = −ω(2a + 1, 2a), else 0. */
const omega = (i: number, j: number): number => ((i ^ 1) !== j ? 0 : i < j ? 1 : -1);

function checkDimension({ arms, form }: Diagram, n: number): void {
  const where = "diagram";
  if (!Number.isInteger(n) || n < 1) throw new ShapeError(where, { expected: "a dimension n ≥ 1", got: String(n) });
  if (arms.length > 0 && arms.length !== n)
    throw new ShapeError(where, { expected: `n = ${arms.length}, one for each arm`, got: String(n) });
  if (form === "symplectic" && n % 2 === 1)
    throw new ShapeError(where, { expected: "an even n, for the symplectic form", got: String(n) });
}

/** out += coefficient · D · vector. */
function productOf(one: Diagram, n: number, coefficient: number): (vector: Float64Array, out: Float64Array) => void {
  checkDimension(one, n);
  const { k, l, form } = one;
  const { through, above, below, arms } = partsOf(one);
  const ofInput = (vertex: number) => (vertex < l ? 0 : n ** (k + l - 1 - vertex));
  const ofOutput = (vertex: number) => (vertex < l ? n ** (l - 1 - vertex) : 0);
  const read = positions(n, [...through, ...arms.through, ...arms.below], ofInput);
  const summed = positions(n, below, ofInput, form);
  const contract = one.arms.length > 0 ? determinant(one, n) : (middle: Float64Array) => middle;
  const written = positions(n, [...through, ...arms.through, ...arms.above], ofOutput);
  const filled = positions(n, above, ofOutput, form);

  return (vector, out) => {
    const inner = new Float64Array(read.at.length);
    for (let i = 0; i < inner.length; i++) {
      const start = read.at[i]!;
      let sum = 0;
      for (let j = 0; j < summed.at.length; j++) sum += summed.sign[j]! * vector[start + summed.at[j]!]!;
      inner[i] = coefficient * sum;
    }
    const middle = contract(inner);
    for (let i = 0; i < middle.length; i++) {
      const [start, value] = [written.at[i]!, middle[i]!];
      for (let j = 0; j < filled.at.length; j++) out[start + filled.at[j]!]! += filled.sign[j]! * value;
    }
  };
}

/**
 * Where the diagonals of blocks lie, one index a block, the last fastest; with the sign of pairs of a symplectic form.
 * @param stride of a vertex, 0 where it is not among these axes
 */
function positions(n: number, blocks: Blocks, stride: (vertex: number) => number, form: Form = "symmetric") {
  let at = Int32Array.of(0);
  let sign = Int8Array.of(1);
  for (const block of blocks) {
    const [nextAt, nextSign] = [new Int32Array(at.length * n), new Int8Array(at.length * n)];
    // ω pairs index i with i ^ 1, its neighbour; the sign is + where the left vertex has the even one.
    const isForm = form === "symplectic";
    const steps = Array.from({ length: n }, (_, i) =>
      block.reduce((sum, vertex, place) => sum + stride(vertex) * (isForm && place === 1 ? i ^ 1 : i), 0),
    );
    for (let outer = 0, to = 0; outer < at.length; outer++)
      for (let i = 0; i < n; i++, to++) {
        nextAt[to] = at[outer]! + steps[i]!;
        nextSign[to] = isForm && i % 2 === 1 ? -sign[outer]! : sign[outer]!;
      }
    [at, sign] = [nextAt, nextSign];
  }
  return { at, sign };
}

/**
 * Contracts the arms among the inputs and inserts those among the outputs, in two steps: sum over the orders of the former
 * with sign, so that only the set of their indices is left; then give that to each order of the latter.
 * @returns a function of [through …, arms through …, arms below …] to [through …, arms through …, arms above …]
 */
function determinant(one: Diagram, n: number): (middle: Float64Array) => Float64Array {
  const { through, arms } = partsOf(one);
  const [held, below, above] = [arms.through.length, arms.below.length, arms.above.length];
  const flat = (index: readonly number[]) => index.reduce((sum, i) => n * sum + i, 0);
  const ascending = (index: readonly number[]) => [...index].sort((a, b) => a - b);
  const inParts = [...arms.through, ...arms.below, ...arms.above, ...arms.empty];
  const turned = sortingSign(inParts.map((arm) => one.arms.indexOf(arm)));

  const sum = signedMoves(arrangements(n, held + below), (index) => {
    const [kept, order] = [index.slice(0, held), index.slice(held)];
    return { from: flat(index), to: flat([...kept, ...ascending(order)]), sign: sortingSign(order) };
  });
  const copy = signedMoves(arrangements(n, held + above + arms.empty.length), (index) => {
    const set = [...Array(n).keys()].filter((i) => !index.includes(i));
    const [kept, rest] = [index.slice(0, held), index.slice(held)];
    const sign = turned * sortingSign([...kept, ...set, ...rest]);
    return { from: flat([...kept, ...set]), to: flat(index.slice(0, held + above)), sign };
  });
  const [size, outSize] = [n ** (held + below), n ** (held + above)];
  const copied = n ** through.length;
  return (middle) => copy(sum(middle, copied, size, size), copied, size, outSize);
}

/** Moves numbers within each of `count` stretches of `size` numbers to as many of `outSize`, with a sign; what meets is added. */
function signedMoves(
  orders: Iterable<readonly number[]>,
  move: (order: readonly number[]) => { readonly from: number; readonly to: number; readonly sign: number },
) {
  const all = Array.from(orders, move);
  const from = Int32Array.from(all, (one) => one.from);
  const to = Int32Array.from(all, (one) => one.to);
  const sign = Int8Array.from(all, (one) => one.sign);
  return (values: Float64Array, count: number, size: number, outSize: number): Float64Array => {
    const out = new Float64Array(count * outSize);
    for (let start = 0, outStart = 0; start < count * size; start += size, outStart += outSize)
      for (let i = 0; i < from.length; i++) out[outStart + to[i]!]! += sign[i]! * values[start + from[i]!]!;
    return out;
  };
}
