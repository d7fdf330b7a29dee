import { RepError } from "../error.js";
import { fold, key } from "../random.js";
import { exponential, inverseMatrix } from "./exponential.js";
import type { Plain, Representation } from "./group.js";
import { combine, distance, largest } from "./kronecker.js";
import { commutator, derivative, groupOf } from "./lieAlgebra.js";
import { identity, type Matrix, multiply, scale, transpose } from "./matrix.js";

/**
 * Is V a representation? Checks, on the generators and random elements, that matrices are finite and of one size,
 * V(1) = 1, V(gh) = V(g) V(h), orthogonality where claimed, and that the derived action belongs to V.
 * @param tolerance on matrix entries, relative to their size; 1e-9 if not given
 * @returns V
 * @throws RepError naming the first property that does not hold
 */
export function checkRepresentation<E extends Plain>(V: Representation<E>, tolerance = 1e-9): Representation<E> {
  const G = groupOf("representation", V);
  const wrong = (expected: string, got: string) => new RepError(`representation ${V.name}`, { expected, got });
  const n = V.dimension;
  const one = matrixOf(V, G.identity, n);
  if (!(distance(one, identity(n)) <= tolerance))
    throw wrong("the identity to act as 1", `an error of ${distance(one, identity(n)).toPrecision(2)}`);
  const some = [...G.generators, ...Array.from({ length: 6 }, (_, i) => G.random(fold(key(0), i)))];
  const matrices = some.map((g) => matrixOf(V, g, n));
  some.forEach((g, i) => {
    some.forEach((h, j) => {
      const product = multiply(matrices[i]!, matrices[j]!);
      const error = distance(matrixOf(V, G.multiply(g, h), n), product);
      if (!(error <= tolerance * Math.max(1, largest(product))))
        throw wrong("V(gh) = V(g) V(h)", `an error of ${error.toPrecision(2)} at g = ${show(g)}, h = ${show(h)}`);
    });
    const gram = multiply(matrices[i]!, transpose(matrices[i]!));
    if (V.isOrthogonal && !(distance(gram, identity(n)) <= tolerance))
      throw wrong("orthogonal matrices, as claimed", `an error of ${distance(gram, identity(n)).toPrecision(2)}`);
  });
  checkDerivative(V, tolerance, wrong);
  return V;
}

/** V(exp x) = exp(dV x) where the group has an exponential, else that dV respects the commutators. */
function checkDerivative<E extends Plain>(
  V: Representation<E>,
  tolerance: number,
  wrong: (expected: string, got: string) => RepError,
): void {
  const G = groupOf("representation", V);
  const basis = G.lieAlgebra();
  if (basis.length === 0) return;
  const derived = derivative(V);
  if (derived.length !== basis.length)
    throw wrong(`a derived action of ${basis.length} elements`, `one of ${derived.length}`);
  const bound = (a: Matrix) => tolerance * Math.max(1, largest(a));
  basis.slice(0, 12).forEach((x, i) => {
    if (G.exponential) {
      const there = exponential(scale(0.5, derived[i]!));
      const error = distance(V.matrix(G.exponential(scale(0.5, x))), there);
      if (!(error <= bound(there)))
        throw wrong("V(exp x) = exp(dV x)", `an error of ${error.toPrecision(2)} at basis element ${i}`);
    }
    const j = (i + 1) % basis.length;
    const bracket = coordinates(basis, commutator(x, basis[j]!));
    const expected = derived.reduce((sum, d, k) => combine(1, sum, bracket[k]!, d), scale(0, derived[0]!));
    const error = distance(commutator(derived[i]!, derived[j]!), expected);
    if (!(error <= 1e3 * bound(expected)))
      throw wrong("dV [x, y] = [dV x, dV y]", `an error of ${error.toPrecision(2)} at basis elements ${i}, ${j}`);
  });
}

/** x in the basis, by least squares on a basis that need not be orthonormal. */
function coordinates(basis: readonly Matrix[], x: Matrix): readonly number[] {
  const flat = basis.map((b) => b.flat());
  const gram = multiply(flat, transpose(flat));
  return multiply(inverseMatrix(gram), multiply(flat, transpose([x.flat()]))).map(([value]) => value!);
}

function matrixOf<E extends Plain>(V: Representation<E>, g: E, n: number): Matrix {
  const a: unknown = V.matrix(g);
  const isSquare = Array.isArray(a) && a.length === n && a.every((row) => Array.isArray(row) && row.length === n);
  if (!isSquare || !(a as Matrix).every((row) => row.every(Number.isFinite)))
    throw new RepError(`representation ${V.name}`, {
      expected: `finite matrices [${n}, ${n}]`,
      got: isSquare ? `an entry that is not finite, at g = ${show(g)}` : `another shape, at g = ${show(g)}`,
    });
  return a as Matrix;
}

const show = (g: Plain) => {
  const text = JSON.stringify(g);
  return text.length > 60 ? `${text.slice(0, 60)}…` : text;
};
