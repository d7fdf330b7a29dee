import { type Binary, elementwise, given, integers, normal, op } from "../op.js";

/** x ≠ y, elementwise with broadcasting; true where either is NaN. @returns bool */
export const notEqual: Binary = op("notEqual", {
  accepts: ["number"],
  dtype: "bool",
  vjp: "none",
  onnx: (emitter, inputs) => emitter.node("Not", [emitter.node("Equal", inputs)]),
  reference: elementwise((x, y) => Number(x! !== y!)),
  samples: [
    [normal(), normal()],
    [integers(0, 2, [2, 3]), integers(0, 2, [3])],
    [given([2], [Number.NaN, 1]), 1],
  ],
});
