import { ShapeError } from "../../error.js";
import { roughSize } from "../dim.js";
import { build, normal, type Op, op, strides, type Tensor } from "../op.js";

/**
 * The axes in another order; axis i of the result is axis `permutation[i]` of x. By default all axes are reversed.
 * @throws ShapeError if it is not a permutation of the axes
 */
export const transpose: Op<[x: Tensor, permutation?: readonly number[]]> = op("transpose", {
  args: (x, permutation = x.shape.map((_, i) => x.shape.length - 1 - i)) => {
    if ([...permutation].sort((a, b) => a - b).join() !== x.shape.map((_, i) => i).join()) {
      throw new ShapeError("transpose", {
        expected: `a permutation of ${x.shape.length} axes`,
        got: `[${permutation.join(", ")}]`,
      });
    }
    return { inputs: [x], attributes: { permutation } };
  },
  accepts: ["any"],
  shape: ([x], { permutation }) => permutation.map((axis) => x!.shape[axis]!),
  vjp: (_, g, { attributes: { permutation } }) => [
    transpose(
      g,
      permutation.map((_, i) => permutation.indexOf(i)),
    ),
  ],
  onnx: (emitter, [x], node) => {
    const { permutation } = node.attributes;
    const isShared = !emitter.isPlain && !emitter.isSerial && node.dtype !== "bool";
    // ONNX Runtime takes a transpose into a product of matrices.
    if (!isShared || emitter.takers(node).has("matmul") || !turnsSmallMatrices(node.inputs[0]!, permutation)) {
      return emitter.node("Transpose", [x!], { perm: permutation });
    }
    const letters = permutation.map((_, axis) => String.fromCharCode(97 + axis));
    const equation = `${letters.join("")}->${permutation.map((axis) => letters[axis]).join("")}`;
    return emitter.node("Einsum", [x!], { equation });
  },
  reference: ([x], { permutation }, shape) => {
    const step = strides(x!.shape);
    return build(shape, (index) => x!.data[index.reduce((flat, i, axis) => flat + i * step[permutation[axis]!]!, 0)]!);
  },
  samples: [
    [normal([2, 3])],
    [normal([2, 3, 4]), [1, 2, 0]],
    // many small matrices
    [normal([2, 3, 4]), [0, 2, 1]],
    [normal([2, 3, 1, 2, 4]), [0, 3, 2, 4, 1]],
    [normal([2, 3, 2, 4]), [0, 3, 1, 2]],
  ],
});

/**
 * Whether this is a transpose of many small matrices: with several threads ONNX Runtime asks them for each matrix anew, 0.5
 * µs, if one axis alone moves, but not within Einsum. Two threads, 10,000 matrices of 3 × 3: 5.4 and 0.09 ms; 20,000 of
 * 3 × 32: 12 and 0.9; 50 of 64 × 64: 0.057 and 0.036; 10 of 256 × 256: 0.10 and 0.25.
 */
function turnsSmallMatrices({ shape }: Tensor, permutation: readonly number[]): boolean {
  const moving = permutation.filter((axis) => shape[axis] !== 1);
  const still = [...moving].sort((a, b) => a - b);
  const first = moving.findIndex((axis, i) => axis !== still[i]);
  if (first < 1 || moving.at(-1) === still.at(-1)) return false;
  const [moved, kept] = [moving.slice(first), still.slice(first)];
  const isOneAxis = [
    moved.slice(1).join() === kept.slice(0, -1).join(),
    moved.slice(0, -1).join() === kept.slice(1).join(),
  ];
  const size = roughSize(
    kept.map((axis) => shape[axis]!),
    Number.POSITIVE_INFINITY,
  );
  return isOneAxis.some(Boolean) && size <= 4096;
}
