import type { Key } from "../../random.js";
import { degreeLimit } from "../degree.js";
import { exponential, rotationLogarithm } from "../exponential.js";
import { group, type StatedRepresentation } from "../group.js";
import { haarRotation } from "../haar.js";
import { identity, type Matrix, multiply, rows, scale, transpose, turn } from "../matrix.js";
import { planes } from "../planes.js";
import { wignerDOfMatrix } from "../wignerD.js";
import { wignerDerivative } from "../wignerDerivative.js";

/**
 * Rotation group SO(n): elements are n × n matrices of determinant 1.
 * Irreps of SO(3) are the degrees l, of SO(2) the frequencies, both to 12; of other n: trivial and vector.
 */
export const specialOrthogonal = group("specialOrthogonal", {
  symbol: "SO",
  range: [1, 256],
  sample: [1, 2, 3, 4],
  make: (n: number) => ({
    order: n === 1 ? 1 : null,
    identity: identity(n),
    lieAlgebra: () => planes(n),
    multiply,
    inverse: transpose,
    random: (key: Key) => haarRotation(key, n),
    exponential,
    logarithm: rotationLogarithm,
    matrix: (g: Matrix) => g,
    irreps: n === 1 ? trivial : n === 2 ? [...trivial, ...ofPlane] : n === 3 ? ofSpace : [...trivial, vector],
  }),
});

type Irreps = readonly StatedRepresentation<Matrix>[];
const degrees = Array.from({ length: degreeLimit + 1 }, (_, l) => l);

const trivial: Irreps = [{ name: "0", type: "real", matrix: () => [[1]] }];
const vector = { name: "vector", type: "real", matrix: (g: Matrix) => g } as const;

const ofPlane: Irreps = degrees.slice(1).map((frequency) => ({
  name: String(frequency),
  type: "complex",
  matrix: (g) => turn(frequency * Math.atan2(g[1]![0]!, g[0]![0]!)),
  lieAlgebra: () => planes(2).map((x) => scale(frequency, x)),
}));

const ofSpace: Irreps = degrees.map((l) => ({
  name: String(l),
  type: "real",
  dimension: 2 * l + 1,
  matrix: (g) => rows(wignerDOfMatrix(l, g), 2 * l + 1),
  lieAlgebra: () => planes(3).map((x) => wignerDerivative(l, x)),
}));
