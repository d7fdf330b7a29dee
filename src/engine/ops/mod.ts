import { ShapeError } from "../../error.js";
import { printShape } from "../dim.js";
import { type Binary, commonShape, elementwise, integers, isFloat, op } from "../op.js";

/**
 * Remainder of integers with the sign of the divisor, as Python's %, elementwise with broadcasting. Dividing by 0 is an
 * error when the graph runs.
 * @throws ShapeError on floats, for which there is fmod
 */
export const mod: Binary = op("mod", {
  accepts: ["number"],
  shape: (inputs) => {
    const float = inputs.find(isFloat);
    if (!float) return commonShape("mod", inputs);
    const got = `${float.dtype} ${printShape(float.shape)}`;
    throw new ShapeError("mod", { expected: "integers", got, hint: "fmod(x, y)?" });
  },
  vjp: "none",
  onnx: "Mod",
  reference: elementwise((x, y) => x! - y! * Math.floor(x! / y!)),
  samples: [
    [integers(-9, 10), integers(1, 5)],
    [integers(-9, 10, [2, 3]), integers(-4, 0, [3])],
    [integers(-9, 10, [5], "i32"), 3],
  ],
});
