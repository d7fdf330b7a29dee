import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { addDims, broadcast, type Dim, dimValue, divDims, floorDivDim, mulDims, type Shape, subDims } from "./dim.js";

/** A built dimension beside the plain function it should be. */
interface Built {
  readonly dim: Dim;
  readonly at: (sizes: Sizes) => number;
}
type Sizes = Readonly<Record<"B" | "H" | "W", number>>;

const leaf: fc.Arbitrary<Built> = fc.oneof(
  fc.integer({ min: -4, max: 4 }).map((n): Built => ({ dim: n, at: () => n })),
  fc.constantFrom("B", "H", "W").map((name): Built => ({ dim: name, at: (sizes) => sizes[name] })),
);
/** Expressions up to a depth, with ⌊·/n⌋ where asked for. */
const expressions = (depth: number, floors: boolean): fc.Arbitrary<Built> => {
  if (depth === 0) return leaf;
  const inner = expressions(depth - 1, floors);
  const pair = fc.tuple(inner, inner);
  return fc.oneof(
    leaf,
    pair.map(([a, b]): Built => ({ dim: addDims(a.dim, b.dim), at: (s) => a.at(s) + b.at(s) })),
    pair.map(([a, b]): Built => ({ dim: subDims(a.dim, b.dim), at: (s) => a.at(s) - b.at(s) })),
    pair.map(([a, b]): Built => ({ dim: mulDims(a.dim, b.dim), at: (s) => a.at(s) * b.at(s) })),
    ...(floors ? [fc.tuple(inner, fc.integer({ min: 1, max: 5 })).map(([a, n]) => floored(a, n))] : []),
  );
};
const floored = (a: Built, n: number): Built => ({
  dim: floorDivDim(a.dim, n),
  at: (s) => Math.floor(a.at(s) / n),
});
const size = fc.integer({ min: 0, max: 9 });
const sizes = fc.record({ B: size, H: size, W: size });
const polynomial = expressions(3, false);
const options = { numRuns: 300, seed: 20260101 };
/** Points enough to tell polynomials of degree 8 in 3 names apart (Schwartz–Zippel: a miss has odds below 10⁻²⁰). */
const points = Array.from({ length: 12 }, (_, i) => ({ B: 1009 + 97 * i, H: 401 + i ** 3, W: 13 + 7 * i * i }));

describe("arithmetic of dimensions", () => {
  test("agrees with numbers, floors included", () => {
    fc.assert(
      fc.property(expressions(3, true), sizes, ({ dim, at }, s) => {
        expect(dimValue(dim, s)).toBe(at(s) + 0);
      }),
      options,
    );
  });

  test("spells equal polynomials equally, and different ones differently", () => {
    fc.assert(
      fc.property(polynomial, polynomial, (a, b) => {
        const equal = points.every((s) => Math.abs(a.at(s) - b.at(s)) === 0);
        expect(a.dim === b.dim).toBe(equal);
      }),
      options,
    );
  });

  test("obeys the laws of a ring", () => {
    fc.assert(
      fc.property(polynomial, polynomial, polynomial, ({ dim: a }, { dim: b }, { dim: c }) => {
        expect(addDims(a, b)).toBe(addDims(b, a));
        expect(mulDims(a, b)).toBe(mulDims(b, a));
        expect(mulDims(addDims(a, b), c)).toBe(addDims(mulDims(a, c), mulDims(b, c)));
        expect(mulDims(mulDims(a, b), c)).toBe(mulDims(a, mulDims(b, c)));
        expect(subDims(addDims(a, b), b)).toBe(a);
        expect(subDims(a, a)).toBe(0);
      }),
      options,
    );
  });

  test("divides by what was multiplied: numbers and products of names", () => {
    const monomial = fc.constantFrom<Dim>(1, 3, "B", mulDims(2, "H"), mulDims("B", "H", "W"), mulDims("W", "W"));
    fc.assert(
      fc.property(polynomial, monomial, ({ dim: a }, m) => {
        expect(divDims(mulDims(a, m), m)).toBe(a);
      }),
      options,
    );
  });

  test("a quotient is exact wherever there is one", () => {
    fc.assert(
      fc.property(polynomial, expressions(1, false), sizes, (a, b, s) => {
        const quotient = divDims(a.dim, b.dim);
        if (quotient === undefined || b.at(s) === 0) return;
        expect(dimValue(quotient, s)! * b.at(s) - a.at(s)).toBe(0);
      }),
      options,
    );
  });

  test("a quotient that is no polynomial, and division by zero, are undefined", () => {
    expect(divDims("B", "H")).toBeUndefined();
    expect(divDims("B", 2)).toBeUndefined();
    expect(divDims(addDims("B", 1), "B")).toBeUndefined();
    expect(divDims(6, 4)).toBeUndefined();
    expect(divDims(6, 0)).toBeUndefined();
    expect(divDims(0, 5)).toBe(0);
  });

  test("spelling", () => {
    expect(addDims(mulDims("nodes", "B", 2), 3)).toBe("2*B*nodes + 3");
    expect(addDims("W*2*H + B", 0)).toBe("B + 2*H*W"); // as a user may write it
    expect(subDims("H", 1)).toBe("H + -1");
    expect(mulDims(addDims("B", 1), addDims("B", -1))).toBe("B*B + -1");
    expect(floorDivDim(addDims(mulDims(2, "H"), "W", 3), 2)).toBe("H + floor((W + 1)/2) + 1");
    expect(floorDivDim(mulDims(4, "H"), 2)).toBe("2*H");
    expect(floorDivDim(7, 2)).toBe(3);
    expect(mulDims()).toBe(1);
  });

  test("has no value where a name has none", () => {
    expect(dimValue("B + H", { B: 2 })).toBeUndefined();
    expect(dimValue(floorDivDim(addDims("H", 1), 2), {})).toBeUndefined();
  });
});

describe("broadcast", () => {
  const cases: [Shape[], Shape | undefined][] = [
    [
      [[2, 3], [3]],
      [2, 3],
    ],
    [
      [
        [4, 1, 2],
        [3, 1],
      ],
      [4, 3, 2],
    ],
    [
      [["B", 1], [5]],
      ["B", 5],
    ],
    [
      [["B", 3], ["B", 1], []],
      ["B", 3],
    ],
    [
      [
        [0, 3],
        [1, 3],
      ],
      [0, 3],
    ],
    [[[0], [3]], undefined],
    [[["B"], ["C"]], undefined],
    [[["B"], [3]], undefined],
    [[[2], [3]], undefined],
    [[], []],
    [[[]], []],
  ];
  test.each(cases)("of %j", (shapes, want) => {
    expect(broadcast(...shapes)).toEqual(want);
    expect(broadcast(...[...shapes].reverse())).toEqual(want);
  });

  test("is associative where it is defined, and every shape broadcasts to the result", () => {
    const shape = fc.array(fc.constantFrom<Dim>(1, 1, 2, "B"), { maxLength: 3 });
    fc.assert(
      fc.property(shape, shape, shape, (a, b, c) => {
        const all = broadcast(a, b, c);
        const ab = broadcast(a, b);
        expect(ab && broadcast(ab, c)).toEqual(all);
        if (all) for (const each of [a, b, c]) expect(broadcast(each, all)).toEqual(all);
      }),
      options,
    );
  });
});
