import { customVjp } from "./customVjp.js";
import { invertedLanes } from "./elimination.js";
import { fromLanes, toLanes } from "./lanes.js";
import { squareSize, transposed } from "./matrices.js";
import { sandwich } from "./matrixLayout.js";
import type { Tensor } from "./op.js";
import { neg } from "./ops/neg.js";

/** x⁻¹ of [.., n, n]. @param floor see `eliminated` @throws ShapeError */
export function inverted(name: string, x: Tensor, floor?: Tensor): Tensor {
  squareSize(name, x);
  return customVjp(fromLanes(invertedLanes(toLanes(x), floor), x.shape.slice(0, -2)), [x], (g, _, y) => {
    const turned = transposed(y);
    return [neg(sandwich(turned, g, turned))]; // −x⁻ᵀ·g·x⁻ᵀ
  });
}
