import { expect, test } from "vitest";
import { evaluate } from "../evaluate.js";
import { gradients } from "../grad.js";
import { constant } from "../tensor.js";
import { softUnitStep } from "./softUnitStep.js";
import { sum } from "./sum.js";

const points = [-1e300, -1, -1e-30, 0, 1e-300, 1e-30, 1e-10, 1e-4, 1 / 800, 1.3e-3, 2e-3, 0.01, 0.1, 1, 1e30];

// Below 1/745 e^(−1/x) underflows, while the powers of 1/x in its derivatives go on to overflow.
test.each(["f64", "f32"] as const)("is finite with its first three derivatives in %s", async (precision) => {
  const values = points.map((x) => (precision === "f32" ? Math.fround(Math.sign(x) * Math.min(Math.abs(x), 1e30)) : x));
  const x = constant(values, [values.length]);
  const derivatives = [softUnitStep(x)];
  for (let order = 1; order <= 3; order++) derivatives.push(gradients(sum(derivatives.at(-1)!), [x])[0]!);
  const found = await evaluate(derivatives, { precision });
  const exact = [
    () => 1,
    (u: number) => u ** 2,
    (u: number) => u ** 4 - 2 * u ** 3,
    (u: number) => u ** 6 - 6 * u ** 5 + 6 * u ** 4,
  ];
  found.forEach(({ data }, order) => {
    values.forEach((at, i) => {
      const e = at > 0 ? Math.exp(-1 / at) : 0;
      const want = e === 0 ? 0 : e * exact[order]!(1 / at);
      const tolerance = precision === "f64" ? 1e-12 : 1e-4;
      expect(Math.abs(data[i]! - want), `order ${order} at ${at}`).toBeLessThanOrEqual(
        tolerance * Math.max(1, Math.abs(want)),
      );
    });
  });
});
