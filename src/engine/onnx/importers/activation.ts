import { mulDims, type Shape } from "../../dim.js";
import {
  add,
  argMax,
  celu,
  clip,
  elu,
  gelu,
  geluTanh,
  greater,
  hardSigmoid,
  leakyRelu,
  less,
  logSoftmax,
  maximum,
  minimum,
  mul,
  oneHot,
  reshape,
  selu,
  sigmoid,
  softmax,
  sub,
  transpose,
  where,
} from "../../ops/index.gen.js";
import type { Tensor } from "../../tensor.js";
import { allAxes, axisOf } from "../axes.js";
import { importer, type OnnxNode } from "../importer.js";

const [seluAlpha, seluGamma] = [1.6732632423543772, 1.0507009873554805];

/** Activations, with their parameters. */
export const activation = importer("activation", {
  Celu: (node) => celu(node.x(0), node.float("alpha", 1)),
  Clip: (node) => clipped(node),
  Elu: (node) => elu(node.x(0), node.float("alpha", 1)),
  Gelu: (node) => (node.text("approximate", "none") === "tanh" ? geluTanh(node.x(0)) : gelu(node.x(0))),
  HardSigmoid: (node) => hardSigmoid(node.x(0), node.float("alpha", 0.2), node.float("beta", 0.5)),
  Hardmax: (node) => alongAxis(node, first),
  LeakyRelu: (node) => leakyRelu(node.x(0), node.float("alpha", 0.01)),
  LogSoftmax: (node) => alongAxis(node, logSoftmax),
  PRelu: (node) => where(less(node.x(0), 0), mul(node.x(0), slopes(node)), node.x(0)),
  Selu: (node) => {
    const [alpha, gamma] = [node.float("alpha", seluAlpha), node.float("gamma", seluGamma)];
    const usual = Math.abs(alpha - seluAlpha) + Math.abs(gamma - seluGamma) < 1e-6;
    return usual ? selu(node.x(0)) : mul(elu(node.x(0), alpha), gamma);
  },
  Shrink: (node) => {
    const [x, limit, bias] = [node.x(0), node.float("lambd", 0.5), node.float("bias", 0)];
    return where(less(x, -limit), add(x, bias), where(greater(x, limit), sub(x, bias), 0));
  },
  Softmax: (node) => alongAxis(node, softmax),
  SwiGLU: (node) => mul(swish(node.x(0), node.float("alpha", 1)), node.x(1)),
  Swish: (node) => swish(node.x(0), node.float("alpha", 1)),
  ThresholdedRelu: (node) => where(greater(node.x(0), node.float("alpha", 1)), node.x(0), 0),
});

const swish = (x: Tensor, alpha: number): Tensor => mul(x, sigmoid(alpha === 1 ? x : mul(x, alpha)));

/** Bounds are attributes before version 11, inputs since; where they cross, the upper one wins. */
function clipped(node: OnnxNode): Tensor {
  const x = node.x(0);
  const bound = (i: number, name: string) =>
    node.version >= 11 ? node.maybe(i) : node.has(name) ? node.float(name) : undefined;
  const [low, high] = [bound(1, "min"), bound(2, "max")];
  const [a, b] = [1, 2].map((i) => (node.inputs[i] ? node.known(i)?.[0] : undefined));
  if (low !== undefined && high !== undefined && typeof a === "number" && typeof b === "number" && a <= b)
    return clip(x, low, high);
  const above = low === undefined ? x : maximum(x, low);
  return high === undefined ? above : minimum(above, high);
}

/** The slope, whose shape broadcasts to that of x; [channels] before version 7. */
function slopes(node: OnnxNode): Tensor {
  const [x, slope] = [node.x(0), node.x(1)];
  if (node.version >= 7 || slope.shape.length !== 1 || x.shape.length < 2) return slope;
  return reshape(slope, [slope.shape[0]!, ...x.shape.slice(2).map(() => 1)]);
}

/** Along one axis since version 13; before, along all from the axis on, as one. */
function alongAxis(node: OnnxNode, op: (x: Tensor, axis: number) => Tensor): Tensor {
  const x = node.x(0);
  if (node.version >= 13) return op(x, axisOf(node, node.int("axis", -1), x.shape.length));
  const axis = axisOf(node, node.int("axis", 1), x.shape.length);
  const flat: Shape = [mulDims(...x.shape.slice(0, axis)), mulDims(...x.shape.slice(axis))];
  return reshape(op(reshape(x, flat), 1), x.shape);
}

/** 1 at the first of the largest elements. */
function first(x: Tensor, axis: number): Tensor {
  const ones = oneHot(argMax(x, axis), x.shape[axis]!, x.dtype);
  const order = allAxes(x).filter((i) => i !== axis);
  return transpose(
    ones,
    allAxes(x).map((i) => (i === axis ? x.shape.length - 1 : order.indexOf(i))),
  );
}
