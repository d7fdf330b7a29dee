import type { Key } from "../../random.js";
import { degreeLimit } from "../degree.js";
import { exponential, rotationLogarithm } from "../exponential.js";
import { group, type StatedRepresentation } from "../group.js";
import { haarOrthogonal } from "../haar.js";
import { determinant, identity, type Matrix, multiply, rows, scale, square, transpose, turn } from "../matrix.js";
import { planes } from "../planes.js";
import { wignerDOfMatrix } from "../wignerD.js";
import { wignerDerivative } from "../wignerDerivative.js";

/**
 * Orthogonal group O(n): rotations and reflections, elements are n × n matrices.
 * Irreps of O(3) as e3nn writes them: "1o" is a vector, "1e" a pseudovector, to l = 12. Of O(2): "0e", "0o" (the
 * determinant) and the frequencies to 12. Of other n: trivial, determinant, vector and pseudovector.
 */
export const orthogonal = group("orthogonal", {
  symbol: "O",
  range: [1, 256],
  sample: [1, 2, 3, 4],
  make: (n: number) => ({
    order: n === 1 ? 2 : null,
    identity: identity(n),
    generators: [square(n, (row, column) => (row !== column ? 0 : row === 0 ? -1 : 1))],
    lieAlgebra: () => planes(n),
    multiply,
    inverse: transpose,
    random: (key: Key) => haarOrthogonal(key, n),
    exponential,
    logarithm: rotationLogarithm,
    matrix: (g: Matrix) => g,
    irreps:
      n === 1 ? characters : n === 2 ? [...characters, ...ofPlane] : n === 3 ? ofSpace : [...characters, ...vectors],
  }),
});

type Irreps = readonly StatedRepresentation<Matrix>[];
const sign = (g: Matrix): number => Math.sign(determinant(g));
const degrees = Array.from({ length: degreeLimit + 1 }, (_, l) => l);

const characters: Irreps = [
  { name: "0e", type: "real", matrix: () => [[1]] },
  { name: "0o", type: "real", matrix: (g) => [[sign(g)]] },
];

const vectors: Irreps = [
  { name: "vector", type: "real", matrix: (g) => g },
  { name: "pseudovector", type: "real", matrix: (g) => scale(sign(g), g) },
];

/** g = turn(angle) diag(1, ±1) becomes turn(frequency · angle) diag(1, ±1). */
const ofPlane: Irreps = degrees.slice(1).map((frequency) => ({
  name: String(frequency),
  type: "real",
  matrix: (g) => {
    const angle = Math.atan2(g[1]![0]!, g[0]![0]!);
    return multiply(turn(frequency * angle), [
      [1, 0],
      [0, sign(g)],
    ]);
  },
  lieAlgebra: () => planes(2).map((x) => scale(frequency, x)),
}));

const ofSpace: Irreps = degrees.flatMap((l) =>
  (["e", "o"] as const).map((parity) => ({
    name: `${l}${parity}`,
    type: "real" as const,
    dimension: 2 * l + 1,
    matrix: (g: Matrix) => {
      const rotation = rows(wignerDOfMatrix(l, scale(sign(g), g)), 2 * l + 1);
      return parity === "o" ? scale(sign(g), rotation) : rotation; // −1 is +1 on even irreps, −1 on odd ones
    },
    lieAlgebra: () => planes(3).map((x) => wignerDerivative(l, x)),
  })),
);
