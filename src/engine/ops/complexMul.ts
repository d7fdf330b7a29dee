import { ShapeError } from "../../error.js";
import { printShape } from "../dim.js";
import { at, build, complex, type Op, op, type Tensor } from "../op.js";
import { add } from "./add.js";
import { concat } from "./concat.js";
import { mul } from "./mul.js";
import { slice } from "./slice.js";
import { sub } from "./sub.js";

/**
 * Product of complex numbers, pairs (real, imaginary) on the last axis; other axes broadcast. `stack([re, im], -1)` makes
 * such a tensor, and `slice(x, -1, 0, 1)` is its real part.
 * @param x, y [..., 2]
 * @throws ShapeError if the last axes are not of length 2
 */
export const complexMul: Op<[x: Tensor, y: Tensor]> = op("complexMul", {
  compose: ([x, y]) => {
    const wrong = [x!, y!].find(({ shape }) => shape.at(-1) !== 2);
    if (wrong)
      throw new ShapeError("complexMul", { expected: "complex numbers [.., 2]", got: printShape(wrong.shape) });
    const [a, b, c, d] = [x!, y!].flatMap((z) => [slice(z, -1, 0, 1), slice(z, -1, 1, 2)]);
    return concat([sub(mul(a!, c!), mul(b!, d!)), add(mul(a!, d!), mul(b!, c!))], -1);
  },
  reference: ([x, y], _, shape) =>
    build(shape, (index) => {
      const [a, b, c, d] = [x!, y!].flatMap((z) => [0, 1].map((part) => at(z, [...index.slice(0, -1), part])));
      return index.at(-1) === 0 ? a! * c! - b! * d! : a! * d! + b! * c!;
    }),
  samples: [
    [complex([]), complex([])],
    [complex([3]), complex([4, 1])],
  ],
});
