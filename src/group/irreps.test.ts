import { readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { RepError } from "../error.js";
import { irreps, reachable } from "./irreps.js";

const golden = JSON.parse(readFileSync(new URL("../../test/golden/e3nn/group.json", import.meta.url), "utf8"));

interface Algebra {
  readonly a: string;
  readonly b: string;
  readonly dim_a: number;
  readonly sort_a: string;
  readonly permutation: readonly number[];
  readonly simplify_a: string;
  readonly num_irreps_a: number;
  readonly product: string;
  readonly product_simplified: string;
}

describe.each(golden.irreps as Algebra[])("as e3nn: $a", (row) => {
  const spaced = (text: string) => text.replaceAll("+", " + ");
  const x = irreps(row.a);
  test("dimension and count", () => expect([x.dimension, x.count]).toEqual([row.dim_a, row.num_irreps_a]));
  test("sort", () => {
    expect(x.sort().irreps.toString()).toBe(spaced(row.sort_a));
    expect(x.sort().permutation).toEqual(row.permutation);
    expect(x.sort().irreps.simplify().toString()).toBe(spaced(row.simplify_a));
  });
  test("product", () => {
    expect(x.times(row.b).toString()).toBe(spaced(row.product));
    expect(x.times(row.b).simplify().toString()).toBe(spaced(row.product_simplified));
  });
});

test("a list of parts", () => {
  expect([...irreps("2x0e+1o")]).toEqual([
    { multiplicity: 2, irrep: "0e", l: 0, parity: 1 },
    { multiplicity: 1, irrep: "1o", l: 1, parity: -1 },
  ]);
  expect(irreps("2x0e+1o").map(({ irrep }) => irrep)).toEqual(["0e", "1o"]);
  expect(irreps([{ multiplicity: 3, irrep: "2e" }]).toString()).toBe("3x2e");
  expect(irreps(irreps("1o")).toString()).toBe("1x1o");
  expect(String(irreps("  2x0e  +1o "))).toBe("2x0e + 1x1o");
  expect([String(irreps("")), irreps("").dimension]).toEqual(["", 0]);
  expect(String(irreps("1o + 0x2e + 2x1o + 1e").simplify())).toBe("3x1o + 1x1e");
});

test("printed and read again, nothing changes; order does not change the dimension", () => {
  const part = fc.record({
    multiplicity: fc.nat(64),
    irrep: fc.tuple(fc.nat(12), fc.constantFrom("e", "o")).map((p) => p.join("")),
  });
  fc.assert(
    fc.property(fc.array(part, { maxLength: 6 }), (parts) => {
      const x = irreps(parts);
      expect(irreps(x.toString())).toEqual(x);
      expect(x.sort().irreps.simplify().dimension).toBe(x.dimension);
      expect(x.times("1o + 0e").dimension).toBe(4 * x.dimension);
    }),
    { seed: 1 },
  );
});

test.each([
  ["2x1q", '"2x1q"'],
  ["1o + 2x1q", '"2x1q"'],
  ["x1o", '"x1o"'],
  ["-1x0e", '"-1x0e"'],
  ["1.5x0e", '"1.5x0e"'],
  ["1o+", '""'],
  ["1o 1e", '"1o 1e"'],
  ["1O", '"1O"'],
  ["o", '"o"'],
  [undefined as never, "undefined"],
  [3 as never, "3"],
])("%j is refused", (text, got) => {
  expect(() => irreps(text)).toThrow(RepError);
  expect(() => irreps(text)).toThrow(`irreps: expected irreps such as "32x0e + 16x1o", got ${got}.`);
});

// The same cases as irreps.types.test.ts.
test("reachable", () => {
  expect(String(reachable("linear", "4x0e+2x1o", "3x0e + 1o"))).toBe("3x0e + 1x1o");
  expect(() => reachable("linear", "4x0e + 2x1o", "2x2e")).toThrow(
    new RepError("linear", { expected: "irreps of 4x0e + 2x1o", got: "2e" }),
  );
  expect(() => reachable("linear", "0x1o", "1o")).toThrow(RepError);
});
