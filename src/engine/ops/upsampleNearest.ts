import { ShapeError } from "../../error.js";
import type { PerAxis } from "../convolution.js";
import { mulDims, printShape } from "../dim.js";
import { at, build, normal, type Op, op, type Tensor } from "../op.js";
import { averagePool } from "./averagePool.js";
import { expand } from "./expand.js";
import { mul } from "./mul.js";
import { reshape } from "./reshape.js";

/**
 * Repeats every element `factor` times along each axis of space.
 * @param x [batch, channels, ...1 to 3 axes]; every axis may be named
 * @param factor a whole number ≥ 1, or one an axis
 * @returns [batch, channels, ...n · factor]
 * @throws ShapeError if the factors do not fit
 */
export const upsampleNearest: Op<[x: Tensor, factor: PerAxis]> = op("upsampleNearest", {
  args: (x, factor) => ({ inputs: [x], attributes: { factors: factorsOf("upsampleNearest", x, factor) } }),
  shape: ([x], { factors }) => x!.shape.map((n, i) => (i < 2 ? n : mulDims(n, factors[i - 2]!))),
  vjp: (_, g, { attributes: { factors } }) => {
    const size = factors.reduce((a, b) => a * b, 1);
    return [mul(averagePool(g, { kernel: factors }), size)];
  },
  onnx: (emitter, [x], { attributes: { factors } }) => {
    const scales = emitter.constant([1, 1, ...factors], [factors.length + 2], "f32");
    return emitter.node("Resize", [x!, "", scales], {
      mode: "nearest",
      nearest_mode: "floor",
      coordinate_transformation_mode: "asymmetric",
    });
  },
  // ONNX Runtime has no f64 Resize; in f32 it is ten times as fast as this.
  lower: {
    f64: ([x], { factors }, { shape }) => {
      const [batch, channels, ...space] = x!.shape;
      const apart = (repeats: readonly number[]) => [batch!, channels!, ...space.flatMap((n, i) => [n, repeats[i]!])];
      return reshape(expand(reshape(x!, apart(factors.map(() => 1))), apart(factors)), shape);
    },
  },
  reference: ([x], { factors }, shape) =>
    build(shape, (index) =>
      at(
        x!,
        index.map((i, axis) => (axis < 2 ? i : Math.floor(i / factors[axis - 2]!))),
      ),
    ),
  samples: [
    [normal([2, 2, 3]), 2],
    [normal([1, 2, 2, 3]), [3, 2]],
    [normal([2, 1, 3, 2]), [1, 2]],
    [normal([1, 2, 2, 1, 3]), 2],
  ],
});

/** One factor an axis. @throws ShapeError */
function factorsOf(name: string, x: Tensor, factor: PerAxis): readonly number[] {
  const rank = x.shape.length - 2;
  const factors = typeof factor === "number" ? Array.from({ length: Math.max(rank, 0) }, () => factor) : factor;
  if (rank >= 1 && rank <= 3 && factors.length === rank && factors.every((n) => Number.isInteger(n) && n > 0)) {
    return factors;
  }
  throw new ShapeError(name, {
    expected: "x [batch, channels, ..1 to 3 axes], a whole factor ≥ 1 for each of space",
    got: `${printShape(x.shape)}, ${JSON.stringify(factor)}`,
  });
}
