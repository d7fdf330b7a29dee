// The cubic lattice of a crystal, whichever cell its file has: conventional, primitive, or several of either.
import { cellVolume, inverseCell, type Structure, timesMatrix } from "../data/structure.js";
import { dot } from "./relaxer.js";
import { translationsOf } from "./translations.js";

export interface CubicLattice {
  readonly centring: "primitive" | "body-centred" | "face-centred";
  /** Edge of the conventional cell, Å */
  readonly a: number;
}

/** The number of shortest vectors and the angles between them tell a cubic lattice: no other has as many at these. */
const lattices = [
  { centring: "primitive", shortest: 6, cosines: [0, 1], points: 1 },
  { centring: "body-centred", shortest: 8, cosines: [1 / 3, 1], points: 2 },
  { centring: "face-centred", shortest: 12, cosines: [0, 1 / 2, 1], points: 4 },
] as const;

/** Relative, of lengths and cosines: files often hold three or four digits. */
const tolerance = 1e-3;
/** Å: a shorter vector is 0, for atoms are further apart. */
const none = 0.1;

/**
 * The cubic lattice of all translations that map the crystal onto itself; its metric is asked, not the point symmetry of
 * what is in the cell.
 * @returns undefined where the lattice is not cubic within 0.1 %, or the structure does not repeat along three vectors
 */
export function cubicLattice(structure: Structure): CubicLattice | undefined {
  const { cell, pbc } = structure;
  if (!cell || !pbc.every(Boolean)) return undefined;
  const translations = translationsOf(structure, cell);
  const shortest = shortestVectors(translations, cell);
  const volume = Math.abs(cellVolume(cell)) / translations.length;
  const found = lattices.find(
    (each) =>
      each.shortest === shortest.length &&
      shortest.every((u) => shortest.every((v) => isOneOf(Math.abs(dot(u, v)) / (norm(u) * norm(v)), each.cosines))),
  );
  return found && { centring: found.centring, a: Math.cbrt(found.points * volume) };
}

/** The shortest vectors of the lattice, within the tolerance. */
function shortestVectors(translations: readonly Float64Array[], cell: Float64Array): Float64Array[] {
  const inverse = inverseCell(cell);
  const rows = [0, 3, 6].map((start) => cell.subarray(start, start + 3));
  const known = [...rows, ...translations.slice(1).map((t) => timesMatrix(t, cell))].map(norm);
  const longest = Math.min(...known) * (1 + tolerance);
  // A vector of n cells along k is n heights long or longer, and a translation reaches half a cell at most.
  const heights = [0, 1, 2].map((k) => 1 / Math.hypot(inverse[k]!, inverse[3 + k]!, inverse[6 + k]!));
  const reach = heights.map((height) => Math.floor(longest / height + 0.5));
  const whole = reach.map((most) => Array.from({ length: 2 * most + 1 }, (_, i) => i - most));
  const all = translations.flatMap((t) =>
    whole[0]!.flatMap((i) =>
      whole[1]!.flatMap((j) =>
        whole[2]!.map((k) => timesMatrix(Float64Array.of(t[0]! + i, t[1]! + j, t[2]! + k), cell)),
      ),
    ),
  );
  const short = all.filter((v) => norm(v) <= longest && norm(v) > none);
  const least = Math.min(...short.map(norm));
  return short.filter((v) => norm(v) <= least * (1 + tolerance));
}

const norm = (v: Float64Array) => Math.sqrt(dot(v, v));
const isOneOf = (value: number, list: readonly number[]) => list.some((each) => Math.abs(value - each) < 3 * tolerance);
