import { expect, test } from "vitest";
import { evaluate } from "../evaluate.js";
import { constant } from "../tensor.js";
import { erf } from "./erf.js";

// Abramowitz & Stegun, table 7.1, and 2/√π · 1e-10: what the reference cannot vouch for is itself.
const table = [
  [1e-10, 1.1283791670955126e-10],
  [0.5, 0.5204998778],
  [1, 0.8427007929],
  [-1.5, -0.9661051465],
  [2, 0.995322265],
  [40, 1],
] as const;

test("erf has the tabulated values, and its small ones to full precision", async () => {
  const { data } = await evaluate(
    erf(
      constant(
        table.map(([x]) => x),
        [table.length],
      ),
    ),
    { precision: "f64" },
  );
  table.forEach(([, y], i) => {
    expect(Math.abs(data[i]! - y)).toBeLessThan(1e-10);
  });
  expect(data[0]! / table[0][1]).toBeCloseTo(1, 13);
});
