/** Small dense f64 matrices as plain data, by rows. */
export type Matrix = readonly (readonly number[])[];

/** The n × n matrix with entries entry(row, column). */
export function square(n: number, entry: (row: number, column: number) => number): Matrix {
  const out: number[][] = [];
  for (let row = 0; row < n; row++) {
    const values: number[] = [];
    for (let column = 0; column < n; column++) values.push(entry(row, column));
    out.push(values);
  }
  return out;
}

export const identity = (n: number): Matrix => square(n, (row, column) => (row === column ? 1 : 0));

export const transpose = (a: Matrix): Matrix => (a[0] ?? []).map((_, column) => a.map((row) => row[column]!));

export const scale = (factor: number, a: Matrix): Matrix => a.map((row) => row.map((x) => factor * x));

/** a [n, k] times x [k]. */
export const apply = (a: Matrix, x: readonly number[]): number[] => a.map((row) => dot(row, x));

/** a [n, k] times b [k, m]. */
export function multiply(a: Matrix, b: Matrix): Matrix {
  const [n, m] = [b.length, b[0]?.length ?? 0];
  // b four columns at a time: four sums do not wait for each other.
  const panels = new Float64Array(4 * n * Math.ceil(m / 4));
  b.forEach((row, k) => {
    for (let j = 0; j < m; j++) panels[4 * (n * (j >> 2) + k) + (j & 3)] = row[j]!;
  });
  const left = new Float64Array(n);
  return a.map((row) => {
    for (let k = 0; k < n; k++) left[k] = row[k]!;
    const out: number[] = [];
    for (let at = 0; at < panels.length; ) {
      let s0 = 0;
      let s1 = 0;
      let s2 = 0;
      let s3 = 0;
      for (let k = 0; k < n; k++, at += 4) {
        const factor = left[k]!;
        s0 += factor * panels[at]!;
        s1 += factor * panels[at + 1]!;
        s2 += factor * panels[at + 2]!;
        s3 += factor * panels[at + 3]!;
      }
      out.push(s0, s1, s2, s3);
    }
    out.length = m;
    return out;
  });
}

/** Counterclockwise turn of the plane; angle in radians. */
export const turn = (angle: number): Matrix => [
  [Math.cos(angle), -Math.sin(angle)],
  [Math.sin(angle), Math.cos(angle)],
];

/** A row-major array of n × n numbers as rows. */
export const rows = (flat: Float64Array, n: number): Matrix =>
  Array.from({ length: n }, (_, row) => Array.from(flat.subarray(row * n, (row + 1) * n)));

/** Determinant by elimination with row pivots. */
export function determinant(a: Matrix): number {
  const left = a.map((row) => [...row]);
  let product = 1;
  for (let k = 0; k < left.length; k++) {
    const below = left.slice(k).map((row) => Math.abs(row[k]!));
    const pivot = k + below.indexOf(Math.max(...below));
    if (pivot !== k) {
      [left[k], left[pivot]] = [left[pivot]!, left[k]!];
      product = -product;
    }
    const row = left[k]!;
    product *= row[k]!;
    if (product === 0) return 0;
    for (const other of left.slice(k + 1)) {
      const factor = other[k]! / row[k]!;
      for (let j = k; j < row.length; j++) other[j]! -= factor * row[j]!;
    }
  }
  return product;
}

/**
 * The orthogonal factor Q of A = L Q, the diagonal of L positive (the QR factorisation of Aᵀ).
 * @param a [k, n], independent rows
 * @returns [k, n], orthonormal rows spanning those of a
 */
export function orthonormalRows(a: Matrix): Matrix {
  const done: number[][] = [];
  for (const row of a) {
    let x = [...row];
    for (const q of [...done, ...done]) {
      const overlap = dot(q, x); // twice round: one pass of Gram–Schmidt loses orthogonality to cancellation
      x = x.map((value, i) => value - overlap * q[i]!);
    }
    const size = Math.hypot(...x);
    done.push(x.map((value) => value / size));
  }
  return done;
}

function dot(x: readonly number[], y: readonly number[]): number {
  let sum = 0;
  for (let i = 0; i < x.length; i++) sum += x[i]! * y[i]!;
  return sum;
}
