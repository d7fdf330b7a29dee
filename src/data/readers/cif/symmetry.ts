// Symmetry operations as CIF writes them: `x, y+1/2, -z`.
export interface Operation {
  /** [3, 3] on fractional coordinates, row-major */
  readonly rotation: readonly number[];
  readonly translation: readonly number[];
}

export const identity: Operation = { rotation: [1, 0, 0, 0, 1, 0, 0, 0, 1], translation: [0, 0, 0] };

const term = /(?=.)([+-]?)(?:(\d+(?:\.\d*)?|\.\d+)(?:\/(\d+))?)?\*?([xyz]?)/gy;

/** The operation that a text names; undefined if it names none that keeps volumes. */
export function operationIn(text: string): Operation | undefined {
  const parts = text
    .toLowerCase()
    .replace(/[\s'"]/g, "")
    .split(",");
  const rows = parts.map(rowIn);
  if (rows.length !== 3 || !rows.every((row) => row !== undefined)) return undefined;
  const rotation = rows.flatMap((row) => row.slice(0, 3));
  const isSymmetry = rotation.every(Number.isInteger) && Math.abs(determinant(rotation)) === 1;
  return isSymmetry ? { rotation, translation: rows.map((row) => row[3]) } : undefined;
}

/** Factors of x, y and z, and the number added. */
function rowIn(text: string): readonly [number, number, number, number] | undefined {
  const row: [number, number, number, number] = [0, 0, 0, 0];
  let read = 0;
  for (const [whole, sign, number, divisor, letter] of text.matchAll(term)) {
    if (number === undefined && !letter) return undefined;
    const value = (number === undefined ? 1 : Number(number) / Number(divisor ?? 1)) * (sign === "-" ? -1 : 1);
    const at = letter ? "xyz".indexOf(letter) : 3;
    row[at] = row[at]! + value;
    read += whole.length;
  }
  return read < text.length || text === "" || !row.every(Number.isFinite) ? undefined : row;
}

const determinant = ([a, b, c, d, e, f, g, h, i]: readonly number[]) =>
  a! * (e! * i! - f! * h!) - b! * (d! * i! - f! * g!) + c! * (d! * h! - e! * g!);

/** The image of a point, moved into 0 ≤ x < 1. */
export function imageOf({ rotation, translation }: Operation, [x, y, z]: readonly number[]): readonly number[] {
  return [0, 1, 2].map((row) => {
    const value =
      rotation[3 * row]! * x! + rotation[3 * row + 1]! * y! + rotation[3 * row + 2]! * z! + translation[row]!;
    const wrapped = value - Math.floor(value);
    return wrapped === 1 ? 0 : wrapped; // of −1e-17
  });
}
