// The translations that map a crystal onto itself.
import { inverseCell, type Structure, timesMatrix } from "../data/structure.js";

/** Å: how far two atoms may be apart and yet be one another's image under a translation. */
const sameSite = 0.01;
/** Å: about the edge of the boxes into which atoms are sorted. */
const box = 1;

/**
 * Translations within the cell that map each atom onto one of its element; the first is none at all. The time grows with
 * atoms times translations.
 * @param cell that of the structure, which repeats along all three vectors
 * @returns fractions of the cell from −½ to ½
 */
export function translationsOf({ numbers, positions }: Structure, cell: Float64Array): Float64Array[] {
  const fractions = timesMatrix(positions, inverseCell(cell));
  const places = Array.from(numbers, (_, i) => fractions.subarray(3 * i, 3 * i + 3));
  const count = (number: number) => numbers.reduce((sum, each) => sum + Number(each === number), 0);
  const [rarest] = [...new Set(numbers)].sort((a, b) => count(a) - count(b));
  const like = places.filter((_, i) => numbers[i] === rarest);
  const isAtom = finder(numbers, places, cell);
  const found = like
    .map((to) => to.map((x, k) => nearestImage(x - like[0]![k]!)))
    .filter((shift) =>
      places.every((from, i) =>
        isAtom(
          numbers[i]!,
          from.map((x, k) => x + shift[k]!),
        ),
      ),
    );
  // They are a finite group: as many steps as there are of them lead back, so that each fraction is a whole share.
  return found.map((shift) => shift.map((x) => Math.round(x * found.length) / found.length));
}

/** Whether an atom of a number is at a fraction of the cell, by boxes of atoms. */
function finder(numbers: Int32Array, places: readonly Float64Array[], cell: Float64Array) {
  const inverse = inverseCell(cell);
  const heights = [0, 1, 2].map((k) => 1 / Math.hypot(inverse[k]!, inverse[3 + k]!, inverse[6 + k]!));
  const counts = heights.map((height) => Math.max(1, Math.floor(height / box)));
  const index = (fraction: number, k: number) =>
    Math.floor((fraction - Math.floor(fraction)) * counts[k]!) % counts[k]!;
  const key = (at: readonly number[]) => (at[0]! * counts[1]! + at[1]!) * counts[2]! + at[2]!;
  const boxes = new Map<number, number[]>();
  places.forEach((place, i) => {
    const at = key([...place].map(index));
    boxes.set(at, [...(boxes.get(at) ?? []), i]);
  });
  return (number: number, fraction: Float64Array): boolean => {
    // An atom that near may lie in the next box.
    const sides = [0, 1, 2].map((k) => {
      const margin = sameSite / heights[k]!;
      return [...new Set([index(fraction[k]! - margin, k), index(fraction[k]! + margin, k)])];
    }) as [number[], number[], number[]];
    return sides[0].some((i) =>
      sides[1].some((j) =>
        sides[2].some((k) =>
          boxes.get(key([i, j, k]))?.some((atom) => numbers[atom] === number && isNear(places[atom]!, fraction, cell)),
        ),
      ),
    );
  };
}

function isNear(a: Float64Array, b: Float64Array, cell: Float64Array): boolean {
  const apart = a.map((x, k) => nearestImage(x - b[k]!));
  return Math.hypot(...timesMatrix(apart, cell)) < sameSite;
}

const nearestImage = (fraction: number) => fraction - Math.round(fraction);
