import { elementwise, given, normal, op, type Unary } from "../op.js";

/** Whether x is ∞ or −∞, elementwise. @returns bool */
export const isInf: Unary = op("isInf", {
  dtype: "bool",
  vjp: "none",
  onnx: "IsInf",
  reference: elementwise((x) => Number(Math.abs(x!) === Number.POSITIVE_INFINITY)),
  samples: [[normal()], [given([4], [Number.NaN, 0, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY])]],
});
