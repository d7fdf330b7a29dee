import { mulDims } from "../../dim.js";
import {
  abs,
  all,
  any,
  argMax,
  argMin,
  cast,
  flip,
  log,
  logSumExp,
  max,
  mean,
  min,
  mul,
  prod,
  sqrt,
  sub,
  sum,
} from "../../ops/index.gen.js";
import type { Axes } from "../../reduction.js";
import { isFloat, type Tensor } from "../../tensor.js";
import { allAxes, axesOf, axisOf, givenAxes, lengthOf } from "../axes.js";
import { held } from "../held.js";
import { importer, type OnnxNode } from "../importer.js";
import { castTo, wrapped } from "../narrowing.js";

type Reduce = (x: Tensor, axes: Axes) => Tensor;

/** Reductions over axes, which are an input since version 18 (of ReduceSum since 13). */
export const reduction = importer("reduction", {
  ArgMax: (node) => held(place(node, argMax), "i64"),
  ArgMin: (node) => held(place(node, argMin), "i64"),
  ReduceL1: (node) => reduced(node, (x, axes) => sum(abs(x), axes)),
  ReduceL2: (node) =>
    reduced(
      node,
      asFloat((x, axes) => sqrt(sum(mul(x, x), axes))),
    ),
  ReduceLogSum: (node) =>
    reduced(
      node,
      asFloat((x, axes) => log(sum(x, axes))),
    ),
  ReduceLogSumExp: (node) => reduced(node, asFloat(logSumExp)),
  ReduceMax: (node) => reduced(node, (x, axes) => (x.dtype === "bool" ? any(x, axes) : max(x, axes))),
  ReduceMean: (node) => reduced(node, asFloat(mean)),
  ReduceMin: (node) => reduced(node, (x, axes) => (x.dtype === "bool" ? all(x, axes) : min(x, axes))),
  ReduceProd: {
    convert: (node) => reduced(node, prod),
    sizes: (node) => {
      const sizes = node.known(0);
      return sizes && node.x(0).shape.length === 1 ? [mulDims(...sizes)] : undefined;
    },
  },
  ReduceSum: (node) => reduced(node, sum, 13),
  ReduceSumSquare: (node) => reduced(node, (x, axes) => sum(mul(x, x), axes)),
});

/** Integers are reduced as floats, and rounded toward zero. */
const asFloat =
  (op: Reduce): Reduce =>
  (x, axes) =>
    isFloat(x) ? op(x, axes) : castTo(op(cast(x, "f64"), axes), x.dtype);

function reduced(node: OnnxNode, op: Reduce, since = 18): Tensor {
  const x = node.x(0);
  const given = givenAxes(node, since);
  const keepDims = node.int("keepdims", 1) === 1;
  if (!given?.length && node.int("noop_with_empty_axes", 0) === 1) return wrapped(op(x, { axes: [] }), node.type(0));
  const axes = given?.length ? axesOf(node, given, x.shape.length) : allAxes(x);
  return wrapped(op(x, { axes, keepDims }), node.type(0));
}

function place(node: OnnxNode, op: (x: Tensor, axis: number, options: { keepDims: boolean }) => Tensor): Tensor {
  const x = node.x(0);
  const axis = axisOf(node, node.int("axis", 0), x.shape.length);
  const options = { keepDims: node.int("keepdims", 1) === 1 };
  if (node.int("select_last_index", 0) === 0) return op(x, axis, options);
  return sub(lengthOf(node, x, axis) - 1, op(flip(x, [axis]), axis, options));
}
