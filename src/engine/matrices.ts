// What the linear-algebra rules share: shapes of matrices, small products, and draws to test with.
import { ShapeError } from "../error.js";
import { broadcast, printShape, type Shape } from "./dim.js";
import { build, type Draw, normal, type Tensor } from "./op.js";
import { add } from "./ops/add.js";
import { expand } from "./ops/expand.js";
import { mul } from "./ops/mul.js";
import { transpose } from "./ops/transpose.js";

/** Rows and columns. @throws ShapeError unless the last two axes are numbers */
export function matrixSize(name: string, x: Tensor): [rows: number, columns: number] {
  const [rows, columns] = x.shape.slice(-2);
  if (x.shape.length >= 2 && isSize(rows) && isSize(columns)) return [rows, columns];
  throw new ShapeError(name, { expected: "x [.., n, m], n and m numbers ≥ 1", got: printShape(x.shape) });
}

const isSize = (dim: unknown): dim is number => typeof dim === "number" && dim >= 1;

/** n of [.., n, n]. @throws ShapeError */
export function squareSize(name: string, x: Tensor): number {
  const [rows, columns] = x.shape.slice(-2);
  if (x.shape.length >= 2 && isSize(rows) && rows === columns) return rows;
  throw new ShapeError(name, { expected: "x [.., n, n], n a number ≥ 1", got: printShape(x.shape) });
}

/** @throws ShapeError for a matrix that Jacobi's rotations would take too many nodes for */
export function checkJacobi(name: string, n: number): void {
  if (n <= 64) return;
  throw new ShapeError(name, { expected: "at most 64 columns or rows", got: `${n}` });
}

/** A square matrix and right sides of as many rows, their leading axes made the same. @throws ShapeError */
export function systemOf(name: string, a: Tensor, b: Tensor): [a: Tensor, b: Tensor, batch: Shape] {
  const n = squareSize(name, a);
  const batch = broadcast(a.shape.slice(0, -2), b.shape.slice(0, -2));
  if (b.shape.length < 2 || b.shape.at(-2) !== n || typeof b.shape.at(-1) !== "number" || !batch) {
    throw new ShapeError(name, {
      expected: `b [.., ${n}, m], m a number`,
      got: `${printShape(b.shape)} beside ${printShape(a.shape)}`,
      ...(b.shape.at(-1) === n && { hint: "unsqueeze(b, [-1]) for vectors" }),
    });
  }
  const spread = (x: Tensor) => {
    const shape = [...batch, ...x.shape.slice(-2)];
    return printShape(shape) === printShape(x.shape) ? x : expand(x, shape);
  };
  return [spread(a), spread(b), batch];
}

/** The last two axes exchanged. */
export const transposed = (x: Tensor): Tensor => {
  const rank = x.shape.length;
  return transpose(x, [...Array.from({ length: rank - 2 }, (_, i) => i), rank - 1, rank - 2]);
};

/** (x + xᵀ)/2. */
export const symmetricPart = (x: Tensor): Tensor => mul(add(x, transposed(x)), 0.5);

/** Matrices to test with: the last two axes are numbers to the laws. */
export const matrices = (draw: Draw): Draw => ({ ...draw, fixed: 2 });

/**
 * Lists of points [.., points, d] near fixed ones, so that a rotation between two draws is well determined; only d is a
 * number to the laws.
 */
export const points = (shape: readonly number[]): Draw => ({
  ...around(shape, (i, j) => 2 * Math.cos(i * (j + 1) + j * j)),
  fixed: 1,
});

/** Well-conditioned matrices whose diagonal is small, so that elimination has to exchange rows. */
export const regular = (shape: readonly number[]): Draw => around(shape, (i, j, n) => (j === (i + 1) % n ? 1.5 : 0));

/** Matrices near the diagonal 1, 2, 3, …: positive definite, with eigenvalues apart. */
export const dominant = (shape: readonly number[]): Draw => around(shape, (i, j) => (i === j ? i + 1 : 0));

/** Normal deviations of 0.2 around a matrix. */
function around(shape: readonly number[], center: (row: number, column: number, n: number) => number): Draw {
  const noise = normal(shape);
  return matrices({
    ...noise,
    draw: (key) => {
      const { data } = noise.draw(key);
      let flat = 0;
      return build(shape, (index) => center(index.at(-2)!, index.at(-1)!, shape.at(-1)!) + 0.2 * data[flat++]!);
    },
  });
}
