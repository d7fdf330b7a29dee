import { normal } from "../../random.js";
import { mulDims, type Shape, sizeOf } from "../dim.js";
import { count, given, nd, type Op, op, type Tensor } from "../op.js";
import { checkKey, keyOf } from "../randomKey.js";
import { cos } from "./cos.js";
import { log } from "./log.js";
import { mul } from "./mul.js";
import { randomUniform } from "./randomUniform.js";
import { reshape } from "./reshape.js";
import { slice } from "./slice.js";
import { sqrt } from "./sqrt.js";

/**
 * Standard normal numbers, those of `normal` of random.ts: Box–Muller, where word i is the radius and word n + i the
 * angle.
 * @param key i64 [2], two words below 2³²
 * @param shape sizes or names
 * @throws ShapeError if the key is not i64 [2]
 */
export const randomNormal: Op<[key: Tensor, shape: Shape]> = op("randomNormal", {
  args: (key, shape) => {
    checkKey("randomNormal", key);
    return { inputs: [key], attributes: { shape } };
  },
  accepts: ["integer"],
  compose: ([key], { shape }) => {
    const n = sizeOf(shape);
    const draws = randomUniform(key!, [mulDims(2, n)]);
    const radius = sqrt(mul(log(slice(draws, 0, 0, n)), -2));
    return reshape(mul(radius, cos(mul(slice(draws, 0, n), 2 * Math.PI))), shape);
  },
  reference: ([key], _, shape) => nd(shape, normal(keyOf(key!), count(shape))),
  samples: [
    [given([2], [1, 2], "i64"), [7]],
    [given([2], [0xffffffff, 0], "i64"), [3, 5]],
    [given([2], [5, 6], "i64"), []],
  ],
  exempt: { named: "the key has two words, and the shape is an argument" },
});
