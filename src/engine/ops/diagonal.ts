import { ShapeError } from "../../error.js";
import { addDims, mulDims, printShape } from "../dim.js";
import { build, normal, type Op, op, type Tensor } from "../op.js";
import { diagonalMatrix } from "./diagonalMatrix.js";

/**
 * The entries (i, i) of the last two axes.
 * @param x [..., n, n]
 * @returns [..., n]
 * @throws ShapeError if the last two axes differ
 */
export const diagonal: Op<[x: Tensor]> = op("diagonal", {
  accepts: ["any"],
  shape: ([x]) => {
    const [rows, columns] = x!.shape.slice(-2);
    if (columns === undefined || rows !== columns) {
      throw new ShapeError("diagonal", { expected: "x [.., n, n]", got: printShape(x!.shape) });
    }
    return x!.shape.slice(0, -1);
  },
  vjp: (_, g) => [diagonalMatrix(g)],
  // Row-major, the diagonal is every (n + 1)-th of the n² entries.
  onnx: (emitter, [x], { shape }) => {
    const n = shape.at(-1)!;
    const flat = emitter.node("Reshape", [x!, emitter.shape([...shape.slice(0, -1), mulDims(n, n)])]);
    const last = emitter.ints([shape.length - 1]);
    return emitter.node("Slice", [
      flat,
      emitter.ints([0]),
      emitter.dims([mulDims(n, n)]),
      last,
      emitter.dims([addDims(n, 1)]),
    ]);
  },
  reference: ([x], _, shape) => {
    const n = shape.at(-1)!;
    let k = 0;
    return build(shape, (index) => x!.data[Math.floor(k++ / n) * n * n + index.at(-1)! * (n + 1)]!);
  },
  samples: [[normal([3, 3])], [normal([2, 3, 3])], [normal([1, 1])]],
});
