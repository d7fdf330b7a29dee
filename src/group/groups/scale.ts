import { InputError } from "../../error.js";
import { type Key, uniform } from "../../random.js";
import { group } from "../group.js";
import type { Matrix } from "../matrix.js";

/**
 * The scale group R+: positive factors, multiplied. A random element is log-uniform in [1/4, 4]. Irreps: the powers
 * λ^d, d = −2 … 2, named by d.
 */
export const scale = group("scale", {
  symbol: "R+",
  sample: [[]],
  make: () => ({
    order: null,
    isOrthogonal: false,
    identity: 1,
    lieAlgebra: () => [[[1]]],
    multiply: (a: number, b: number) => a * b,
    inverse: (a: number) => 1 / a,
    random: (key: Key) => 4 ** uniform(key, 1, -1, 1)[0]!,
    exponential: (x: Matrix) => Math.exp(x[0]![0]!),
    logarithm(a: number) {
      if (!(a > 0)) throw new InputError("logarithm", { expected: "a positive factor", got: String(a) });
      return [[Math.log(a)]];
    },
    matrix: (a: number) => [[a]],
    irreps: [0, 1, 2, -1, -2].map((power) => ({
      name: String(power),
      type: "real" as const,
      isOrthogonal: power === 0,
      matrix: (a: number) => [[a ** power]],
    })),
  }),
});
