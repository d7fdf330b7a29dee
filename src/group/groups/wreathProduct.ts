import { InputError } from "../../error.js";
import { fold, type Key } from "../../random.js";
import { type Group, group, type Plain } from "../group.js";
import { bracketed, splitName, withoutBrackets } from "../groupName.js";
import { type Matrix, square } from "../matrix.js";
import { cyclic } from "./cyclic.js";
import { symmetric } from "./symmetric.js";

/** Base elements, one for each point, then the element that permutes the points. */
export type WreathElement = readonly [base: readonly Plain[], top: Plain];

/**
 * Wreath product G wr H, written "C(2) wr S(3)": copies of G at the points that H permutes. Elements are [base, top]:
 * the copies move by top, then each is multiplied by its base element. The defining representation has a block of
 * G's for every point: signed permutations for C(2) if G acts by signs.
 */
export const wreathProduct = group("wreathProduct", {
  symbol: "wr",
  form: "G wr H",
  sample: [
    [cyclic(2), symmetric(2)],
    [cyclic(2), symmetric(3)],
    [symmetric(3), cyclic(2)],
  ] as [Group, Group][],
  write: (base: Group, top: Group) => `${bracketed(base.name)} wr ${bracketed(top.name)}`,
  read(text, parse) {
    const [base, top, ...others] = splitName(withoutBrackets(text.trim()), "wr");
    if (base === undefined || top === undefined || others.length > 0) return undefined;
    return [parse(withoutBrackets(base)), parse(withoutBrackets(top))] as [Group, Group];
  },
  make(base: Group, top: Group) {
    const move = movesOf(top);
    const n = move(top.identity).length;
    const { dimension } = base;
    const still = Array.from({ length: n }, () => base.identity);
    return {
      order: base.order === null || top.order === null ? null : base.order ** n * top.order,
      dimension: n * dimension,
      isOrthogonal: base.isOrthogonal,
      identity: [still, top.identity] as WreathElement,
      generators: [
        ...base.generators.flatMap((g) => still.map((_, i): WreathElement => [still.with(i, g), top.identity])),
        ...top.generators.map((h): WreathElement => [still, h]),
      ],
      multiply([a, h]: WreathElement, [b, k]: WreathElement): WreathElement {
        const moved = [...b];
        move(h).forEach((to, from) => {
          moved[to] = b[from]!;
        });
        return [a.map((g, i) => base.multiply(g, moved[i]!)), top.multiply(h, k)];
      },
      inverse([a, h]: WreathElement): WreathElement {
        return [move(h).map((to) => base.inverse(a[to]!)), top.inverse(h)];
      },
      equal: ([a, h]: WreathElement, [b, k]: WreathElement, tolerance?: number) =>
        top.equal(h, k, tolerance) && a.every((g, i) => base.equal(g, b[i]!, tolerance)),
      random: (key: Key): WreathElement => [
        still.map((_, i) => base.random(fold(key, i))),
        top.random(fold(key, "top")),
      ],
      matrix([a, h]: WreathElement): Matrix {
        const to = move(h);
        const blocks = a.map((g) => base.matrix(g));
        return square(n * dimension, (row, column) => {
          const [at, from] = [Math.floor(row / dimension), Math.floor(column / dimension)];
          return to[from] === at ? blocks[at]![row % dimension]![column % dimension]! : 0;
        });
      },
      lieAlgebra: () =>
        base
          .lieAlgebra()
          .flatMap((x) =>
            still.map((_, i) =>
              square(n * dimension, (row, column) =>
                Math.floor(row / dimension) === i && Math.floor(column / dimension) === i
                  ? x[row % dimension]![column % dimension]!
                  : 0,
              ),
            ),
          ),
    };
  },
});

/** @throws InputError if the group permutes no points */
function movesOf(top: Group): (h: Plain) => readonly number[] {
  if (!top.permutation)
    throw new InputError("wreathProduct", {
      expected: "a group that permutes points, such as S(n), A(n), C(n) or D(n), after wr",
      got: top.name,
    });
  return (h) => top.permutation!(h);
}
