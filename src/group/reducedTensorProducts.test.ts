import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { InputError, RepError } from "../error.js";
import { key } from "../random.js";
import { both, ofIrreps } from "./action.js";
import { decompose } from "./decompose.js";
import type { Representation } from "./group.js";
import { orthogonal } from "./groups/index.gen.js";
import { indexSymmetries } from "./indexSymmetry.js";
import { irreps } from "./irreps.js";
import { distance } from "./kronecker.js";
import { identity, type Matrix, multiply, rows, square, transpose } from "./matrix.js";
import { exteriorPower, symmetricPower } from "./powers.js";
import { type ReducedTensorProducts, reducedTensorProducts } from "./reducedTensorProducts.js";
import { directSum } from "./representation.js";

const O3 = orthogonal(3);
const rowsOf = ({ changeOfBasis, irreps: { dimension } }: ReducedTensorProducts): Matrix =>
  dimension === 0 ? [] : rows(changeOfBasis, changeOfBasis.length / dimension).slice(0, dimension);

/** A formula of at most four letters with any signs, and irreps for each letter. */
const cases = fc.integer({ min: 1, max: 4 }).chain((n) => {
  const letters = "ijkl".slice(0, n);
  const term = fc
    .tuple(fc.constantFrom("", "-"), fc.shuffledSubarray([...letters], { minLength: n }))
    .map(([sign, order]) => sign + order.join(""));
  const types =
    n === 4 ? ["1o", "2x0o", "0e + 0o"] : n === 3 ? ["1o + 0o", "2e", "2x1e"] : ["2x1o + 2e", "3o + 0e", "0o"];
  return fc
    .tuple(fc.array(term, { maxLength: 2 }), fc.array(fc.constantFrom(...types), { minLength: n, maxLength: n }))
    .map(([terms, given]) => {
      const formula = [letters, ...terms].join("=");
      const { symmetries } = indexSymmetries(formula);
      const first = (i: number) => Math.min(...symmetries.map(({ to }) => to[i]!)); // of what it is exchanged with
      return { formula, indices: Object.fromEntries([...letters].map((letter, i) => [letter, given[first(i)]!])) };
    });
});

/** The mean over all symmetries of the permutation of indices: what projects on the tensors that have them. */
function symmetrizer(formula: string, shape: readonly number[]): Matrix {
  const { symmetries } = indexSymmetries(formula);
  const steps = shape.map((_, axis) => shape.slice(axis + 1).reduce((a, b) => a * b, 1));
  const size = shape.reduce((a, b) => a * b, 1);
  const digits = (at: number) => shape.map((length, axis) => Math.floor(at / steps[axis]!) % length);
  const out = square(size, () => 0) as number[][];
  for (const { sign, to } of symmetries)
    for (let at = 0; at < size; at++) {
      const image = to.reduce((sum, from, axis) => sum + digits(at)[from]! * steps[axis]!, 0);
      out[at]![image]! += sign / symmetries.length;
    }
  return out;
}

// Each entry is a sum of some hundred products of numbers below 1.
const tolerance = 1e-12;

test("rows are orthonormal, turn as the irreps say, and span all tensors with the symmetries", () => {
  fc.assert(
    fc.property(cases, fc.nat(1e6), ({ formula, indices }, seed) => {
      const found = reducedTensorProducts(formula, indices);
      const q = rowsOf(found);
      expect(distance(multiply(q, transpose(q)), identity(q.length))).toBeLessThan(tolerance);
      const all = symmetrizer(formula, found.shape.slice(1));
      const spanned = q.length > 0 ? multiply(transpose(q), q) : square(all.length, () => 0);
      expect(distance(spanned, all)).toBeLessThan(tolerance);
      if (q.length === 0) return;
      // Invariant under D ⊗ D₁ ⊗ D₂ …, of which the matrices are orthogonal.
      const types = [found.irreps, ...found.inputs].map(String);
      const action = both(...types.map((type, axis) => ofIrreps(axis, type)));
      const moved = action.act(O3.random(key(seed)), { shape: found.shape, data: found.changeOfBasis });
      expect(distance([[...moved.data]], [[...found.changeOfBasis]])).toBeLessThan(tolerance);
    }),
    { seed: 3, numRuns: 40 },
  );
});

const irrep = (name: string) => O3.irreps.find((one) => one.name === name)!;
const powersOf = (V: Representation<Matrix>) =>
  [
    ["ij=ji", symmetricPower(V, 2)],
    ["ij=-ji", exteriorPower(V, 2)],
    ["ijk=jik=ikj", symmetricPower(V, 3)],
    ["ijk=-jik=-ikj", exteriorPower(V, 3)],
  ] as const;
describe.each([
  ["1o", irrep("1o")],
  ["2e", irrep("2e")],
  ["0o + 1e", directSum(irrep("0o"), irrep("1e"))],
] as const)("symmetric and exterior powers of %s", (type, V) =>
  test.each(powersOf(V))("%s", (formula, power) => {
    const parts = decompose(power).parts.map((part) => ({ multiplicity: part.multiplicity, irrep: part.irrep.name }));
    const want = irreps(parts).sort().irreps;
    expect(String(reducedTensorProducts(formula, { i: type }).irreps)).toBe(String(want));
  }),
);

test("a filter keeps rows as they are", () => {
  const all = reducedTensorProducts("ijk=jik=ikj", { i: "0e + 1o" });
  const some = reducedTensorProducts("ijk=jik=ikj", { i: "0e + 1o" }, { filterOut: ["2e", "1x1o"] });
  expect(String(all.irreps)).toBe("2x0e + 2x1o + 1x2e + 1x3o");
  expect(String(some.irreps)).toBe("2x1o + 1x2e");
  expect(distance(rowsOf(some), rowsOf(all).slice(2, 2 + 11))).toBe(0);
});

test("a filter on the way leaves only what couples through it", () => {
  const given = { i: "1o", j: "1o", k: "1o" };
  const through = reducedTensorProducts("ijk", given, { filterMid: ["1e", "0o"] });
  expect(String(through.irreps)).toBe("1x0o");
  const levi = through.changeOfBasis.map((x) => Math.round(x * Math.sqrt(6)) / Math.sign(through.changeOfBasis[5]!));
  expect([...levi.keys()].filter((i) => levi[i] !== 0).map((i) => levi[i])).toEqual([1, -1, -1, 1, 1, -1]);
  // Symmetric in all three, yet made of i × j antisymmetric: nothing.
  expect(String(reducedTensorProducts("ijk=jik=ikj", { i: "1o" }, { filterMid: ["1e", "0o"] }).irreps)).toBe("");
});

test("known by hand", () => {
  expect(String(reducedTensorProducts("i", { i: "1o + 2x0e" }).irreps)).toBe("2x0e + 1x1o");
  expect(reducedTensorProducts("ij=ji=-ij", { i: "1o" })).toMatchObject({ shape: [0, 3, 3] });
  const cross = reducedTensorProducts("ij=-ji", { i: "1o" });
  expect(String(cross.irreps)).toBe("1x1e");
  const half = Math.SQRT1_2;
  // e_x × e_y = e_z and its turns, over √2
  // biome-ignore format: three matrices
  expect(distance([[...cross.changeOfBasis]], [[
    0, 0, 0,   0, 0, half,   0, -half, 0,
    0, 0, -half,   0, 0, 0,   half, 0, 0,
    0, half, 0,   -half, 0, 0,   0, 0, 0,
  ]])).toBeLessThan(tolerance);
});

const formulaError = 'expected a formula of at most 8 different letters, as "ijk=jik=-kji", got';
test.each([
  ["", { i: "1o" }, {}, `${formulaError} "".`],
  ["ij=ji=", { i: "1o" }, {}, `${formulaError} "ij=ji=".`],
  ["-ij=ji", { i: "1o" }, {}, `${formulaError} "-ij=ji".`],
  ["ij=jk", { i: "1o" }, {}, `${formulaError} "ij=jk".`],
  ["ij=jii", { i: "1o" }, {}, `${formulaError} "ij=jii".`],
  ["ii", { i: "1o" }, {}, `${formulaError} "ii".`],
  ["i1=1i", { i: "1o" }, {}, `${formulaError} "i1=1i".`],
  ["abcdefghi", {}, {}, `${formulaError} "abcdefghi".`],
  ["ij=ji", {}, {}, "expected irreps of i, got none."],
  ["ij", { i: "1o" }, {}, "expected irreps of j, got i."],
  ["ij=ji", { k: "1o" }, {}, "expected irreps of i, j, got k."],
  ["ij=ji", { i: "1o", j: "1e" }, {}, "expected the same irreps for i, j, got 1x1o and 1x1e."],
  ["ij", { i: "100000x0e", j: "0e" }, { filterOut: ["1o"] }, "got 100000 × 100000 numbers, 100000 copies. FilterOut"],
  [
    "ij",
    { i: "100x1o", j: "100x1o" },
    {},
    "expected at most 16777216 numbers and 1000 copies of an irrep, got 90000 ×",
  ],
  ["ij", { i: "12e", j: "1e" }, {}, "wigner3j: expected an integer l from 0 to 12, got 13."],
])("%s of %j %j is refused", (formula, indices, options, message) => {
  expect(() => reducedTensorProducts(formula, indices as Record<string, string>, options)).toThrow(InputError);
  expect(() => reducedTensorProducts(formula, indices as Record<string, string>, options)).toThrow(message);
});

test("irreps and filters are read as irreps", () => {
  expect(() => reducedTensorProducts("ij=ji", { i: "1q" })).toThrow(RepError);
  expect(() => reducedTensorProducts("ij=ji", { i: "1o" }, { filterOut: ["2"] })).toThrow(RepError);
});
