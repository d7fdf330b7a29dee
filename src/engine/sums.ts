// Sums and means over axes, as ONNX Runtime computes them fastest.
import { mulDims, type Shape } from "./dim.js";
import type { Emitter, Tensor } from "./op.js";
import type { Reduced } from "./reduction.js";

/** A size of 0 is meant as such. */
const zeros = { allowzero: 1 };

/** Rows that a product with ones sums: fewer gain nothing, more are a large constant. */
const [few, many] = [16, 2 ** 16];

/**
 * The emission of a sum or mean. ReduceSum is slow over leading axes (12,160 rows of 64: 110 µs; a product with a row of
 * ones takes 40, with two threads 110 instead of 570) and over short ones in the middle (500 × 4 × 3: 68 µs; parts that
 * are added take 9).
 */
export const summed =
  (type: "Sum" | "Mean") =>
  (emitter: Emitter, [x]: readonly string[], node: Tensor): string => {
    const { shape } = node.inputs[0]!;
    const { axes, keepDims } = node.attributes as unknown as Reduced;
    if (axes.length === 0) return x!;
    const reduced = (of: string, over: readonly number[], keepdims: boolean) =>
      emitter.node(`Reduce${type}`, [of, emitter.ints(over)], { keepdims: Number(keepdims) });
    const isOurs = !emitter.isPlain && emitter.precision === "f32" && node.dtype === "f32";
    const found = isOurs ? (leading(shape, axes) ?? middle(shape, axes)) : undefined;
    if (!found) return reduced(x!, axes, keepDims);
    const flat = emitter.node("Reshape", [x!, emitter.dims(found.shape)], zeros);
    if (found.kind === "middle") {
      const { count } = found;
      const parts = emitter.nodes("Split", [flat, emitter.ints(new Array(count).fill(1))], count, { axis: 1 });
      return emitter.node("Reshape", [emitter.node(type, parts), emitter.dims(node.shape)], zeros);
    }
    const { count: rows } = found;
    const weight = new Float64Array(rows).fill(type === "Sum" ? 1 : 1 / rows);
    const total = emitter.node("MatMul", [emitter.constant(weight, [1, rows], "f32"), flat]);
    if (found.rest.length === 0) return emitter.node("Reshape", [total, emitter.dims(node.shape)], zeros);
    const lead = axes.length - found.rest.length;
    const whole = emitter.node("Reshape", [total, emitter.dims(shape.slice(lead))], zeros);
    const sums = reduced(whole, found.rest, false);
    return keepDims ? emitter.node("Reshape", [sums, emitter.dims(node.shape)], zeros) : sums;
  };

/** A sum over the first axes, as rows of all others, and the axes of those that remain. */
function leading(shape: Shape, axes: readonly number[]) {
  const lead = axes.findIndex((axis, i) => axis !== i);
  const count = lead < 0 ? axes.length : lead;
  const rows = mulDims(...shape.slice(0, count));
  if (typeof rows !== "number" || rows < few || rows > many || count === shape.length) return undefined;
  const rest = axes.slice(count).map((axis) => axis - count);
  return { kind: "leading", count: rows, shape: [rows, mulDims(...shape.slice(count))], rest } as const;
}

/** A sum over neighbouring axes, as one between one before and one after. */
function middle(shape: Shape, axes: readonly number[]) {
  const [first, last] = [axes[0]!, axes.at(-1)!];
  const [before, count, after] = [
    mulDims(...shape.slice(0, first)),
    mulDims(...shape.slice(first, last + 1)),
    mulDims(...shape.slice(last + 1)),
  ];
  const isRun = last - first + 1 === axes.length && last < shape.length - 1;
  if (!isRun || typeof count !== "number" || typeof after !== "number" || count < 2 || after < 2) return undefined;
  const isMany = typeof before === "string" || before >= 128;
  // ReduceSum takes 130 ns and more for each row before; a part takes 4, and 0.2 an element.
  return isMany && count * (24 + after) <= 600
    ? ({ kind: "middle", count, shape: [before, count, after] } as const)
    : undefined;
}
