import { booleans, type Op, op, type Tensor } from "../op.js";
import { type Axes, reduce, reducedShape, reductionArgs } from "../reduction.js";

/** Whether any element over axes (all by default) holds; false if there are none. @returns bool */
export const any: Op<[x: Tensor, axes?: Axes]> = op("any", {
  args: reductionArgs("any"),
  accepts: ["bool"],
  shape: ([x], reduced) => reducedShape(x!.shape, reduced),
  dtype: "bool",
  vjp: "none",
  // ReduceMax of bool refuses no elements.
  onnx: (emitter, [x], { attributes: { axes, keepDims } }) => {
    if (axes.length === 0) return x!;
    const numbers = emitter.node("Cast", [x!], { to: emitter.type("i32") });
    const count = emitter.node("ReduceSum", [numbers, emitter.ints(axes)], { keepdims: Number(keepDims) });
    return emitter.node("Cast", [count], { to: emitter.type("bool") });
  },
  reference: reduce((values) => Number(values.some((x) => x !== 0))),
  samples: [
    [booleans()],
    [booleans([2, 3, 4]), { axes: [1] }],
    [booleans([2, 2, 4]), { axes: [0, -2], keepDims: true }],
  ],
});
