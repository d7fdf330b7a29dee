import { InputError } from "../../error.js";
import { bits, type Key } from "../../random.js";
import { inverseMatrix } from "../exponential.js";
import { type Group, group } from "../group.js";
import { realIrreps } from "../irrepsOfFinite.js";
import { apply, identity, type Matrix, multiply, square } from "../matrix.js";
import { spaceGroupTable } from "../spaceGroupTable.js";

/** x goes to rotation · x + translation / 24, in fractional coordinates: all numbers are integers, so exact. */
export type CrystalMotion = { readonly rotation: Matrix; readonly translation: readonly number[] };

/**
 * The space groups SpaceGroup(1) … SpaceGroup(230), numbered as in the International Tables, in the conventional cell of the
 * standard setting (origin choice 2, hexagonal axes). The defining representation is the 4 × 4 matrix on (x, 1), x in
 * fractional coordinates. A random element is an operation of the cell, uniform, then a lattice translation with whole
 * coordinates uniform in −2 … 2. Irreps: those of the point group, on which translations do nothing.
 */
export const spaceGroup = group("spaceGroup", {
  symbol: "SpaceGroup",
  range: [1, 230],
  sample: [1, 14, 19, 143, 225],
  make(n: number) {
    const operations = cellOperations(n);
    const point = pointGroupOf(n);
    return {
      order: null,
      isOrthogonal: false,
      identity: one,
      generators: [
        ...generatorsOf(n),
        ...identity(3).map((axis) =>
          moved(
            one,
            axis.map((x) => 24 * x),
          ),
        ),
      ],
      multiply: compose,
      inverse({ rotation, translation }: CrystalMotion): CrystalMotion {
        const back = inverseMatrix(rotation).map((row) => row.map((x) => Math.round(x) + 0));
        return { rotation: back, translation: apply(back, translation).map((x) => 0 - x) };
      },
      random(key: Key): CrystalMotion {
        const [at, ...shift] = bits(key, 4);
        return moved(
          operations[at! % operations.length]!,
          shift.map((word) => 24 * ((word % 5) - 2)),
        );
      },
      matrix: ({ rotation, translation }: CrystalMotion): Matrix => [
        ...rotation.map((row, i) => [...row, translation[i]! / 24]),
        [0, 0, 0, 1],
      ],
      irreps: realIrreps(point).map(({ name, type, dimension, matrix }) => ({
        name,
        ...(type ? { type } : {}),
        ...(dimension ? { dimension } : {}),
        matrix: ({ rotation }: CrystalMotion) => matrix(rotation),
      })),
    };
  },
});

/** The short Hermann–Mauguin symbol of space group n: "F m -3 m" of 225. @throws InputError unless n is 1 … 230 */
export const spaceGroupSymbol = (n: number): string => rowOf(n)[0]!;

/**
 * All operations of space group n with translations in one conventional cell, the identity first.
 * @throws InputError unless n is 1 … 230
 */
export function cellOperations(n: number): readonly CrystalMotion[] {
  const found = new Map([[JSON.stringify(one), one]]);
  for (const g of found.values())
    for (const generator of generatorsOf(n)) {
      const { rotation, translation } = compose(generator, g);
      const next = { rotation, translation: translation.map((x) => ((x % 24) + 24) % 24) };
      found.set(JSON.stringify(next), next);
    }
  return [...found.values()];
}

/** The linear parts of space group n, integer matrices on fractional coordinates, as a finite group. */
export function pointGroupOf(n: number): Group<Matrix> {
  const generators = generatorsOf(n).map(({ rotation }) => rotation);
  const order = new Set(cellOperations(n).map(({ rotation }) => JSON.stringify(rotation))).size;
  return linearParts(generators, order);
}

const linearParts = group("linearParts", {
  symbol: "LinearParts",
  sample: [],
  make: (generators: readonly Matrix[], order: number) => ({
    order,
    isOrthogonal: false,
    identity: identity(3),
    generators,
    multiply: (a: Matrix, b: Matrix) => multiply(a, b).map((row) => row.map((x) => x + 0)),
    inverse: (a: Matrix) => inverseMatrix(a).map((row) => row.map((x) => Math.round(x) + 0)),
    matrix: (a: Matrix) => a,
  }),
});

const one: CrystalMotion = { rotation: identity(3), translation: [0, 0, 0] };

const compose = (a: CrystalMotion, b: CrystalMotion): CrystalMotion => ({
  rotation: multiply(a.rotation, b.rotation).map((row) => row.map((x) => x + 0)), // −0 is 0
  translation: apply(a.rotation, b.translation).map((x, i) => x + a.translation[i]! + 0),
});

const moved = ({ rotation, translation }: CrystalMotion, by: readonly number[]): CrystalMotion => ({
  rotation,
  translation: translation.map((x, i) => x + by[i]! + 0),
});

function rowOf(n: number): readonly string[] {
  const row = spaceGroupTable[n - 1];
  if (!row) throw new InputError("spaceGroup", { expected: "an integer n from 1 to 230", got: String(n) });
  return row.split(" | ");
}

const generatorsOf = (n: number): readonly CrystalMotion[] => rowOf(n).slice(1).map(parseMotion);

/** Reads "-y,x-y,z+1/3". */
function parseMotion(text: string): CrystalMotion {
  const parts = text.split(",");
  return {
    rotation: square(3, (i, j) => {
      const [, sign] = new RegExp(`([+-]?)${"xyz"[j]}`).exec(parts[i]!) ?? [];
      return sign === undefined ? 0 : sign === "-" ? -1 : 1;
    }),
    translation: parts.map((part) => {
      const [, above, below] = /\+(\d+)\/(\d+)/.exec(part) ?? [];
      return above ? (24 * Number(above)) / Number(below) : 0;
    }),
  };
}
