import { type Binary, elementwise, normal, op } from "../op.js";

/** x > y, elementwise with broadcasting. @returns bool */
export const greater: Binary = op("greater", {
  accepts: ["number"],
  dtype: "bool",
  vjp: "none",
  onnx: "Greater",
  reference: elementwise((x, y) => Number(x! > y!)),
  samples: [
    [normal(), normal()],
    [normal([2, 3]), normal([3])],
  ],
});
