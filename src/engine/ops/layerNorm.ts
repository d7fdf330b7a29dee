import { customVjp } from "../customVjp.js";
import { type Dim, mulDims } from "../dim.js";
import { type Normalization, type Normalized, normalizationArgs, normalized } from "../normalization.js";
import { normal, type Op, op, type Tensor } from "../op.js";
import { keptShape } from "../reduction.js";
import { rowBlocks } from "../rowBlocks.js";
import { scan } from "../scan.js";
import { constant } from "../tensor.js";
import { add } from "./add.js";
import { channelAffine } from "./channelAffine.js";
import { div } from "./div.js";
import { expand } from "./expand.js";
import { extent } from "./extent.js";
import { matmul } from "./matmul.js";
import { mean } from "./mean.js";
import { mul } from "./mul.js";
import { neg } from "./neg.js";
import { reciprocal } from "./reciprocal.js";
import { reshape } from "./reshape.js";
import { sqrt } from "./sqrt.js";
import { sub } from "./sub.js";
import { sum } from "./sum.js";

type Args = [x: Tensor, scale?: Tensor | undefined, bias?: Tensor | undefined, options?: Normalization];

/**
 * Mean 0 and variance 1 over the last axes: y = (x − mean) / √(variance + ε) · scale + bias.
 * @param x [a…, b…], normalized over b…, the axes from `axis` on
 * @param scale [b…]; 1 by default
 * @param bias [b…]; 0 by default
 * @throws ShapeError if scale or bias have another shape
 * @source Ba et al. 2016, arXiv:1607.06450
 */
export const layerNorm: Op<Args> = op("layerNorm", {
  args: (x, scale, bias, options) => normalizationArgs("layerNorm", x, { scale, bias }, options),
  compose: ([x, ...weights], { axes, epsilon, scaled, biased }) => {
    const tail = axes.map((axis) => x!.shape[axis]!);
    const scale = scaled ? weights[0]! : expand(constant(1, [], x!.dtype), tail);
    return layerNormNode([x!, scale, ...(biased ? [weights.at(-1)!] : [])], { axes, epsilon, result: "y" });
  },
  reference: normalized((line, epsilon) => {
    const { center, inverse } = momentsOf(line, epsilon);
    return line.map((x) => (x - center) * inverse);
  }),
  samples: [
    [normal([2, 5])],
    [normal([2, 3, 4]), normal([4])],
    [normal([2, 3, 4]), normal([3, 4]), normal([3, 4]), { axis: 1, epsilon: 1e-2 }],
    [normal([2, 4]), undefined, normal([4])],
    [normal([4]), undefined, undefined, { axis: 0 }],
  ],
});

/** The three results of ONNX's LayerNormalization; mean and inverse deviation keep the axes as length 1. */
type Result = "y" | "mean" | "inverse";
const results: readonly Result[] = ["y", "mean", "inverse"];
type Attributes = Pick<Normalized, "axes" | "epsilon"> & { readonly result: Result };

/**
 * One result of the node. Those asked for by the derivative are emitted as the node of the value again, with the same
 * inputs, and ONNX Runtime merges equal nodes.
 */
const layerNormNode: Op<[inputs: readonly Tensor[], attributes: Attributes]> = op("layerNormNode", {
  args: (inputs, attributes) => ({ inputs, attributes }),
  shape: ([x], { axes, result }) => (result === "y" ? x!.shape : keptShape(x!.shape, axes)),
  vjp: (inputs, g, { attributes }) => {
    const [x, scale] = inputs;
    const blocks = attributes.result === "y" ? rowBlocks(...linesOf(x!, attributes.axes)) : undefined;
    if (blocks) return blockedCotangents(inputs, g, attributes, blocks);
    const { inverse, unit } = parts(inputs, attributes);
    const size = extent(x!, attributes.axes);
    if (attributes.result === "mean") return [expand(div(g, size), x!.shape)];
    if (attributes.result === "inverse") return [mul(unit, neg(div(mul(g, mul(inverse, inverse)), size)))];
    return [scaledCotangent(unit, inverse, g, scale!, attributes.axes), mul(g, unit), g];
  },
  onnx: (emitter, inputs, { attributes: { axes, epsilon, result } }) =>
    emitter.nodes("LayerNormalization", inputs, 3, { axis: axes[0]!, epsilon: { float: epsilon } })[
      results.indexOf(result)
    ]!,
  // ONNX types mean and deviation of f64 values as f32.
  lower: {
    f64: ([x, scale, bias], { axes, epsilon, result }) => {
      const over = { axes, keepDims: true };
      const center = mean(x!, over);
      if (result === "mean") return center;
      const distance = sub(x!, center);
      const inverse = reciprocal(sqrt(add(mean(mul(distance, distance), over), epsilon)));
      if (result === "inverse") return inverse;
      const y = mul(mul(distance, inverse), scale!);
      return bias ? add(y, bias) : y;
    },
  },
  reference: (inputs, { axes, epsilon, result }) => {
    const whole = { axes, epsilon, scaled: result === "y", biased: result === "y" && inputs.length === 3 };
    const all = normalized((line) => {
      const { center, inverse } = momentsOf(line, epsilon);
      return line.map((x) => (result === "y" ? (x - center) * inverse : result === "mean" ? center : inverse));
    })(inputs, whole);
    if (result === "y") return all;
    const shape = all.shape.map((dim, i) => (axes.includes(i) ? 1 : dim));
    const length = axes.reduce((n, axis) => n * all.shape[axis]!, 1);
    return { shape, data: all.data.filter((_, i) => i % length === 0) };
  },
  samples: [],
});

/** The cotangents of x, scale and bias, some lines after another; of the last two a sum for each block. */
function blockedCotangents(
  inputs: readonly Tensor[],
  g: Tensor,
  attributes: Attributes,
  [blocks, rows]: readonly [number, number],
): Tensor[] {
  const [x, scale] = inputs;
  const length = linesOf(x!, attributes.axes)[1] as number;
  const flatScale = reshape(scale!, [length]);
  const ones = constant(new Float64Array(rows).fill(1), [1, rows], x!.dtype);
  const of = (result: Result) => layerNormNode(inputs, { ...attributes, result });
  const lines = [x!, g, of("mean"), of("inverse")].map((t, i) => reshape(t, [blocks, rows, i < 2 ? length : 1]));
  const step = (state: Tensor[], [x, g, center, inverse]: Tensor[]) => {
    const unit = affineLines(x!, inverse!, neg(mul(center!, inverse!)), [1]);
    const dx = scaledCotangent(unit, inverse!, g!, flatScale, [1]);
    return [state, [dx, matmul(ones, mul(g!, unit)), matmul(ones, g!)]] as const;
  };
  const [, [dx, ...sums]] = scan(step, [], lines, { unroll: 0 });
  return [reshape(dx!, x!.shape), ...sums.map((each) => reshape(sum(each, { axes: [0, 1] }), scale!.shape))];
}

/** x̂ = (x − mean)·r and r, with derivatives in closed form. */
function parts(inputs: readonly Tensor[], attributes: Attributes): { unit: Tensor; inverse: Tensor } {
  const [x] = inputs;
  const inverse = layerNormNode(inputs, { ...attributes, result: "inverse" });
  const center = layerNormNode(inputs, { ...attributes, result: "mean" });
  const value = affineLines(x!, inverse, neg(mul(center, inverse)), attributes.axes);
  const unit = customVjp(value, [x!, inverse], (g, [, r], y) => [unitCotangent(y, r!, g, attributes.axes), undefined]);
  return { unit, inverse };
}

/** x · scale + shift with numbers for each line: one pass over memory where the sizes are known. */
function affineLines(x: Tensor, scale: Tensor, shift: Tensor, axes: readonly number[]): Tensor {
  const [lines, length] = linesOf(x, axes);
  if (typeof lines !== "number" || typeof length !== "number") return add(mul(x, scale), shift);
  const flat = reshape(x, [1, lines, length]);
  return reshape(channelAffine(flat, reshape(scale, [lines]), reshape(shift, [lines])), x.shape);
}

/** How many lines there are, and their length. */
const linesOf = ({ shape }: Tensor, axes: readonly number[]): [Dim, Dim] => [
  mulDims(...shape.slice(0, axes[0])),
  mulDims(...shape.slice(axes[0])),
];

/** The unitCotangent of g · scale; both means are products of a matrix and the scale, which read it once. */
function scaledCotangent(unit: Tensor, inverse: Tensor, g: Tensor, scale: Tensor, axes: readonly number[]): Tensor {
  const [lines, length] = linesOf(g, axes);
  if (typeof length !== "number") return unitCotangent(unit, inverse, mul(g, scale), axes);
  const column = reshape(mul(scale, 1 / length), [length, 1]);
  const mean = (x: Tensor) => reshape(matmul(reshape(x, [lines, length]), column), inverse.shape);
  return projected(unit, inverse, mul(g, scale), mean(g), mean(mul(g, unit)), axes);
}

/** d/dx Σ g·x̂ = r·(g − mean(g) − x̂·mean(g·x̂)). */
function unitCotangent(unit: Tensor, inverse: Tensor, g: Tensor, axes: readonly number[]): Tensor {
  const over = { axes, keepDims: true };
  return projected(unit, inverse, g, mean(g, over), mean(mul(g, unit), over), axes);
}

/** r·(g − along − x̂·across). */
const projected = (
  unit: Tensor,
  inverse: Tensor,
  g: Tensor,
  along: Tensor,
  across: Tensor,
  axes: readonly number[],
): Tensor => mul(inverse, add(g, affineLines(unit, neg(across), neg(along), axes)));

function momentsOf(line: readonly number[], epsilon: number): { center: number; inverse: number } {
  const center = line.reduce((a, b) => a + b, 0) / line.length;
  const spread = line.reduce((sum, x) => sum + (x - center) ** 2, 0) / line.length;
  return { center, inverse: 1 / Math.sqrt(spread + epsilon) };
}
