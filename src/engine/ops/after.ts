import { normal, type Op, op, type Tensor } from "../op.js";

/**
 * x, but not before `first` is known: nothing that is made of it can be merged with what is made of x, nor be computed
 * earlier. It moves no data.
 * @param first any float tensor
 * @returns x
 */
export const after: Op<[x: Tensor, first: Tensor]> = op("after", {
  accepts: ["any", "float"],
  dtype: ([x]) => x!.dtype,
  shape: ([x]) => x!.shape,
  vjp: (_, g) => [g, undefined],
  // A Reshape to x's own shape, to which something is added that only the run knows to be 0 (the first entry of `first`
  // may be NaN, or not be there); a Shape of `first` would be folded where sizes are numbers.
  onnx: (emitter, [x, first], { inputs, shape }) => {
    const { node, ints, constant } = emitter;
    const entry = node("Slice", [node("Reshape", [first!, ints([-1])]), ints([0]), ints([1])]);
    const isNegative = node("Less", [entry, constant(0, [], inputs[1]!.dtype)]);
    const bit = node("ReduceSum", [node("Cast", [isNegative], { to: emitter.type("i64") }), ints([0])], {
      keepdims: 0,
    });
    const zero = node("Mul", [bit, constant(0, [], "i64")]);
    return node("Reshape", [x!, node("Add", [emitter.dims(shape), zero])], { allowzero: 1 });
  },
  reference: ([x]) => x!,
  samples: [
    [normal([2, 3]), normal([4])],
    [normal([]), normal([])],
    [normal([2]), normal([0])],
  ],
});
