import { InputError } from "../../error.js";
import type { Complex } from "../complex.js";
import { group } from "../group.js";
import { identity, type Matrix, multiply, scale, square } from "../matrix.js";

/**
 * The 32 crystallographic point groups by their Hermann–Mauguin symbol, "m-3m", or Schoenflies's, "Oh" (but T and O, which
 * name the groups of quaternions). Elements are 3 × 3 integer matrices on coordinates along the axes of the crystal, of
 * the standard setting of International Tables: monoclinic axis b, trigonal groups on hexagonal axes. The defining
 * representation has them on orthonormal axes, a along x, c along z.
 * Irreps by Mulliken's symbols; of a conjugate pair E both are one-dimensional over C, and the second is E*. Subscripts
 * 1 and 2 are by the rotation or mirror along the first axis (b, or a in trigonal and hexagonal groups).
 * @source Hahn (ed.) 2005, "International tables for crystallography A", 10.1.2
 */
export const pointGroup = group("pointGroup", {
  symbol: "point group",
  form: "a point group such as m-3m or D4h",
  get sample() {
    return Object.keys(table);
  },
  write: (symbol: string) => nameOf(symbol)!,
  read(text) {
    const symbol = nameOf(text.trim());
    return symbol === undefined ? undefined : ([symbol] as [string]);
  },
  make(symbol: string) {
    const name = nameOf(symbol);
    if (name === undefined)
      throw new InputError("pointGroup", {
        expected: "the Hermann–Mauguin or Schoenflies symbol of one of the 32 point groups",
        got: JSON.stringify(symbol),
      });
    const { order, generators, ...marks } = table[name]!;
    const isHexagonal = /^-?[36]/.test(name);
    return {
      order,
      identity: identity(3),
      generators: generators.map(operation),
      multiply: product,
      inverse: adjugate,
      matrix: (g: Matrix) => (isHexagonal ? multiply(multiply(toOrthonormal, g), toHexagonal) : g),
      nameIrrep: (degree: number, character: (g: Matrix) => Complex) =>
        mulliken(degree, (operationName) => character(operation(operationName)).re, generators, marks),
    };
  },
});

/** What tells irreps apart, each an operation of the group. */
interface Marks {
  readonly schoenflies: string;
  /** +1 on A, −1 on B; a sixfold axis numbers the E. */
  readonly letter?: string;
  /** +1 on what is numbered 1, −1 on 2. */
  readonly number?: string;
  /** +1 on ', −1 on ". */
  readonly prime?: string;
}

/** "-4z" is minus the fourfold turn about z; "2a" a half turn about the hexagonal a, "2p" about its normal in the plane. */
const table: Readonly<Record<string, Marks & { readonly order: number; readonly generators: readonly string[] }>> = {
  "1": { schoenflies: "C1", order: 1, generators: [] },
  "-1": { schoenflies: "Ci", order: 2, generators: ["-1"] },
  "2": { schoenflies: "C2", order: 2, generators: ["2y"], letter: "2y" },
  m: { schoenflies: "Cs", order: 2, generators: ["-2y"], prime: "-2y" },
  "2/m": { schoenflies: "C2h", order: 4, generators: ["2y", "-1"], letter: "2y" },
  "222": { schoenflies: "D2", order: 4, generators: ["2z", "2y"] },
  mm2: { schoenflies: "C2v", order: 4, generators: ["2z", "-2y"], letter: "2z", number: "-2y" },
  mmm: { schoenflies: "D2h", order: 8, generators: ["2z", "2y", "-1"] },
  "4": { schoenflies: "C4", order: 4, generators: ["4z"], letter: "4z" },
  "-4": { schoenflies: "S4", order: 4, generators: ["-4z"], letter: "-4z" },
  "4/m": { schoenflies: "C4h", order: 8, generators: ["4z", "-1"], letter: "4z" },
  "422": { schoenflies: "D4", order: 8, generators: ["4z", "2y"], letter: "4z", number: "2y" },
  "4mm": { schoenflies: "C4v", order: 8, generators: ["4z", "-2y"], letter: "4z", number: "-2y" },
  "-42m": { schoenflies: "D2d", order: 8, generators: ["-4z", "2y"], letter: "-4z", number: "2y" },
  "4/mmm": { schoenflies: "D4h", order: 16, generators: ["4z", "2y", "-1"], letter: "4z", number: "2y" },
  "3": { schoenflies: "C3", order: 3, generators: ["3z"] },
  "-3": { schoenflies: "C3i", order: 6, generators: ["3z", "-1"] },
  "32": { schoenflies: "D3", order: 6, generators: ["3z", "2a"], number: "2a" },
  "3m": { schoenflies: "C3v", order: 6, generators: ["3z", "-2a"], number: "-2a" },
  "-3m": { schoenflies: "D3d", order: 12, generators: ["3z", "2a", "-1"], number: "2a" },
  "6": { schoenflies: "C6", order: 6, generators: ["6z"], letter: "6z" },
  "-6": { schoenflies: "C3h", order: 6, generators: ["-6z"], prime: "-2z" },
  "6/m": { schoenflies: "C6h", order: 12, generators: ["6z", "-1"], letter: "6z" },
  "622": { schoenflies: "D6", order: 12, generators: ["6z", "2a"], letter: "6z", number: "2a" },
  "6mm": { schoenflies: "C6v", order: 12, generators: ["6z", "-2a"], letter: "6z", number: "-2a" },
  "-6m2": { schoenflies: "D3h", order: 12, generators: ["-6z", "-2a"], prime: "-2z", number: "2p" },
  "6/mmm": { schoenflies: "D6h", order: 24, generators: ["6z", "2a", "-1"], letter: "6z", number: "2a" },
  "23": { schoenflies: "T", order: 12, generators: ["2z", "3d"] },
  "m-3": { schoenflies: "Th", order: 24, generators: ["2z", "3d", "-1"] },
  "432": { schoenflies: "O", order: 24, generators: ["4z", "3d"], number: "4z" },
  "-43m": { schoenflies: "Td", order: 24, generators: ["-4z", "3d"], number: "-4z" },
  "m-3m": { schoenflies: "Oh", order: 48, generators: ["4z", "3d", "-1"], number: "4z" },
};

/** Other spellings. */
const alias: Readonly<Record<string, string>> = {
  m3: "m-3",
  m3m: "m-3m",
  S6: "-3",
  S2: "-1",
  V: "222",
  Vh: "mmm",
  Vd: "-42m",
};

function nameOf(text: string): string | undefined {
  if (typeof text !== "string") return undefined;
  const symbol = text.replace(/(\d)[\u0304\u0305]/g, "-$1"); // a bar over the digit
  if (Object.hasOwn(table, symbol)) return symbol;
  if (Object.hasOwn(alias, symbol)) return alias[symbol];
  return Object.keys(table).find((name) => table[name]!.schoenflies === symbol && symbol !== "T" && symbol !== "O");
}

const turns: Readonly<Record<string, Matrix>> = {
  "1": identity(3),
  "2x": [
    [1, 0, 0],
    [0, -1, 0],
    [0, 0, -1],
  ],
  "2y": [
    [-1, 0, 0],
    [0, 1, 0],
    [0, 0, -1],
  ],
  "2z": [
    [-1, 0, 0],
    [0, -1, 0],
    [0, 0, 1],
  ],
  "4z": [
    [0, -1, 0],
    [1, 0, 0],
    [0, 0, 1],
  ],
  "3d": [
    [0, 0, 1],
    [1, 0, 0],
    [0, 1, 0],
  ], // about the diagonal, x to y to z
  // on hexagonal axes, b at 120° from a
  "3z": [
    [0, -1, 0],
    [1, -1, 0],
    [0, 0, 1],
  ],
  "6z": [
    [1, -1, 0],
    [1, 0, 0],
    [0, 0, 1],
  ],
  "2a": [
    [1, -1, 0],
    [0, -1, 0],
    [0, 0, -1],
  ],
  "2p": [
    [-1, 1, 0],
    [0, 1, 0],
    [0, 0, -1],
  ],
};

const operation = (name: string): Matrix => (name.startsWith("-") ? negated(turns[name.slice(1)]!) : turns[name]!);

const negated = (g: Matrix): Matrix => scale(-1, g).map((row) => row.map(plain));
const product = (a: Matrix, b: Matrix): Matrix => multiply(a, b).map((row) => row.map(plain));
const plain = (x: number): number => x + 0; // −0 becomes 0

/** The inverse of an integer matrix of determinant ±1. */
function adjugate(g: Matrix): Matrix {
  const at = (i: number, j: number) => g[i % 3]![j % 3]!;
  const minor = (i: number, j: number) => at(i + 1, j + 1) * at(i + 2, j + 2) - at(i + 1, j + 2) * at(i + 2, j + 1);
  const determinant = [0, 1, 2].reduce((sum, j) => sum + at(0, j) * minor(0, j), 0);
  return square(3, (row, column) => plain(determinant * minor(column, row)));
}

const half = Math.sqrt(3) / 2;
const toOrthonormal: Matrix = [
  [1, -0.5, 0],
  [0, half, 0],
  [0, 0, 1],
];
const toHexagonal: Matrix = [
  [1, 0.5 / half, 0],
  [0, 1 / half, 0],
  [0, 0, 1],
];

/** @param at the real part of the character at an operation */
function mulliken(
  degree: number,
  at: (name: string) => number,
  generators: readonly string[],
  marks: Omit<Marks, "schoenflies">,
): string {
  const { letter, number, prime } = marks;
  const suffix = generators.includes("-1") ? (at("-1") > 0 ? "g" : "u") : prime ? (at(prime) > 0 ? "'" : '"') : "";
  const numbered = number === undefined ? "" : at(number) > 0 ? "1" : "2";
  if (degree === 3) return `T${numbered}${suffix}`;
  const isPair = degree === 1 && generators.some((name) => Math.abs(at(name)) < 0.9);
  if (degree === 2 || isPair) return `E${letter === "6z" ? (at(letter) > 0 ? 1 : 2) : ""}${suffix}`;
  if (generators.includes("2z") && generators.includes("2y")) {
    const kept = ["2z", "2y", "2x"].filter((name) => at(name) > 0);
    return `${kept.length === 3 ? "A" : `B${["2z", "2y", "2x"].indexOf(kept[0]!) + 1}`}${suffix}`;
  }
  return `${letter !== undefined && at(letter) < 0 ? "B" : "A"}${numbered}${suffix}`;
}
