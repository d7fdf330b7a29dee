import { type Matrix, square } from "./matrix.js";

/** The Lie algebra of SO(n): one antisymmetric generator [n, n] for each coordinate plane i < j, turning i into j. */
export function planes(n: number): readonly Matrix[] {
  const all = Array.from({ length: n }, (_, i) => Array.from({ length: n - i - 1 }, (_, k) => [i, i + 1 + k])).flat();
  return all.map(([i, j]) =>
    square(n, (row, column) => (row === j && column === i ? 1 : row === i && column === j ? -1 : 0)),
  );
}
