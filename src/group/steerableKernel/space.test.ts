import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { InputError, RepError } from "../../error.js";
import { key } from "../../random.js";
import { type Group, group, type Representation } from "../group.js";
import { orthogonal, specialOrthogonal } from "../groups/index.gen.js";
import { haarOrthogonal, haarRotation } from "../haar.js";
import { irreps } from "../irreps.js";
import { apply, determinant, identity, type Matrix, multiply, orthonormalRows, scale, transpose } from "../matrix.js";
import { type KernelSpace, spaceRings } from "../steerableKernel.js";
import { finiteSpaceKernels, spaceKernelBasis, spaceKernels } from "./space.js";

const worst = (a: ArrayLike<number>, b: ArrayLike<number>): number => {
  expect(a.length).toBe(b.length);
  return Math.max(0, ...Array.from(a, (x, i) => Math.abs(x - b[i]!)));
};
const counts = ({ kernels }: KernelSpace, most: number) =>
  Array.from({ length: most + 1 }, (_, l) => kernels.filter(({ frequency }) => frequency === l).length);

/** D of irreps, copy by copy. */
function action(text: string, g: Matrix): Matrix {
  const blocks = irreps(text).flatMap(({ multiplicity, irrep }) =>
    Array.from({ length: multiplicity }, () =>
      orthogonal(3)
        .irreps.find(({ name }) => name === irrep)!
        .matrix(g),
    ),
  );
  const n = blocks.reduce((sum, block) => sum + block.length, 0);
  let start = 0;
  return blocks.flatMap((block) => {
    const before = start;
    start += block.length;
    return block.map((row) => Array.from({ length: n }, (_, i) => row[i - before] ?? 0));
  });
}

describe.each([
  ["O(3)", "2x0e + 1o", "0e + 1o + 1e + 2e"],
  ["O(3)", "3o", "2e + 0o"],
  ["SO(3)", "0e + 1o", "1o + 2e"],
] as const)("%s: %s to %s", (name, from, to) => {
  const space = spaceKernels(from, to, 5, name);

  test("K(gx) = D(g) K(x) D(g)⁻¹", () =>
    fc.assert(
      fc.property(fc.nat(), (seed) => {
        const g = (name === "O(3)" ? haarOrthogonal : haarRotation)(key(seed), 3);
        const [left, right] = [action(to, g), transpose(action(from, g))];
        const point = [0.4, -0.7, 1.1];
        for (const kernel of space.kernels) {
          const moved = kernel.at(apply(g, point));
          expect(worst(moved.flat(), multiply(multiply(left, kernel.at(point)), right).flat())).toBeLessThan(1e-12);
        }
      }),
      { seed: 1, numRuns: 10 },
    ));

  test("as many as Schur's lemma says: each l once for each pair that couples to it", () => {
    for (let l = 0; l <= 5; l++) {
      let expected = 0;
      for (const a of irreps(from))
        for (const b of irreps(to)) {
          const couples = Math.abs(a.l - b.l) <= l && l <= a.l + b.l;
          const isEven = a.parity * b.parity === (-1) ** l;
          if (couples && (isEven || name === "SO(3)")) expected += a.multiplicity * b.multiplicity;
        }
      expect(counts(space, 5)[l]).toBe(expected);
    }
  });
});

/** Groups of signed permutations of the axes, exact in integers. */
const lattice = (order: number, generators: readonly Matrix[]): Group<Matrix> =>
  group("lattice", {
    symbol: "lattice",
    sample: [],
    make: () => ({ order, identity: identity(3), generators, multiply, inverse: transpose, matrix: (g: Matrix) => g }),
  })();
const quarterTurn = [[0, -1, 0], [1, 0, 0], [0, 0, 1]]; // biome-ignore format: a matrix
const axesTurn = [[0, 0, 1], [1, 0, 0], [0, 1, 0]]; // biome-ignore format: a matrix
const octahedral = lattice(24, [quarterTurn, axesTurn]);
const octahedralWithInversion = lattice(48, [quarterTurn, axesTurn, scale(-1, identity(3))]);
const quarterTurns = lattice(4, [quarterTurn]);
const trivial: Representation<Matrix> = { name: "trivial", dimension: 1, isOrthogonal: true, matrix: () => [[1]] };
const vector: Representation<Matrix> = { name: "vector", dimension: 3, isOrthogonal: true, matrix: (g) => g };
const regular = (of: Group<Matrix>): Representation<Matrix> => ({
  name: "regular",
  dimension: of.order!,
  isOrthogonal: true,
  matrix: (g) => {
    const images = of.elements().map((h) => of.elements().findIndex((k) => of.equal(k, of.multiply(g, h))));
    return images.map((_, row) => images.map((image) => (image === row ? 1 : 0)));
  },
});

describe("finite groups", () => {
  test("cubic harmonics: 1, 0, 0, 0, 1, 0, 1, 0, 1, 1, 1, 0, 2 invariants of the octahedral rotations", () => {
    expect(counts(finiteSpaceKernels(octahedral, trivial, trivial, 12), 12)).toEqual([
      1, 0, 0, 0, 1, 0, 1, 0, 1, 1, 1, 0, 2,
    ]);
    expect(counts(finiteSpaceKernels(octahedralWithInversion, trivial, trivial, 12), 12)).toEqual([
      1, 0, 0, 0, 1, 0, 1, 0, 1, 0, 1, 0, 2,
    ]);
  });

  test.each([
    ["octahedral", octahedral, vector, vector],
    ["octahedral with inversion", octahedralWithInversion, trivial, vector],
    ["quarter turns", quarterTurns, regular(quarterTurns), vector],
  ] as const)("K(gx) = D(g) K(x) D(g)⁻¹ and independent: %s", (_, of, from, to) => {
    const { kernels } = finiteSpaceKernels(of, from, to, 4);
    expect(kernels.length).toBeGreaterThan(0);
    const point = [0.4, -0.7, 1.1];
    for (const g of of.elements())
      for (const kernel of kernels) {
        const right = multiply(multiply(to.matrix(g), kernel.at(point)), from.matrix(of.inverse(g)));
        expect(worst(kernel.at(apply(of.matrix(g), point)).flat(), right.flat())).toBeLessThan(1e-12);
      }
    const points = Array.from({ length: 12 }, (_, seed) => haarRotation(key(seed), 3)[0]!);
    const samples = kernels.map((kernel) => points.flatMap((p) => kernel.at(p).flat()));
    const basis = orthonormalRows(samples);
    expect(worst(multiply(basis, transpose(basis)).flat(), identity(kernels.length).flat())).toBeLessThan(1e-9);
  });

  test("from the regular representation: as many as the harmonics times the rows", () =>
    expect(counts(finiteSpaceKernels(octahedral, regular(octahedral), vector, 3), 3)).toEqual([3, 9, 15, 21]));

  test("a subgroup has at least the kernels of SO(3), in their space", () => {
    const all = spaceKernels("1o", "1o", 2, "SO(3)");
    const some = finiteSpaceKernels(octahedral, vector, vector, 2);
    const points = Array.from({ length: 12 }, (_, seed) => haarRotation(key(seed), 3)[0]!);
    const sample = ({ kernels }: KernelSpace) => kernels.map((kernel) => points.flatMap((p) => kernel.at(p).flat()));
    const basis = orthonormalRows(sample(some));
    for (const row of sample(all)) expect(worst(apply(transpose(basis), apply(basis, row)), row)).toBeLessThan(1e-12);
  });
});

test("sampled on voxels: default rings, shape, scale, equivariance under the grid's own turns", () => {
  expect(spaceRings(5)).toEqual({ radii: [0, 1, 2], widths: [0.005, 0.6, 0.4], bands: [0, 2, 2] });
  expect(spaceRings(7).bands).toEqual([0, 2, 3, 2]);
  const { shape, values, elements } = spaceKernelBasis(spaceKernels("1o", "1o", 2), 3);
  expect(shape).toEqual([3, 3, 3, 3, 3, 3]);
  expect(elements).toEqual([
    { radius: 0, frequency: 0 },
    { radius: 1, frequency: 0 },
    { radius: 1, frequency: 2 },
  ]);
  const at = (e: number, i: number, j: number, [x, y, z]: readonly number[]) =>
    values[(((e * 3 + i) * 3 + j) * 3 + 1 - Math.round(z!)) * 9 + (1 - Math.round(y!)) * 3 + Math.round(x!) + 1]!;
  for (let e = 0; e < 3; e++) {
    expect(values.subarray(e * 243, (e + 1) * 243).reduce((sum, x) => sum + x * x, 0)).toBeCloseTo(3, 12);
    for (const point of [[1, 0, 1], [0, 1, -1], [1, 1, 1]]) // biome-ignore format: points
      for (const g of [quarterTurn, axesTurn]) {
        const read = (p: readonly number[]) => [0, 1, 2].map((i) => [0, 1, 2].map((j) => at(e, i, j, p)));
        expect(
          worst(read(apply(g, point)).flat(), multiply(multiply(g, read(point)), transpose(g)).flat()),
        ).toBeLessThan(1e-14);
      }
  }
});

test.each<[string, () => unknown, new (...args: never[]) => Error]>([
  ["spaceKernels: expected an integer l from 0 to 12, got 13.", () => spaceKernels("0e", "0e", 13), InputError],
  ["irreps: expected irreps", () => spaceKernels("0x", "0e", 1), RepError],
  [
    "finiteSpaceKernels: expected a group of 3 × 3 matrices, got SO(2) of 2 × 2.",
    () => finiteSpaceKernels(specialOrthogonal(2), specialOrthogonal(2), specialOrthogonal(2), 1),
    RepError,
  ],
  [
    "SO(3).elements: expected a group of at most",
    () => finiteSpaceKernels(specialOrthogonal(3), vector, vector, 1),
    InputError,
  ],
  [
    "finiteSpaceKernels: expected representations of lattice, got wrong and trivial, whose characters have a mean of 0.708",
    () =>
      finiteSpaceKernels(
        octahedral,
        trivial,
        { ...trivial, name: "wrong", matrix: (g) => [[g[0]![0]! ** 2 + 0.5 * determinant(g) - 0.125]] },
        0,
      ),
    RepError,
  ],
])("%s", (message, call, kind) => {
  expect(call).toThrow(kind);
  expect(call).toThrow(message);
});
