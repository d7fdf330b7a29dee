import { ShapeError } from "../../error.js";
import { uniform } from "../../random.js";
import { broadcast, printShape, type Shape, sameShape } from "../dim.js";
import { at, build, count, given, type Operand, op, type Tensor } from "../op.js";
import { checkKey, keyOf } from "../randomKey.js";
import { greater } from "./greater.js";
import { randomBits } from "./randomBits.js";
import { randomUniform } from "./randomUniform.js";

/**
 * True with probability p, where `uniform` of random.ts draws less than p. For a number p the draws are the same in
 * f32 and f64.
 * @param key i64 [2], two words below 2³²
 * @param p a number in [0, 1], or floats that broadcast to the shape
 * @param shape sizes or names
 * @returns bool
 * @throws ShapeError if the key is not i64 [2], or p does not broadcast
 */
export const bernoulli = op<[key: Tensor, p: Operand, shape: Shape], { p: number | undefined; shape: Shape }>(
  "bernoulli",
  {
    args: (key, p, shape) => {
      checkKey("bernoulli", key);
      if (typeof p === "number") return { inputs: [key], attributes: { p, shape } };
      if (!sameShape(broadcast(p.shape, shape) ?? [], shape)) {
        throw new ShapeError("bernoulli", {
          expected: `p that broadcasts to ${printShape(shape)}`,
          got: printShape(p.shape),
        });
      }
      return { inputs: [key, p], attributes: { p: undefined, shape } };
    },
    accepts: ["integer", "float"],
    compose: ([key, p], { p: fixed, shape }) => {
      if (fixed === undefined) return greater(p!, randomUniform(key!, shape));
      // (word >>> 9) + ½ < 2²³p, in integers
      return greater(512 * Math.ceil(fixed * 2 ** 23 - 0.5), randomBits(key!, shape));
    },
    reference: ([key, p], { p: fixed }, shape) => {
      const draws = uniform(keyOf(key!), count(shape));
      return {
        shape,
        data: build(shape, (index) => fixed ?? at(p!, index)).data.map((each, i) => Number(draws[i]! < each)),
      };
    },
    samples: [
      [given([2], [1, 2], "i64"), 0.3, [5, 4]],
      [given([2], [3, 2], "i64"), 1, [5]],
      [given([2], [3, 2], "i64"), 0, [5]],
      [given([2], [1, 2], "i64"), given([2, 1], [0.2, 0.9]), [2, 10]],
    ],
    exempt: { named: "the key has two words, and the shape is an argument" },
  },
);
