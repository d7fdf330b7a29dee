import {
  abs,
  acos,
  acosh,
  asin,
  asinh,
  atan,
  atanh,
  ceil,
  cos,
  cosh,
  erf,
  exp,
  floor,
  greater,
  hardSwish,
  isInf,
  isNan,
  less,
  log,
  logicalAnd,
  logicalNot,
  maximum,
  mish,
  neg,
  reciprocal,
  relu,
  round,
  sigmoid,
  sign,
  sin,
  sinh,
  softplus,
  softsign,
  sqrt,
  tan,
  tanh,
} from "../../ops/index.gen.js";
import { isFloat, type Tensor } from "../../tensor.js";
import { type Convert, importer, type OnnxNode } from "../importer.js";
import { wrapped } from "../narrowing.js";

/** An op of ours with the same meaning. */
const same =
  (op: (x: Tensor) => Tensor): Convert =>
  (node) =>
    op(node.x(0));
/** One that can leave the range of narrow integers. */
const wrapping =
  (op: (x: Tensor) => Tensor): Convert =>
  (node) =>
    wrapped(op(node.x(0)), node.type(0));

/** Functions of one tensor, elementwise. */
export const unary = importer("unary", {
  Abs: wrapping(abs),
  Acos: same(acos),
  Acosh: same(acosh),
  Asin: same(asin),
  Asinh: same(asinh),
  Atan: same(atan),
  Atanh: same(atanh),
  Ceil: same(ceil),
  Cos: same(cos),
  Cosh: same(cosh),
  Erf: same(erf),
  Exp: same(exp),
  Floor: same(floor),
  HardSwish: same(hardSwish),
  Identity: { convert: (node) => node.held(0), sizes: (node) => node.known(0) },
  IsInf: (node) => infinite(node, node.x(0)),
  IsNaN: same(isNan),
  Log: same(log),
  Mish: same(mish),
  Neg: wrapping(neg),
  Not: { convert: same(logicalNot), sizes: (node) => node.known(0)?.map((each) => (each === 0 ? 1 : 0)) },
  Reciprocal: same(reciprocal),
  Relu: (node) => (isFloat(node.x(0)) ? relu(node.x(0)) : maximum(node.x(0), 0)),
  Round: same(round),
  Sigmoid: same(sigmoid),
  Sign: same(sign),
  Sin: same(sin),
  Sinh: same(sinh),
  Softplus: same(softplus),
  Softsign: same(softsign),
  Sqrt: same(sqrt),
  Tan: same(tan),
  Tanh: same(tanh),
});

function infinite(node: OnnxNode, x: Tensor): Tensor {
  const [negative, positive] = [node.int("detect_negative", 1), node.int("detect_positive", 1)];
  const [below, above] = [less(x, 0), greater(x, 0)];
  const found = isInf(x);
  if (negative && positive) return found;
  if (!negative && !positive) return logicalAnd(found, logicalNot(found));
  return logicalAnd(found, negative ? below : above);
}
