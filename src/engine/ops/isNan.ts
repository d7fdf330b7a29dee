import { elementwise, given, normal, op, type Unary } from "../op.js";

/** Whether x is not a number, elementwise. @returns bool */
export const isNan: Unary = op("isNan", {
  dtype: "bool",
  vjp: "none",
  onnx: "IsNaN",
  reference: elementwise((x) => Number(Number.isNaN(x))),
  samples: [[normal()], [given([4], [Number.NaN, 0, Number.POSITIVE_INFINITY, -1])]],
});
