// References of the linear-algebra rules: ml-matrix on each matrix of a batch.
import { inverse, Matrix } from "ml-matrix";
import { count, forEachIndex, type Nd, strides } from "./nd.js";

/**
 * A reference from a function of matrices; leading axes broadcast.
 * @param apply gives the matrix, or for results of lower rank the list of its numbers
 * @param rank of one result: 2, 1 for vectors, 0 for numbers
 */
export const eachMatrix =
  <Attributes>(
    apply: (matrices: Matrix[], attributes: Attributes) => Matrix | readonly number[],
    rank: 0 | 1 | 2 = 2,
  ) =>
  (inputs: readonly Nd[], attributes: Attributes, shape: readonly number[]): Nd => {
    const batch = shape.slice(0, shape.length - rank);
    const size = count(shape.slice(batch.length));
    const data = new Float64Array(count(shape));
    forEachIndex(batch, (index, flat) => {
      const result = apply(
        inputs.map((x) => matrixAt(x, index)),
        attributes,
      );
      data.set("to1DArray" in result ? result.to1DArray() : result, flat * size);
    });
    return { shape, data };
  };

function matrixAt(x: Nd, index: readonly number[]): Matrix {
  const [rows, columns] = x.shape.slice(-2) as [number, number];
  const lead = x.shape.slice(0, -2);
  const by = strides(lead);
  const skip = index.length - lead.length;
  const flat = lead.reduce((sum, size, i) => sum + by[i]! * (size === 1 ? 0 : index[skip + i]!), 0);
  const start = flat * rows * columns;
  return Matrix.from1DArray(rows, columns, Array.from(x.data.subarray(start, start + rows * columns)));
}

/** Denman and Beavers' iteration, unscaled. */
export function hostSqrt(x: Matrix): Matrix {
  let [y, z] = [x.clone(), Matrix.eye(x.rows)];
  for (let step = 0; step < 40; step++) {
    [y, z] = [Matrix.add(y, inverse(z)).mul(0.5), Matrix.add(z, inverse(y)).mul(0.5)];
  }
  return y;
}

/** Roots until the matrix is near 1, then the series of log(1 + e). */
export function hostLog(x: Matrix): Matrix {
  const e = Matrix.sub(x, Matrix.eye(x.rows));
  if (e.norm() > 0.25) return hostLog(hostSqrt(x)).mul(2);
  const sum = Matrix.zeros(x.rows, x.rows);
  let power = e.clone();
  for (let k = 1; k < 30; k++) {
    sum.add(Matrix.mul(power, (k % 2 === 1 ? 1 : -1) / k));
    power = power.mmul(e);
  }
  return sum;
}

/** Halved until small, the plain series, squared as often. */
export function hostExp(x: Matrix): Matrix {
  if (x.norm() > 0.5) {
    const half = hostExp(Matrix.mul(x, 0.5));
    return half.mmul(half);
  }
  const sum = Matrix.eye(x.rows);
  let term = Matrix.eye(x.rows);
  for (let k = 1; k < 20; k++) {
    term = term.mmul(x).mul(1 / k);
    sum.add(term);
  }
  return sum;
}
