import { InputError, RepError } from "../../error.js";
import { identity, type Matrix, multiply, transpose, turn } from "../matrix.js";

/** A group of turns of the plane, with or without the flips that make it a dihedral group or O(2). */
export interface PlaneGroup {
  readonly name: string;
  /** Number of turns: n of C(n) and D(n), Infinity for SO(2) and O(2). */
  readonly turns: number;
  readonly flips: boolean;
}

/** x goes to turn(angle) · flip(x). The flip of the plane is about the vertical axis, (x, y) to (−x, y). */
export interface PlaneElement {
  readonly angle: number;
  readonly flip: boolean;
}

/** An irrep over the real numbers; a turn by θ acts as a turn by frequency · θ, a flip as diag(1, −1). */
export interface PlaneIrrep {
  /** As escnn: the frequency; with flips, "1,frequency", and "0,frequency" where the irrep is 1 × 1 and flips do nothing. */
  readonly name: string;
  readonly frequency: number;
  readonly size: 1 | 2;
  /** Of the complex plane on which turns and flips act, the 1 × 1 irreps are the imaginary line if odd, else the real one. */
  readonly isOdd: boolean;
}

/** A representation: change · (direct sum of irreps) · changeᵀ, orthogonal. */
export interface PlaneRepresentation {
  readonly group: PlaneGroup;
  readonly dimension: number;
  readonly irreps: readonly PlaneIrrep[];
  readonly change: Matrix;
  matrix(g: PlaneElement): Matrix;
}

/**
 * The group of a name: "C(4)", "D(4)", "SO(2)" or "O(2)".
 * @throws InputError if the name is another
 */
export function planeGroup(name: string): PlaneGroup {
  const [, symbol, n] = /^(C|D|SO|O)\((\d+)\)$/.exec(name) ?? [];
  const isContinuous = symbol === "SO" || symbol === "O";
  if (!symbol || n === "0" || (isContinuous && n !== "2"))
    throw new InputError("planeGroup", { expected: '"C(n)", "D(n)", "SO(2)" or "O(2)"', got: JSON.stringify(name) });
  return { name, turns: isContinuous ? Number.POSITIVE_INFINITY : Number(n), flips: symbol === "D" || symbol === "O" };
}

/**
 * The elements of a finite group: the turns, then the turns after the flip.
 * @throws InputError if the group is infinite
 */
export function planeElements({ name, turns, flips }: PlaneGroup): readonly PlaneElement[] {
  if (turns === Number.POSITIVE_INFINITY)
    throw new InputError("planeElements", { expected: "a finite group", got: name });
  return (flips ? [false, true] : [false]).flatMap((flip) =>
    Array.from({ length: turns }, (_, k) => ({ angle: (2 * Math.PI * k) / turns, flip })),
  );
}

/** How an element moves the points (x, y) of the plane. */
export const planeAction = ({ angle, flip }: PlaneElement): Matrix =>
  turn(angle).map(([x, y]) => [flip ? -x! : x!, y!]);

/**
 * The irreps of the group to a frequency, in escnn's order.
 * @param most where the group is infinite; of a finite one, all are given
 */
export function planeIrreps({ turns, flips }: PlaneGroup, most = 12): readonly PlaneIrrep[] {
  const last = turns === Number.POSITIVE_INFINITY ? most : Math.floor(turns / 2);
  return Array.from({ length: last + 1 }, (_, frequency): readonly PlaneIrrep[] => {
    const size = frequency === 0 || 2 * frequency === turns ? 1 : 2;
    if (!flips) return [{ name: String(frequency), frequency, size, isOdd: false }];
    const [even, odd] = [false, true].map(
      (isOdd): PlaneIrrep => ({ name: `${isOdd ? 1 : 0},${frequency}`, frequency, size, isOdd }),
    ) as [PlaneIrrep, PlaneIrrep];
    return size === 2 ? [{ ...odd, isOdd: false }] : frequency === 0 ? [even, odd] : [odd, even];
  }).flat();
}

/**
 * The direct sum of the named irreps: `planeRepresentation(planeGroup("D(4)"), ["0,0", "1,1"])`.
 * @param change orthogonal [n, n]; none if not given
 * @throws RepError if the group has no such irrep
 */
export function planeRepresentation(group: PlaneGroup, names: readonly string[], change?: Matrix): PlaneRepresentation {
  const known = planeIrreps(group, Math.max(12, ...names.map((name) => Number(name.split(",").at(-1)) || 0)));
  const irreps = names.map((name) => {
    const found = known.find((irrep) => irrep.name === name);
    if (!found)
      throw new RepError("planeRepresentation", {
        expected: `irreps of ${group.name}: ${known
          .slice(0, 8)
          .map((irrep) => irrep.name)
          .join(" | ")}`,
        got: JSON.stringify(name),
      });
    return found;
  });
  const dimension = irreps.reduce((sum, { size }) => sum + size, 0);
  const basis = change ?? identity(dimension);
  return {
    group,
    dimension,
    irreps,
    change: basis,
    matrix(g) {
      const sum = blockDiagonal(irreps.map((irrep) => irrepMatrix(irrep, g)));
      return change ? multiply(multiply(change, sum), transpose(change)) : sum;
    },
  };
}

/**
 * The regular representation of a finite group: g permutes the elements, h to gh, in the order of `planeElements`.
 * @throws InputError if the group is infinite
 */
export function planeRegular(group: PlaneGroup): PlaneRepresentation {
  const elements = planeElements(group);
  // Over the real numbers a 2 × 2 irrep occurs twice with flips; without, it is of complex type and occurs once.
  const parts = planeIrreps(group).flatMap((irrep) =>
    Array.from({ length: group.flips ? irrep.size : 1 }, (_, column) => ({ irrep, column })),
  );
  const change = elements.map((g) =>
    parts.flatMap(({ irrep, column }) => {
      const scale = Math.sqrt(irrep.size / elements.length);
      return irrepMatrix(irrep, g).map((row) => scale * row[column]!);
    }),
  );
  return planeRepresentation(
    group,
    parts.map(({ irrep }) => irrep.name),
    change,
  );
}

function irrepMatrix({ frequency, size, isOdd }: PlaneIrrep, { angle, flip }: PlaneElement): Matrix {
  const sign = flip ? -1 : 1;
  if (size === 1) return [[Math.round(Math.cos(frequency * angle)) * (isOdd ? sign : 1)]]; // turns by 0 or π
  const [[c, s], [t, d]] = turn(frequency * angle) as [[number, number], [number, number]];
  return [
    [c, sign * s],
    [t, sign * d],
  ];
}

function blockDiagonal(blocks: readonly Matrix[]): Matrix {
  const n = blocks.reduce((sum, block) => sum + block.length, 0);
  let start = 0;
  return blocks.flatMap((block) => {
    const before = start;
    start += block.length;
    return block.map((row) => [...zeros(before), ...row, ...zeros(n - before - row.length)]);
  });
}

const zeros = (n: number): number[] => Array.from({ length: n }, () => 0);
