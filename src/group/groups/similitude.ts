import { fold, type Key } from "../../random.js";
import { exponential, rotationLogarithm } from "../exponential.js";
import { group } from "../group.js";
import { combine } from "../kronecker.js";
import { derivative } from "../lieAlgebra.js";
import { determinant, identity, type Matrix, square, scale as times, transpose } from "../matrix.js";
import { motions } from "../motion.js";
import { scale } from "./scale.js";
import { specialOrthogonal } from "./specialOrthogonal.js";

/**
 * Similitude group Sim(n): x ↦ s R x + t with a factor s > 0 and a rotation R; elements are {rotation: s R, translation: t}.
 * A random element: R Haar, s log-uniform in [1/4, 4], t standard normal. Irreps listed: those of SO(n), on which s does
 * nothing, and "scale", which is s.
 */
export const similitude = group("similitude", {
  symbol: "Sim",
  range: [1, 256],
  sample: [1, 2, 3],
  make(n: number) {
    const rotations = specialOrthogonal(n);
    const factor = (a: Matrix) => Math.abs(determinant(a)) ** (1 / n);
    const rotation = (a: Matrix) => times(1 / factor(a), a);
    return motions({
      ...rotations,
      order: null,
      isOrthogonal: false,
      dimension: n,
      lieAlgebra: () => [...rotations.lieAlgebra(), identity(n)],
      inverse: (a: Matrix) => times(factor(a) ** -2, transpose(a)),
      random: (key: Key) => times(scale().random(fold(key, "scale")), rotations.random(fold(key, "turn"))),
      exponential,
      logarithm: (a: Matrix) => combine(1, rotationLogarithm(rotation(a)), Math.log(factor(a)), identity(n)),
      irreps: [
        ...rotations.irreps.map((irrep) => ({
          ...irrep,
          matrix: (a: Matrix) => irrep.matrix(rotation(a)),
          // The scale does nothing.
          lieAlgebra: () => [...derivative(irrep), square(irrep.dimension, () => 0)],
        })),
        { name: "scale", dimension: 1, isOrthogonal: false, matrix: (a: Matrix) => [[factor(a)]] },
      ],
    });
  },
});
