import { InputError } from "../../error.js";
import { uniform } from "../../random.js";
import { given, normal, type Op, op, type Tensor } from "../op.js";
import { checkKey, keyOf } from "../randomKey.js";
import { constant } from "../tensor.js";
import { bernoulli } from "./bernoulli.js";
import { mul } from "./mul.js";
import { where } from "./where.js";

/**
 * Zeros each element with probability `rate` and divides the others by 1 − rate, so that the mean stays. The
 * derivative has the same mask; another key is another mask.
 * @param rate 0 ≤ rate < 1
 * @param key i64 [2], two words below 2³²
 * @throws ShapeError if the key is not i64 [2]; InputError on another rate
 * @source Srivastava et al. 2014
 */
export const dropout: Op<[x: Tensor, rate: number, key: Tensor]> = op("dropout", {
  args: (x, rate, key) => {
    checkKey("dropout", key);
    if (!(rate >= 0 && rate < 1)) throw new InputError("dropout", { expected: "0 ≤ rate < 1", got: `${rate}` });
    return { inputs: [x, key], attributes: { rate } };
  },
  accepts: ["float", "integer"],
  compose: ([x, key], { rate }) => {
    if (rate === 0) return x!;
    return mul(x!, where(bernoulli(key!, 1 - rate, x!.shape), constant(1 / (1 - rate), [], x!.dtype), 0));
  },
  reference: ([x, key], { rate }) => {
    const draws = uniform(keyOf(key!), x!.data.length);
    return { shape: x!.shape, data: x!.data.map((value, i) => (draws[i]! < 1 - rate ? value / (1 - rate) : 0)) };
  },
  samples: [
    [normal([4, 5]), 0.4, given([2], [1, 2], "i64")],
    [normal([7]), 0, given([2], [1, 2], "i64")],
  ],
  exempt: { named: "the key has two words" },
});
