// Arrays of the host in f64: what references compute with and what goes in and out of sessions in tests and evaluate.

/** A row-major array; booleans are 0 and 1, integers are exact below 2⁵³. */
export interface Nd {
  readonly shape: readonly number[];
  readonly data: Float64Array;
}

export const count = (shape: readonly number[]): number => shape.reduce((a, b) => a * b, 1);
export const nd = (shape: readonly number[], data: ArrayLike<number>): Nd => ({ shape, data: Float64Array.from(data) });

/** Steps of a row-major shape. */
export function strides(shape: readonly number[]): number[] {
  const out = new Array<number>(shape.length).fill(1);
  for (let i = shape.length - 2; i >= 0; i--) out[i] = out[i + 1]! * shape[i + 1]!;
  return out;
}

/** Calls `visit` with every multi-index of a shape, in row-major order; the index array is reused. */
export function forEachIndex(shape: readonly number[], visit: (index: readonly number[], flat: number) => void): void {
  const index = new Array<number>(shape.length).fill(0);
  const n = count(shape);
  for (let flat = 0; flat < n; flat++) {
    visit(index, flat);
    for (let axis = shape.length - 1; axis >= 0 && ++index[axis]! === shape[axis]!; axis--) index[axis] = 0;
  }
}

/** Fills an array from a function of the multi-index. */
export function build(shape: readonly number[], value: (index: readonly number[]) => number): Nd {
  const data = new Float64Array(count(shape));
  forEachIndex(shape, (index, flat) => {
    data[flat] = value(index);
  });
  return { shape, data };
}

/** The element at an index; an axis of length 1 is broadcast, missing leading axes too. */
export function at(x: Nd, index: readonly number[]): number {
  const skip = index.length - x.shape.length;
  let flat = 0;
  for (let i = 0; i < x.shape.length; i++) flat = flat * x.shape[i]! + (x.shape[i] === 1 ? 0 : index[skip + i]!);
  return x.data[flat]!;
}

/** A reference that applies a function of numbers elementwise, with broadcasting. */
export const elementwise =
  (apply: (...values: number[]) => number) =>
  (inputs: readonly Nd[], _attributes: unknown, shape: readonly number[]): Nd =>
    build(shape, (index) => apply(...inputs.map((x) => at(x, index))));
