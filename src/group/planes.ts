import { realified } from "./complex.js";
import { innerProduct } from "./kronecker.js";
import { type Matrix, multiply, square, transpose } from "./matrix.js";

/** The Lie algebra of SO(n): one antisymmetric generator [n, n] for each coordinate plane i < j, turning i into j. */
export function planes(n: number): readonly Matrix[] {
  const all = Array.from({ length: n }, (_, i) => Array.from({ length: n - i - 1 }, (_, k) => [i, i + 1 + k])).flat();
  return all.map(([i, j]) =>
    square(n, (row, column) => (row === j && column === i ? 1 : row === i && column === j ? -1 : 0)),
  );
}

/**
 * The Lie algebra of SU(n) as real matrices [2n, 2n], all of one norm and orthogonal: E_ij − E_ji and i(E_ij + E_ji) for
 * i < j, then i diag(1, …, 1, −k, 0, …), scaled, for k = 1 … n − 1.
 */
export function specialUnitaryAlgebra(n: number): readonly Matrix[] {
  const none = square(n, () => 0);
  const turns = planes(n).map((re) => ({ re, im: none }));
  const swaps = planes(n).map((x) => ({ re: none, im: x.map((row) => row.map(Math.abs)) }));
  const phases = Array.from({ length: n - 1 }, (_, i) => {
    const k = i + 1;
    const factor = Math.sqrt(2 / (k * (k + 1)));
    return { re: none, im: square(n, (r, c) => (r !== c ? 0 : r < k ? factor : r === k ? -k * factor : 0)) };
  });
  return [...turns, ...swaps, ...phases].map((x) => realified(x).map((row) => row.map((value) => value + 0))); // −0 is 0
}

/** How an element of SU(n), as a real matrix [2n, 2n], moves that basis: g x g⁻¹. */
export function adjointOfSpecialUnitary(g: Matrix): Matrix {
  const basis = specialUnitaryAlgebra(g.length / 2);
  const images = basis.map((x) => multiply(multiply(g, x), transpose(g)));
  return basis.map((x) => images.map((image) => innerProduct(x, image) / 4)); // each has norm² 4
}
