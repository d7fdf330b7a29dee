import type { Matrix } from "./matrix.js";

/** a [n, m] ⊗ b [p, q] as one matrix [n p, m q]; the index of b runs faster. */
export const kronecker = (a: Matrix, b: Matrix): Matrix =>
  a.flatMap((x) =>
    b.map((y) => {
      const out: number[] = [];
      for (const left of x) for (const right of y) out.push(left * right);
      return out;
    }),
  );

/** a ⊗ 1 + 1 ⊗ b of two square matrices: the derivative of a product. */
export function kroneckerSum(a: Matrix, b: Matrix): Matrix {
  const m = b.length;
  return Array.from({ length: a.length * m }, (_, row) => {
    const [i, p] = [Math.floor(row / m), row % m];
    const out = new Array<number>(a.length * m).fill(0);
    for (let j = 0; j < a.length; j++) out[j * m + p]! += a[i]![j]!;
    for (let q = 0; q < m; q++) out[i * m + q]! += b[p]![q]!;
    return out;
  });
}

/** The matrix with the given ones along its diagonal, 0 elsewhere. */
export function blockDiagonal(blocks: readonly Matrix[]): Matrix {
  const width = blocks.reduce((sum, block) => sum + (block[0]?.length ?? 0), 0);
  let start = 0;
  return blocks.flatMap((block) => {
    const placed = block.map((row) => {
      const out = new Array<number>(width).fill(0);
      for (let j = 0; j < row.length; j++) out[start + j] = row[j]!;
      return out;
    });
    start += block[0]?.length ?? 0;
    return placed;
  });
}

/** Σ a[i] b[i] over all entries of two matrices. */
export function innerProduct(a: Matrix, b: Matrix): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) for (let j = 0, x = a[i]!, y = b[i]!; j < x.length; j++) sum += x[j]! * y[j]!;
  return sum;
}

/** s a + t b. */
export const combine = (s: number, a: Matrix, t: number, b: Matrix): Matrix =>
  a.map((row, i) => row.map((x, j) => s * x + t * b[i]![j]!));

export const trace = (a: Matrix): number => a.reduce((sum, row, i) => sum + row[i]!, 0);

/** Largest absolute entry; NaN if any entry is. */
export const largest = (a: Matrix): number =>
  a.reduce((most, row) => {
    for (let j = 0; j < row.length; j++) most = Math.max(most, Math.abs(row[j]!));
    return most;
  }, 0);

/** Largest absolute difference of entries, infinite where the shapes differ. */
export const distance = (a: Matrix, b: Matrix): number =>
  a.length === b.length && a.every((row, i) => row.length === b[i]!.length)
    ? largest(combine(1, a, -1, b))
    : Number.POSITIVE_INFINITY;
