import { constant, type Tensor } from "../../engine/index.js";
import { concat, matmul, mul, reshape, sum } from "../../engine/ops/index.gen.js";
import { sphereGrid } from "../../group/sphereGrid.js";
import { type Field, field, type GroupName } from "../field.js";
import { layer, type Scope } from "../layer.js";
import { fieldSample } from "../sample.js";
import { type SphereOptions, sphereSignal, toGridMatrix } from "../sphereSignal.js";

export type { SphereOptions } from "../sphereSignal.js";

/**
 * Values on a grid of the sphere of the functions whose coefficients the field holds.
 * @param x field of degrees 0 … lmax in order, each of n copies: "8x0e + 8x1o + 8x2e"
 * @returns [...batch, betas, alphas, n]
 * @throws RepError on other irreps
 * @source e3nn's `ToS2Grid`
 */
export const toSphereGrid = layer("toSphereGrid", {
  samples: (self) => [
    // The integral of the square is invariant; it has degree 4, on which the grid is exact.
    fieldSample("2x0e + 2x1o + 2x2e", "2x0e", (_, x) => {
      const values = self(_, x, { grid: [6, 5] });
      const weights = constant(sphereGrid(6, 5).weights, [6, 1, 1]);
      const integral = sum(mul(mul(values, values), weights), { axes: [1, 2] });
      return field(x.group, "2x0e" as string, [reshape(integral, [4, 1, 2])]);
    }),
  ],
  apply<G extends GroupName, S extends string>(_: Scope, x: Field<G, S>, options: SphereOptions): Tensor {
    const { lmax, copies } = sphereSignal("toSphereGrid", x.type);
    const values = matmul(toGridMatrix(lmax, options), concat(x.parts, -2));
    return reshape(values, [...values.shape.slice(0, -2), ...options.grid, copies]);
  },
});
