// A structure: atoms in space, within a cell or free.
import { InputError } from "../error.js";
import { elementSymbols } from "./elements.js";

export type InfoValue = string | number | boolean | readonly string[] | readonly number[] | readonly boolean[];

/** A value for each atom beside number and position: `width` numbers or texts an atom, row-major. */
export interface AtomColumn {
  readonly width: number;
  readonly data: Float64Array | Int32Array | readonly string[];
}

/** One frame. */
export interface Structure {
  /** Atomic numbers, [atoms] */
  readonly numbers: Int32Array;
  /** [atoms, 3], Å */
  readonly positions: Float64Array;
  /** [3, 3], Å: the rows are the cell's vectors. Left-handed cells are allowed; a free direction's row may be zero. */
  readonly cell?: Float64Array;
  /** Whether space repeats along each of the cell's vectors. */
  readonly pbc: readonly [boolean, boolean, boolean];
  /** What the file says of the frame, in the file's units; `warnings` where its reader had to choose. */
  readonly info: Readonly<Record<string, InfoValue>>;
  /** What the file says of each atom (forces, velocities, …), in the file's units. */
  readonly arrays?: Readonly<Record<string, AtomColumn>>;
}

/** The six lengths (Å) and angles (degrees) of a cell: a, b, c, α between b and c, β between a and c, γ between a and b. */
export type CellParameters = readonly [number, number, number, number, number, number];

/** Smallest ratio of a cell's volume to the product of its edges; below it the vectors are as good as dependent. */
const flat = 1e-8;

/**
 * The structure itself, if it is one.
 * @param where begins the message: a function's name, or `file:line`
 * @throws InputError if arrays do not fit each other, a number is not finite, an element does not exist, or a cell of
 *   volume zero is to repeat
 */
export function checkedStructure(where: string, structure: Structure): Structure {
  const { numbers, positions, cell, pbc, arrays = {} } = structure;
  const atoms = numbers.length;
  const fail = (expected: string, got: string, hint?: string) => {
    throw new InputError(where, { expected, got, ...(hint && { hint }) });
  };
  if (atoms === 0) fail("at least one atom", "none");
  if (positions.length !== 3 * atoms) fail(`${3 * atoms} coordinates of ${atoms} atoms`, String(positions.length));
  const stranger = numbers.find((number) => number < 1 || number >= elementSymbols.length);
  if (stranger !== undefined) fail(`atomic numbers from 1 to ${elementSymbols.length - 1}`, String(stranger));
  const lost = positions.findIndex((x) => !Number.isFinite(x));
  if (lost >= 0) fail(`finite coordinates of atom ${Math.floor(lost / 3) + 1}`, String(positions[lost]));
  if (cell) checkCell(where, cell, pbc);
  else if (pbc.some(Boolean)) fail("a cell, because pbc is true", "none");
  for (const [name, { width, data }] of Object.entries(arrays)) {
    if (data.length !== width * atoms) fail(`${width * atoms} values of ${name}`, String(data.length));
  }
  return structure;
}

function checkCell(where: string, cell: Float64Array, pbc: Structure["pbc"]): void {
  const shown = () => [0, 3, 6].map((row) => cell.subarray(row, row + 3).join(" ")).join(", ");
  if (cell.length !== 9 || !cell.every(Number.isFinite)) {
    throw new InputError(where, { expected: "a cell of 9 finite numbers", got: shown() });
  }
  const rows = [0, 1, 2].filter((row) => cell.subarray(3 * row, 3 * row + 3).some((x) => x !== 0));
  const missing = pbc.findIndex((periodic, row) => periodic && !rows.includes(row));
  if (missing < 0 && !isDegenerate(completedCell(cell))) return;
  throw new InputError(where, { expected: "a cell of a volume above 0", got: shown() });
}

const isDegenerate = (cell: Float64Array) => {
  const edges = [0, 3, 6].map((row) => Math.hypot(...cell.subarray(row, row + 3)));
  return !(Math.abs(cellVolume(cell)) > flat * edges[0]! * edges[1]! * edges[2]!);
};

/** Signed volume of a cell [3, 3] in Å³, negative where it is left-handed. */
export function cellVolume(cell: Float64Array): number {
  return dot(cell.subarray(0, 3), cross(cell.subarray(3, 6), cell.subarray(6, 9)));
}

/** The cell with unit vectors, normal to the others, in place of rows of zeros. */
export function completedCell(cell: Float64Array): Float64Array {
  const rows = [0, 3, 6].map((row) => cell.slice(row, row + 3));
  const isZero = (row: Float64Array) => row.every((x) => x === 0);
  for (let row = 0; row < 3; row++) {
    if (!isZero(rows[row]!)) continue;
    const [next, last] = [rows[(row + 1) % 3]!, rows[(row + 2) % 3]!];
    const normal = isZero(next) && isZero(last) ? unitVector(row) : normalTo(next, last);
    const length = Math.hypot(...normal);
    rows[row] = normal.map((x) => x / length);
  }
  return Float64Array.from(rows.flatMap((row) => [...row]));
}

/** A vector normal to both, of which one may be zero. */
function normalTo(a: Float64Array, b: Float64Array): Float64Array {
  const [zeroA, zeroB] = [a, b].map((row) => row.every((x) => x === 0));
  if (!zeroA && !zeroB) return cross(a, b);
  const only = zeroA ? b : a;
  const across = only.reduce((least, x, axis) => (Math.abs(x) < Math.abs(only[least]!) ? axis : least), 0);
  return cross(only, unitVector(across));
}

const unitVector = (axis: number) => Float64Array.from({ length: 3 }, (_, i) => (i === axis ? 1 : 0));

/**
 * The cell with those lengths and angles: a along x, b in the plane of x and y with y > 0, c with z > 0, as ASE and the
 * PDB have it.
 * @returns [3, 3], Å; undefined if no such cell exists
 */
export function cellOf([a, b, c, ...angles]: CellParameters): Float64Array | undefined {
  const [alpha, beta, gamma] = angles.map(cosineOfDegrees) as [number, number, number]; // as many as angles
  const sine = Math.sqrt(1 - gamma * gamma);
  const y = (alpha - beta * gamma) / sine;
  const z = Math.sqrt(1 - beta * beta - y * y);
  const cell = Float64Array.of(a, 0, 0, b * gamma, b * sine, 0, c * beta, c * y, c * z);
  const isCell = [a, b, c].every((length) => length > 0) && angles.every((angle) => angle > 0 && angle < 180);
  return isCell && cell.every(Number.isFinite) && !isDegenerate(cell) ? cell : undefined;
}

// cos 90° is 0 and cos 120° is −½ to the last bit, which Math.cos misses.
const cosineOfDegrees = (angle: number) => {
  const exact = new Map([
    [60, 0.5],
    [90, 0],
    [120, -0.5],
  ]);
  return exact.get(angle) ?? Math.cos((angle * Math.PI) / 180);
};

/** Lengths and angles of a cell [3, 3]. */
export function cellParameters(cell: Float64Array): CellParameters {
  const rows = [0, 3, 6].map((row) => cell.subarray(row, row + 3));
  const [a, b, c] = rows.map((row) => Math.hypot(...row)) as [number, number, number]; // three rows
  const angle = (i: number, j: number, lengths: number) =>
    (Math.acos(Math.min(1, Math.max(-1, dot(rows[i]!, rows[j]!) / lengths))) * 180) / Math.PI;
  return [a, b, c, angle(1, 2, b * c), angle(0, 2, a * c), angle(0, 1, a * b)];
}

/** The inverse of a cell, [3, 3]: its columns are the reciprocal vectors, so that `fractional = cartesian · inverse`. */
export function inverseCell(cell: Float64Array): Float64Array {
  const [a, b, c] = [0, 3, 6].map((row) => cell.subarray(row, row + 3)) as [Float64Array, Float64Array, Float64Array];
  const volume = cellVolume(cell);
  const columns = [cross(b, c), cross(c, a), cross(a, b)];
  return Float64Array.from({ length: 9 }, (_, i) => columns[i % 3]![Math.floor(i / 3)]! / volume);
}

/** Rows [n, 3] times a matrix [3, 3]: fractional to Cartesian by the cell, Cartesian to fractional by its inverse. */
export function timesMatrix(rows: Float64Array, matrix: Float64Array): Float64Array {
  const out = new Float64Array(rows.length);
  for (let i = 0; i < rows.length; i += 3) {
    for (let k = 0; k < 3; k++) {
      out[i + k] = rows[i]! * matrix[k]! + rows[i + 1]! * matrix[3 + k]! + rows[i + 2]! * matrix[6 + k]!;
    }
  }
  return out;
}

const dot = (a: Float64Array, b: Float64Array) => a[0]! * b[0]! + a[1]! * b[1]! + a[2]! * b[2]!;

const cross = (a: Float64Array, b: Float64Array) =>
  Float64Array.of(a[1]! * b[2]! - a[2]! * b[1]!, a[2]! * b[0]! - a[0]! * b[2]!, a[0]! * b[1]! - a[1]! * b[0]!);
