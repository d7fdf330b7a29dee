import { fold, type Key, uniform } from "../../random.js";
import { group } from "../group.js";
import { type Matrix, multiply, square } from "../matrix.js";
import { motions } from "../motion.js";
import { generalLinear } from "./generalLinear.js";

/**
 * Affine group Aff(n): x ↦ a x + t with a any invertible matrix; elements are {rotation: a, translation: t}. A random
 * element: a as in GL+(n), reflected half of the time, t standard normal. Irreps listed: those of GL+(n) of low degree.
 */
export const affine = group("affine", {
  symbol: "Aff",
  range: [1, 64],
  sample: [1, 2, 3],
  make(n: number) {
    const positive = generalLinear(n);
    const mirror = square(n, (row, column) => (row !== column ? 0 : row === 0 ? -1 : 1));
    return motions({
      ...positive,
      generators: [mirror],
      random(key: Key): Matrix {
        const g = positive.random(fold(key, "linear"));
        return uniform(fold(key, "mirror"), 1)[0]! < 0.5 ? g : multiply(mirror, g);
      },
    });
  },
});
