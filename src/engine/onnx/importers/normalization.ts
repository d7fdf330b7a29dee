import { type Dim, mulDims, sameShape } from "../../dim.js";
import {
  abs,
  add,
  batchMean,
  batchNorm,
  batchVariance,
  div,
  equal,
  layerNorm,
  mean,
  mul,
  pad,
  pow,
  reciprocal,
  reshape,
  rmsNorm,
  slice,
  sqrt,
  sub,
  sum,
  variance,
  where,
} from "../../ops/index.gen.js";
import type { Tensor } from "../../tensor.js";
import { allAxes, axesOf, axisOf, onAxis } from "../axes.js";
import { importer, type OnnxNode } from "../importer.js";

/** Normalizations. */
export const normalization = importer("normalization", {
  BatchNormalization: (node) => overBatch(node),
  GroupNormalization: (node) => overGroups(node),
  InstanceNormalization: (node) => {
    const x = node.x(0);
    const unit = standardized(x, allAxes(x).slice(2), node.float("epsilon", 1e-5)).y;
    return add(mul(unit, perChannel(node.x(1), x)), perChannel(node.x(2), x));
  },
  LRN: (node) => acrossChannels(node),
  LayerNormalization: (node) => overLast(node),
  LpNormalization: (node) => {
    const x = node.x(0);
    const over = { axes: [axisOf(node, node.int("axis", -1), x.shape.length)], keepDims: true };
    const linear = node.int("p", 2) === 1;
    const size = linear ? sum(abs(x), over) : sum(mul(x, x), over);
    // A line of zeros stays one, and the root's derivative is not asked for there.
    const zero = equal(size, 0);
    const safe = where(zero, 1, size);
    return where(zero, 0, div(x, linear ? safe : sqrt(safe)));
  },
  MeanVarianceNormalization: (node) => {
    const x = node.x(0);
    const axes = axesOf(node, node.ints("axes", [0, 2, 3]), x.shape.length);
    const over = { axes, keepDims: true };
    return div(sub(x, mean(x, over)), add(sqrt(variance(x, over)), 1e-9));
  },
  RMSNormalization: (node) => {
    const [x, scale] = [node.x(0), node.x(1)];
    const axis = axisOf(node, node.int("axis", -1), x.shape.length);
    const options = { axis, epsilon: node.float("epsilon", 1e-5) };
    return sameShape(scale.shape, x.shape.slice(axis))
      ? rmsNorm(x, scale, options)
      : mul(rmsNorm(x, undefined, options), scale);
  },
});

const perChannel = (weight: Tensor, x: Tensor): Tensor => onAxis(weight, 1, x.shape.length);

function standardized(x: Tensor, axes: readonly number[], epsilon: number) {
  const over = { axes, keepDims: true };
  const center = mean(x, over);
  const inverse = reciprocal(sqrt(add(variance(x, over), epsilon)));
  return { y: mul(sub(x, center), inverse), center, inverse };
}

/** By given statistics, or (training) by those of the batch, which also move the running ones. */
function overBatch(node: OnnxNode): readonly Tensor[] {
  const [x, scale, bias, oldMean, oldVariance] = [0, 1, 2, 3, 4].map((i) => node.x(i)) as [
    Tensor,
    Tensor,
    Tensor,
    Tensor,
    Tensor,
  ];
  const epsilon = node.float("epsilon", 1e-5);
  const training =
    node.version >= 14 ? node.int("training_mode", 0) === 1 : node.version < 7 && node.int("is_test", 0) === 0;
  if (!training) {
    const steep = div(scale, sqrt(add(oldVariance, epsilon)));
    return [add(mul(sub(x, perChannel(oldMean, x)), perChannel(steep, x)), perChannel(bias, x))];
  }
  const keep = node.float("momentum", 0.9);
  const moved = (old: Tensor, now: Tensor) => add(mul(old, keep), mul(now, 1 - keep));
  const options = { axis: 1, epsilon };
  return [
    batchNorm(x, scale, bias, options),
    moved(oldMean, batchMean(x, options)),
    moved(oldVariance, batchVariance(x, options)),
  ];
}

/** Scale and bias are of groups before version 21, of channels since. */
function overGroups(node: OnnxNode): Tensor {
  const [x, groups] = [node.x(0), node.int("num_groups")];
  const [batch, channels, ...space] = x.shape as [Dim, Dim, ...Dim[]];
  if (typeof channels !== "number") return node.fail("channels in numbers", channels);
  const split = reshape(x, [batch, groups, channels / groups, mulDims(...space)]);
  const unit = standardized(split, [2, 3], node.float("epsilon", 1e-5)).y;
  const weight = (i: number) => node.x(i);
  if (node.version < 21)
    return reshape(add(mul(unit, perChannel(weight(1), unit)), perChannel(weight(2), unit)), x.shape);
  return add(mul(reshape(unit, x.shape), perChannel(weight(1), x)), perChannel(weight(2), x));
}

/** The value, the mean and the inverse deviation. */
function overLast(node: OnnxNode): readonly Tensor[] {
  const [x, scale, bias] = [node.x(0), node.x(1), node.maybe(2)];
  const axis = axisOf(node, node.int("axis", -1), x.shape.length);
  const epsilon = node.float("epsilon", 1e-5);
  const tail = x.shape.slice(axis);
  const plain = [scale, bias].every((each) => !each || sameShape(each.shape, tail));
  if (plain && !node.wanted[1] && !node.wanted[2]) return [layerNorm(x, scale, bias, { axis, epsilon })];
  const { y, center, inverse } = standardized(x, allAxes(x).slice(axis), epsilon);
  const scaled = mul(y, scale);
  return [bias ? add(scaled, bias) : scaled, center, inverse];
}

/** x / (bias + α/n · Σ x² over n neighbouring channels)^β. */
function acrossChannels(node: OnnxNode): Tensor {
  const [x, size] = [node.x(0), node.int("size")];
  const square = mul(x, x);
  const before = Math.floor((size - 1) / 2);
  const wide = pad(
    square,
    x.shape.map((_, i) => (i === 1 ? [before, size - 1 - before] : [0, 0])),
  );
  const channels = x.shape[1]!;
  if (typeof channels !== "number") return node.fail("channels in numbers", channels);
  const near = Array.from({ length: size }, (_, i) => slice(wide, 1, i, i + channels)).reduce((a, b) => add(a, b));
  const base = add(mul(near, node.float("alpha", 1e-4) / size), node.float("bias", 1));
  return div(x, pow(base, node.float("beta", 0.75)));
}
