import { describe, expect, test } from "vitest";
import { key } from "../random.js";
import { parseGroup } from "./parseGroup.js";
import { compose, type Permutation, points } from "./permutations.js";
import { stabilizerChain } from "./schreierSims.js";

/** A permutation of n points by cycles that count from 1, as tables print them. */
function cyclesFromOne(n: number, ...cycles: number[][]): Permutation {
  const to = points(n).slice();
  for (const cycle of cycles)
    for (const [i, point] of cycle.entries()) (to as number[])[point - 1] = cycle[(i + 1) % cycle.length]! - 1;
  return to;
}

// biome-ignore format: table of faces
const cube = [
  cyclesFromOne(48, [1, 3, 8, 6], [2, 5, 7, 4], [9, 33, 25, 17], [10, 34, 26, 18], [11, 35, 27, 19]),
  cyclesFromOne(48, [9, 11, 16, 14], [10, 13, 15, 12], [1, 17, 41, 40], [4, 20, 44, 37], [6, 22, 46, 35]),
  cyclesFromOne(48, [17, 19, 24, 22], [18, 21, 23, 20], [6, 25, 43, 16], [7, 28, 42, 13], [8, 30, 41, 11]),
  cyclesFromOne(48, [25, 27, 32, 30], [26, 29, 31, 28], [3, 38, 43, 19], [5, 36, 45, 21], [8, 33, 48, 24]),
  cyclesFromOne(48, [33, 35, 40, 38], [34, 37, 39, 36], [3, 9, 46, 32], [2, 12, 47, 29], [1, 14, 48, 27]),
  cyclesFromOne(48, [41, 43, 48, 46], [42, 45, 47, 44], [14, 22, 30, 38], [15, 23, 31, 39], [16, 24, 32, 40]),
];

describe("order", () => {
  test("Rubik's cube", () => expect(stabilizerChain(cube, 48).order).toBe(43_252_003_274_489_856_000n));

  test("the Mathieu groups M11 and M24", () => {
    const m11 = [
      cyclesFromOne(11, [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11]),
      cyclesFromOne(11, [3, 7, 11, 8], [4, 10, 5, 6]),
    ];
    expect(stabilizerChain(m11, 11).order).toBe(7920n);
    const m24 = [
      cyclesFromOne(24, [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23]),
      cyclesFromOne(24, [3, 17, 10, 7, 9], [4, 13, 14, 19, 5], [8, 18, 11, 12, 23], [15, 20, 22, 21, 16]),
      cyclesFromOne(
        24,
        ...[
          [1, 24],
          [2, 23],
          [3, 12],
          [4, 16],
          [5, 18],
          [6, 10],
          [7, 20],
          [8, 14],
          [9, 21],
          [11, 17],
          [13, 22],
          [15, 19],
        ],
      ),
    ];
    expect(stabilizerChain(m24, 24).order).toBe(244_823_040n);
  });

  test.each([1, 2, 5, 12, 25])("S(%i), beyond 2⁵³ too", (n) => {
    const factorial = points(n).reduce((product, i) => product * BigInt(i + 1), 1n);
    expect(stabilizerChain(parseGroup(`S(${n})`).generators as Permutation[], n).order).toBe(factorial);
  });

  test("of the same group by other generators", () => {
    const chain = stabilizerChain(cube, 48);
    const others = [1, 2, 3, 4, 5, 6, 7, 8].map((seed) => chain.random(key(seed)));
    expect(stabilizerChain([...cube, ...others], 48).order).toBe(chain.order);
  });
});

describe("membership", () => {
  const chain = stabilizerChain(cube, 48);
  test("products and random elements are in", () => {
    expect(chain.contains(compose(cube[0]!, compose(cube[3]!, cube[5]!)))).toBe(true);
    for (let seed = 0; seed < 20; seed++) expect(chain.contains(chain.random(key(seed)))).toBe(true);
  });
  test("a single turned corner is not, nor what is no permutation of 48 points", () => {
    expect(chain.contains(cyclesFromOne(48, [6, 17, 11]))).toBe(false);
    expect(chain.contains([1, 0])).toBe(false);
    expect(chain.contains(points(48).map(() => 0))).toBe(false);
  });
  test("exactly the elements of a small group", () => {
    const small = stabilizerChain(
      [
        [1, 2, 3, 0],
        [2, 1, 0, 3],
      ],
      4,
    ); // symmetries of the square
    const all = parseGroup("S(4)").elements() as Permutation[];
    expect(all.filter((a) => small.contains(a)).length).toBe(8);
  });
});

test("random elements are uniform", () => {
  const chain = stabilizerChain(
    [
      [1, 2, 0],
      [1, 0, 2],
    ],
    3,
  );
  const counts = new Map<string, number>();
  for (let seed = 0; seed < 3000; seed++) {
    const name = String(chain.random(key(seed)));
    counts.set(name, (counts.get(name) ?? 0) + 1);
  }
  expect(counts.size).toBe(6);
  // 500 expected with standard deviation 20.4
  for (const count of counts.values()) expect(Math.abs(count - 500)).toBeLessThan(100);
});
