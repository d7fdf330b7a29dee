import { type Binary, elementwise, integers, normal, op } from "../op.js";

/** x < y, elementwise with broadcasting; false where either is NaN. @returns bool */
export const less: Binary = op("less", {
  accepts: ["number"],
  dtype: "bool",
  vjp: "none",
  onnx: "Less",
  reference: elementwise((x, y) => Number(x! < y!)),
  samples: [
    [normal(), normal()],
    [integers(0, 2, [2, 3]), integers(0, 2, [3])],
    [integers(0, 3, [4], "i32"), 1],
  ],
});
