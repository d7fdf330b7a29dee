// A cell repeated along its vectors.
import { InputError } from "../error.js";
import type { AtomColumn, Structure } from "./structure.js";

const mostAtoms = 1e7;

/**
 * The structure with its cell repeated: copy after copy, each with the atoms in their order, the last vector's copies
 * first. `info` is kept as it is.
 * @param counts copies along each of the cell's vectors
 * @throws InputError if a count is no whole number above 0, if there is no cell, or on more than 10⁷ atoms
 */
export function supercell(structure: Structure, counts: readonly [number, number, number]): Structure {
  const { numbers, positions, cell, arrays } = structure;
  const got = counts.join(" × ");
  const fail = (expected: string): never => {
    throw new InputError("supercell", { expected, got });
  };
  if (!counts.every((count) => Number.isInteger(count) && count > 0)) fail("three whole numbers above 0");
  const copies = counts[0] * counts[1] * counts[2];
  if (copies * numbers.length > mostAtoms) fail(`at most ${mostAtoms} atoms`);
  if (copies === 1) return structure;
  if (!cell || counts.some((count, k) => count > 1 && !isVector(cell, k))) return fail("a cell to repeat");
  const shifts = Array.from({ length: copies }, (_, copy) => {
    const at = [Math.floor(copy / (counts[1] * counts[2])), Math.floor(copy / counts[2]) % counts[1], copy % counts[2]];
    return [0, 1, 2].map((axis) => at.reduce((sum, n, k) => sum + n * cell[3 * k + axis]!, 0));
  });
  const moved = new Float64Array(copies * positions.length);
  shifts.forEach((shift, copy) => {
    for (let i = 0; i < positions.length; i++) moved[copy * positions.length + i] = positions[i]! + shift[i % 3]!;
  });
  return {
    ...structure,
    numbers: Int32Array.from({ length: moved.length / 3 }, (_, i) => numbers[i % numbers.length]!),
    positions: moved,
    cell: cell.map((x, i) => x * counts[Math.floor(i / 3)]!),
    ...(arrays && { arrays: mapped(arrays, (column) => repeated(column, copies)) }),
  };
}

const isVector = (cell: Float64Array, k: number) => cell.subarray(3 * k, 3 * k + 3).some((x) => x !== 0);

const mapped = <T>(record: Readonly<Record<string, T>>, by: (value: T) => T): Readonly<Record<string, T>> =>
  Object.fromEntries(Object.entries(record).map(([key, value]) => [key, by(value)]));

function repeated({ width, data }: AtomColumn, copies: number): AtomColumn {
  const all = { length: copies * data.length };
  if (data instanceof Float64Array) return { width, data: Float64Array.from(all, (_, i) => data[i % data.length]!) };
  if (data instanceof Int32Array) return { width, data: Int32Array.from(all, (_, i) => data[i % data.length]!) };
  return { width, data: Array.from(all, (_, i) => data[i % data.length]!) };
}
