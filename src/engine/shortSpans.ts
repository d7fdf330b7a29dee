// Elementwise ops of two operands, where one is broadcast along, or across, a last axis of few elements.
import { mulDims, type Shape, sameShape } from "./dim.js";
import type { Emitter, Tensor } from "./op.js";
import { largestDivisor } from "./rowBlocks.js";

const longest = 16;
/** Rows from which more nodes pay: each takes 1.6 µs, a row 20 ns. */
const many = 256;

/**
 * The emission of Add, Sub, Mul or Div. ONNX Runtime broadcasts in spans of the last axis and takes 20 ns for each:
 * 0.42 ms for [20000, 3] · [20000, 1], but 0.02 where both are as wide. So a column goes beside itself by a product with
 * ones (in all 0.05 ms; −0 becomes 0), rows of few elements are taken as fewer and longer ones (0.05 instead of 0.41 ms).
 */
export const broadcasting =
  (type: "Add" | "Sub" | "Mul" | "Div") =>
  (emitter: Emitter, names: readonly string[], node: Tensor): string => {
    const plain = () => emitter.node(type, names);
    if (emitter.isPlain || emitter.precision !== "f32" || !isShort(node)) return plain();
    const { shape, inputs } = node;
    const kinds = inputs.map((x) => kindOf(x.shape, shape));
    const width = shape.at(-1) as number;
    if (kinds.includes(undefined) || kinds.every((kind) => kind === "full")) return plain();
    const [column, row] = [kinds.indexOf("column"), kinds.indexOf("row")];
    if (type === "Mul" && column >= 0 && row >= 0) {
      return emitter.node("MatMul", [names[column]!, emitter.node("Reshape", [names[row]!, emitter.ints([1, width])])]);
    }
    const ones = () => emitter.constant(new Float64Array(width).fill(1), [1, width], "f32");
    const wide = names.map((name, i) => (kinds[i] === "column" ? emitter.node("MatMul", [name, ones()]) : name));
    if (row < 0) return emitter.node(type, wide);
    const times = inputs.some(isProduct) ? undefined : repeats(shape);
    if (times === undefined) return emitter.node(type, wide);
    const long = wide.map((name, i) => {
      const whole = i === row ? emitter.node("Expand", [name, emitter.ints([times, width])]) : name;
      return emitter.node("Reshape", [whole, emitter.ints([-1, times * width])]);
    });
    return emitter.node("Reshape", [emitter.node(type, long), emitter.dims(shape)]);
  };

function isShort({ shape, dtype }: Tensor): boolean {
  const [width, rows] = [shape.at(-1), mulDims(...shape.slice(0, -1))];
  const isNarrow = typeof width === "number" && width > 1 && width <= longest;
  return dtype === "f32" && shape.length > 1 && isNarrow && (typeof rows === "string" || rows >= many);
}

/** How an operand lies in the result. */
function kindOf(own: Shape, shape: Shape): "full" | "column" | "row" | undefined {
  if (sameShape(own, shape)) return "full";
  if (sameShape(own, [...shape.slice(0, -1), 1])) return "column";
  const isRow = own.at(-1) === shape.at(-1) && own.slice(0, -1).every((dim) => dim === 1);
  return isRow ? "row" : undefined;
}

/** How many rows make a long one: as many as divide all, up to 256 elements. */
function repeats(shape: Shape): number | undefined {
  const [width, rows] = [shape.at(-1) as number, mulDims(...shape.slice(0, -1))];
  if (typeof rows !== "number") return undefined;
  const times = largestDivisor(rows, 256 / width)!;
  return times * width >= 32 && times > 1 ? times : undefined;
}

/** A product, to which ONNX Runtime adds a row by itself. */
const isProduct = ({ rule, inputs }: Tensor): boolean =>
  rule.name === "matmul" || (rule.name === "reshape" && isProduct(inputs[0]!));
