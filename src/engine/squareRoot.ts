import { customVjp } from "./customVjp.js";
import { squareSize, transposed } from "./matrices.js";
import { inLayout, unit } from "./matrixLayout.js";
import type { Tensor } from "./op.js";
import { add } from "./ops/add.js";
import { div } from "./ops/div.js";
import { mul } from "./ops/mul.js";
import { sqrt } from "./ops/sqrt.js";
import { frobenius, inverseIn, sylvester } from "./sylvester.js";

/**
 * The principal square root of a matrix in a number of steps, by the product form of Denman and Beavers' iteration, scaled;
 * the derivative is the solution h of yᵀ·h + h·yᵀ = g.
 * @source Higham 2008, Functions of Matrices, section 6.3
 */
export function squareRoot(name: string, x: Tensor, steps: number): Tensor {
  const n = squareSize(name, x);
  const root = inLayout([x], (layout, start) => {
    const one = unit(n, layout, x.dtype);
    let y = start!;
    let m = y; // y·x⁻¹·y, tends to 1
    for (let step = 0; step < steps; step++) {
      const inverse = inverseIn(layout, m);
      const scale = sqrt(div(frobenius(inverse, layout.axes), frobenius(m, layout.axes))); // that of m; y takes its root
      const corrected = add(div(inverse, scale), one);
      y = mul(layout.product(y, corrected), mul(sqrt(scale), 0.5));
      m = add(mul(add(mul(m, scale), div(inverse, scale)), 0.25), mul(one, 0.5));
    }
    return y;
  });
  return customVjp(root, [x], (g, _, root) => [sylvester(transposed(root), g)]);
}
