import fc from "fast-check";
import { expect, test } from "vitest";
import { InputError, ShapeError } from "../error.js";
import { type HarmonicOptions, sphericalHarmonics, sphericalHarmonicsGradient } from "./sphericalHarmonics.js";

const degrees = Array.from({ length: 13 }, (_, l) => l);
const coordinate = fc.double({ min: -2, max: 2, noNaN: true });
const vector = fc.tuple(coordinate, coordinate, coordinate).filter((v) => Math.hypot(...v) > 0.3);
const law = (check: (v: number[]) => void) =>
  fc.assert(
    fc.property(vector, (v) => check(v)),
    { seed: 1, numRuns: 20 },
  );
const close = (a: ArrayLike<number>, b: ArrayLike<number>, tolerance: number) => {
  expect(a.length).toBe(b.length);
  const scale = Math.max(1, ...Array.from(b, Math.abs));
  expect(Math.max(...Array.from(a, (x, i) => Math.abs(x - b[i]!))) / scale).toBeLessThan(tolerance);
};

/** Central differences of 8th order: error h⁸ f⁽⁹⁾ and round-off 1e-16/h meet near 1e-12. */
function differences(l: number, v: readonly number[], options: HarmonicOptions): number[] {
  const weights = [4 / 5, -1 / 5, 4 / 105, -1 / 280];
  const h = 0.004;
  const at = (axis: number, step: number) =>
    sphericalHarmonics(
      l,
      v.map((x, i) => (i === axis ? x + step : x)),
      options,
    );
  const columns = [0, 1, 2].map((axis) =>
    weights.map((weight, k) => {
      const [up, down] = [at(axis, (k + 1) * h), at(axis, -(k + 1) * h)];
      return up.map((x, i) => (weight * (x - down[i]!)) / h);
    }),
  );
  return Array.from({ length: 3 * (2 * l + 1) }, (_, i) =>
    columns[i % 3]!.reduce((sum, term) => sum + term[Math.floor(i / 3)]!, 0),
  );
}

test.each([true, false])("gradients l ≤ 12 are the differences, normalize: %s", (normalize) =>
  law((v) => {
    for (const l of degrees) {
      const options = { normalization: "component", normalize } as const;
      close(sphericalHarmonicsGradient(l, v, options), differences(l, v, options), 1e-8);
    }
  }),
);

test("several degrees at once are the single ones side by side, in the order given", () =>
  law((v) => {
    const xyz = [...v, 0, 0, 0, 0.3, -2, 0.1];
    for (const several of [degrees, [4, 0, 7], [12], []]) {
      const width = several.reduce((sum, l) => sum + 2 * l + 1, 0);
      const together = sphericalHarmonics(several, xyz, { normalization: "component" });
      expect(together.length).toBe(3 * width);
      let start = 0;
      for (const l of several) {
        const size = 2 * l + 1;
        const alone = sphericalHarmonics(l, xyz, { normalization: "component" });
        for (const i of [0, 1, 2])
          close(
            together.subarray(i * width + start, i * width + start + size),
            alone.subarray(i * size, (i + 1) * size),
            1e-14,
          );
        start += size;
      }
    }
  }));

test("closed forms: degrees 0, 1 and 2", () =>
  law((v) => {
    const [x, y, z] = v as [number, number, number];
    const polynomial = { normalization: "norm", normalize: false } as const;
    const root = Math.sqrt(3);
    close(sphericalHarmonicsGradient(0, v, polynomial), [0, 0, 0], 1e-15);
    close(sphericalHarmonicsGradient(1, v, polynomial), [1, 0, 0, 0, 1, 0, 0, 0, 1], 1e-15);
    close(
      sphericalHarmonics(2, v, polynomial),
      [root * x * z, root * x * y, y * y - (x * x + z * z) / 2, root * y * z, (root / 2) * (z * z - x * x)],
      1e-14,
    );
    const second = [
      root * z,
      0,
      root * x,
      root * y,
      root * x,
      0,
      -x,
      2 * y,
      -z,
      0,
      root * z,
      root * y,
      -root * x,
      0,
      root * z,
    ];
    close(sphericalHarmonicsGradient(2, v, polynomial), second, 1e-14);
    // ∂(v/|v|) is the projector to the tangent plane, over |v|.
    const r = Math.hypot(x, y, z);
    const projector = v.flatMap((a, i) => v.map((b, j) => ((i === j ? 1 : 0) - (a * b) / (r * r)) / r));
    close(sphericalHarmonicsGradient(1, v, { normalization: "norm" }), projector, 1e-14);
  }));

test("Euler's identity v · ∇P = l P, and ∇ of the normalised is tangent", () =>
  law((v) => {
    for (const l of degrees) {
      const along = (normalize: boolean) => {
        const gradient = sphericalHarmonicsGradient(l, v, { normalize });
        return Array.from({ length: 2 * l + 1 }, (_, m) => v.reduce((sum, x, i) => sum + x * gradient[3 * m + i]!, 0));
      };
      close(
        along(false),
        sphericalHarmonics(l, v, { normalize: false }).map((x) => l * x),
        1e-13,
      );
      close(along(true), new Float64Array(2 * l + 1), 1e-13 * (l + 1));
    }
  }));

test("Σ |∇Y|² = l (l + 1) ∥Y∥² on the sphere", () =>
  law((v) => {
    const size = Math.hypot(...v);
    for (const l of degrees) {
      const gradient = sphericalHarmonicsGradient(
        l,
        v.map((x) => x / size),
        { normalization: "norm" },
      );
      expect(gradient.reduce((sum, x) => sum + x * x, 0)).toBeCloseTo(l * (l + 1), 10);
    }
  }));

test("lengths that overflow or vanish when squared do not matter", () => {
  for (const size of [1e-200, 1e200])
    close(sphericalHarmonics(3, [size, -2 * size, 0.5 * size]), sphericalHarmonics(3, [1, -2, 0.5]), 1e-14);
});

test("at the zero vector the normalised gradient is 0, the polynomial's its own", () => {
  expect([...sphericalHarmonicsGradient(1, [0, 0, 0])].every((x) => x === 0)).toBe(true);
  expect([...sphericalHarmonicsGradient(1, [0, 0, 0], { normalization: "norm", normalize: false })]).toEqual([
    1, 0, 0, 0, 1, 0, 0, 0, 1,
  ]);
});

test("bad input", () => {
  expect(() => sphericalHarmonicsGradient(13, [0, 0, 1])).toThrow(
    new InputError("sphericalHarmonicsGradient", { expected: "an integer l from 0 to 12", got: "13" }),
  );
  expect(() => sphericalHarmonicsGradient(1, [0, 0])).toThrow(ShapeError);
  expect(() => sphericalHarmonics([2, 0, 2], [0, 0, 1])).toThrow(
    new InputError("sphericalHarmonics", { expected: "each degree once", got: "[2,0,2]" }),
  );
});
