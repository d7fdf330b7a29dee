import { key, normal } from "../random.js";
import type { Group, IrrepType, Plain, Representation } from "./group.js";
import { trace } from "./kronecker.js";
import { apply, type Matrix, orthonormalRows, transpose } from "./matrix.js";

/**
 * What commutes with a real irrep of any group: the real, complex or quaternionic numbers. Where it is not stated it is
 * measured: a matrix X that commutes is known by u = Xv for one vector v, and on such u random elements give conditions.
 * @param irrep irreducible over the real numbers
 */
export function irrepType<E extends Plain>(group: Group<E>, irrep: Representation<E>): IrrepType {
  if (irrep.type) return irrep.type;
  const dimension =
    irrep.dimension % 2 === 1 ? 1 : group.order === null ? ofInfinite(group, irrep) : ofFinite(group, irrep);
  return dimension === 1 ? "real" : dimension === 2 ? "complex" : "quaternionic"; // the last two are of even dimension
}

/** The dimension of what commutes: the mean of the squared character. */
const ofFinite = <E extends Plain>(group: Group<E>, { matrix }: Representation<E>): number =>
  Math.round(group.elements().reduce((sum, g) => sum + trace(matrix(g)) ** 2, 0) / group.order!);

function ofInfinite<E extends Plain>(group: Group<E>, irrep: Representation<E>): number {
  const n = irrep.dimension;
  const v = [...normal(key(1), n)];
  const draw = (seed: number) => irrep.matrix(group.random(key(seed)));
  const movers = Array.from({ length: n }, (_, i) => draw(100 + i));
  const images = transpose(movers.map((D) => apply(D, v))); // columns D(gᵢ) v, a basis
  // D(h) v = Σ cᵢ D(gᵢ) v asks that D(h) u = Σ cᵢ D(gᵢ) u.
  const conditions = Array.from({ length: 4 }, (_, k) => draw(k)).flatMap((D) => {
    const c = solve(images, apply(D, v));
    return D.map((row, i) => row.map((x, j) => x - movers.reduce((sum, M, m) => sum + c[m]! * M[i]![j]!, 0)));
  });
  return n - rank(conditions);
}

/** x with a x = b. */
function solve(a: Matrix, b: readonly number[]): number[] {
  const n = b.length;
  const rows = a.map((row, i) => [...row, b[i]!]);
  for (let k = 0; k < n; k++) {
    const pivot = rows
      .slice(k)
      .reduce((best, row, i) => (Math.abs(row[k]!) > Math.abs(rows[best]![k]!) ? k + i : best), k);
    [rows[k], rows[pivot]] = [rows[pivot]!, rows[k]!];
    for (const [i, row] of rows.entries()) {
      const factor = row[k]! / rows[k]![k]!;
      if (i !== k) rows[i] = row.map((x, j) => x - factor * rows[k]![j]!);
    }
  }
  return rows.map((row, i) => row[n]! / row[i]!);
}

/** The number of independent rows, to 1e-7 of the largest. */
function rank(a: Matrix): number {
  let rest = a;
  const size = (row: readonly number[]) => Math.hypot(...row);
  const scale = Math.max(...a.map(size));
  for (let found = 0; ; found++) {
    const sizes = rest.map(size);
    const largest = Math.max(...sizes);
    if (largest <= 1e-7 * scale) return found;
    const [unit] = orthonormalRows([rest[sizes.indexOf(largest)]!]);
    rest = rest.map((row) => {
      const overlap = row.reduce((sum, x, i) => sum + x * unit![i]!, 0);
      return row.map((x, i) => x - overlap * unit![i]!);
    });
  }
}
