import { mulDims } from "../dim.js";
import { constant, isFloat, normal, normalAxes, type Op, op, type Tensor } from "../op.js";

/**
 * How many elements the given axes of x span, as a scalar: of x's data type where that is a float, else i64; a constant where they are numbers.
 * The derivative is 0.
 */
export const extent: Op<[x: Tensor, axes: readonly number[]]> = op("extent", {
  args: (x, axes) => ({ inputs: [x], attributes: { axes: normalAxes("extent", axes, x.shape.length) } }),
  accepts: ["any"],
  compose: ([x], { axes }) => {
    const size = mulDims(...axes.map((axis) => x!.shape[axis]!));
    const dtype = isFloat(x!) ? x!.dtype : "i64";
    return typeof size === "number" ? constant(size, [], dtype) : namedSize(x!, size, dtype);
  },
  reference: ([x], { axes }) => ({
    shape: [],
    data: Float64Array.of(axes.reduce((n, axis) => n * x!.shape[axis]!, 1)),
  }),
  samples: [
    [normal([2, 3]), [0]],
    [normal([2, 3, 4]), [0, 2]],
  ],
});

/** A size that is known when the graph runs. */
const namedSize = op<[x: Tensor, size: string, dtype: Tensor["dtype"]], { size: string; dtype: Tensor["dtype"] }>(
  "namedSize",
  {
    args: (_, size, dtype) => ({ inputs: [], attributes: { size, dtype } }),
    shape: () => [],
    dtype: (_, { dtype }) => dtype,
    vjp: "none",
    onnx: (emitter, _, { attributes }) => {
      const scalar = emitter.node("Reshape", [emitter.dims([attributes.size]), emitter.ints([])]);
      return emitter.node("Cast", [scalar], { to: emitter.type(attributes.dtype) });
    },
    reference: () => {
      throw new Error("namedSize: known only when the graph runs");
    },
    samples: [],
  },
);
