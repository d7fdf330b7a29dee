import { ShapeError } from "../../error.js";
import { type DType, integers, isFloat, normal, type Op, op, type Tensor } from "../op.js";

const dtypes = ["f32", "f64", "i32", "i64", "bool"] as const;

/** The same values in another data type; floats to integers truncate toward zero, to bool compare with 0. */
export const cast: Op<[x: Tensor, dtype: DType]> = op("cast", {
  args: (x, dtype) => {
    if (!dtypes.includes(dtype))
      throw new ShapeError("cast", { expected: `one of ${dtypes.join(", ")}`, got: String(dtype) });
    return { inputs: [x], attributes: { dtype } };
  },
  accepts: ["any"],
  dtype: (_, { dtype }) => dtype,
  vjp: ([x], g) => [isFloat(x!) ? cast(g, x!.dtype) : undefined],
  onnx: (emitter, [x], { attributes }) => emitter.node("Cast", [x!], { to: emitter.type(attributes.dtype) }),
  reference: ([x], { dtype }) => ({ shape: x!.shape, data: x!.data.map((value) => castTo(value, dtype)) }),
  samples: [
    [normal(), "f64"],
    [integers(-3, 3), "f32"],
    [integers(-1, 2), "bool"],
  ],
});

const castTo = (value: number, dtype: DType): number =>
  dtype === "bool" ? Number(value !== 0) : dtype.startsWith("i") ? Math.trunc(value) : value;
