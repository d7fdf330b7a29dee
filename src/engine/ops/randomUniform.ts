import { uniform } from "../../random.js";
import type { Shape } from "../dim.js";
import { count, given, nd, type Op, op, type Tensor } from "../op.js";
import { checkKey, keyOf } from "../randomKey.js";
import { add } from "./add.js";
import { cast } from "./cast.js";
import { mul } from "./mul.js";
import { randomBits } from "./randomBits.js";

/**
 * Uniform numbers in (low, high), those of `uniform` of random.ts: 23 bits and a half. In (0, 1) they are the same
 * numbers in f32 and f64, never 0 or 1.
 * @param key i64 [2], two words below 2³²
 * @param shape sizes or names
 * @throws ShapeError if the key is not i64 [2]
 */
export const randomUniform: Op<[key: Tensor, shape: Shape, low?: number, high?: number]> = op("randomUniform", {
  args: (key, shape, low = 0, high = 1) => {
    checkKey("randomUniform", key);
    return { inputs: [key], attributes: { shape, low, high } };
  },
  accepts: ["integer"],
  compose: ([key], { shape, low, high }) => {
    const steps = add(cast(randomBits(key!, shape, 9), "f32"), 0.5);
    return add(mul(steps, (high - low) * 2 ** -23), low); // a power of two rounds nothing
  },
  reference: ([key], { low, high }, shape) => nd(shape, uniform(keyOf(key!), count(shape), low, high)),
  samples: [
    [given([2], [1, 2], "i64"), [7]],
    [given([2], [0xffffffff, 0], "i64"), [3, 5], -2, 3],
    [given([2], [5, 6], "i64"), []],
  ],
  exempt: { named: "the key has two words, and the shape is an argument" },
});
