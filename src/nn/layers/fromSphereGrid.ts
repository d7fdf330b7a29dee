import type { Tensor } from "../../engine/index.js";
import { matmul, mul, reshape, slice } from "../../engine/ops/index.gen.js";
import { ShapeError } from "../../error.js";
import { irreps } from "../../group/irreps.js";
import { type Field, field, type GroupName } from "../field.js";
import { layer, type Scope } from "../layer.js";
import { fieldSample } from "../sample.js";
import { fromGridMatrix, type SphereOptions, sphereSignal } from "../sphereSignal.js";
import { toSphereGrid } from "./toSphereGrid.js";

/**
 * The coefficients, to a degree, of functions given on a grid of the sphere.
 * @param values [...batch, betas, alphas, n]
 * @param out degrees 0 … lmax in order, each of n copies: "8x0e + 8x1o + 8x2e"
 * @returns field of Out
 * @throws RepError on other irreps; InputError if the grid has less than 2 lmax + 1 angles; ShapeError if the values do not fit it
 * @source e3nn's `FromS2Grid`
 */
export const fromSphereGrid = layer("fromSphereGrid", {
  // The square of functions of degree 1 has degree 2: the grid is exact on it.
  samples: (self) => [
    fieldSample("1x0e + 1x1o", "1x0e + 1x1o + 1x2e", (_, x) => {
      const values = toSphereGrid(_, x, { grid: [8, 7] });
      return self(_, x.group, mul(values, values), "1x0e + 1x1o + 1x2e" as string, { grid: [8, 7] });
    }),
  ],
  apply<G extends GroupName, const Out extends string>(
    _: Scope,
    group: G,
    values: Tensor,
    out: Out,
    options: SphereOptions,
  ): Field<G, Out> {
    const { lmax, copies } = sphereSignal("fromSphereGrid", out);
    const [betas, alphas] = options.grid;
    if (values.shape.slice(-3).join() !== [betas, alphas, copies].join()) {
      throw new ShapeError("fromSphereGrid", {
        expected: `values [.., ${betas}, ${alphas}, ${copies}]`,
        got: `[${values.shape.join(", ")}]`,
      });
    }
    const rows = reshape(values, [...values.shape.slice(0, -3), betas * alphas, copies]);
    const all = matmul(fromGridMatrix(lmax, options), rows);
    return field<G, Out>(
      group,
      out,
      irreps(out).map(({ l }) => slice(all, -2, l * l, (l + 1) ** 2)),
    );
  },
});
