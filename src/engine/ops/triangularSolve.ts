import { customVjp } from "../customVjp.js";
import { eachMatrix } from "../hostMatrix.js";
import { fromLanes, part, toLanes } from "../lanes.js";
import { dominant, matrices, systemOf, transposed } from "../matrices.js";
import { normal, type Op, op, type Tensor } from "../op.js";
import { concat } from "./concat.js";
import { div } from "./div.js";
import { matmul } from "./matmul.js";
import { mul } from "./mul.js";
import { neg } from "./neg.js";
import { sub } from "./sub.js";
import { tril } from "./tril.js";
import { triu } from "./triu.js";

export interface Triangular {
  /** Whether the lower triangle counts (the default), or the upper. */
  readonly lower?: boolean;
}

/**
 * The solution x of a·x = b by substitution; the other triangle of a is not looked at.
 * @param a [.., n, n]
 * @param b [.., n, m]; leading axes broadcast
 * @returns [.., n, m]
 * @throws ShapeError unless n and m are numbers and fit
 */
export const triangularSolve: Op<[a: Tensor, b: Tensor, options?: Triangular]> = op("triangularSolve", {
  args: (a, b, { lower = true } = {}) => ({ inputs: [a, b], attributes: { lower } }),
  compose: (inputs, { lower }) => {
    const [a, b, batch] = systemOf("triangularSolve", inputs[0]!, inputs[1]!);
    const x = fromLanes(substituted(toLanes(a), toLanes(b), lower), batch);
    return customVjp(x, inputs, (g, [a], x) => {
      const forB = triangularSolve(transposed(a!), g, { lower: !lower });
      return [neg((lower ? tril : triu)(matmul(forB, transposed(x)))), forB];
    });
  },
  reference: eachMatrix(([a, b], { lower }) => {
    const x = b!.clone();
    const n = x.rows;
    for (let step = 0; step < n; step++) {
      const i = lower ? step : n - 1 - step;
      for (let column = 0; column < x.columns; column++) {
        let value = b!.get(i, column);
        for (let j = lower ? 0 : i + 1; j < (lower ? i : n); j++) value -= a!.get(i, j) * x.get(j, column);
        x.set(i, column, value / a!.get(i, i));
      }
    }
    return x;
  }),
  samples: [
    [dominant([3, 3]), matrices(normal([3, 2]))],
    [dominant([2, 3, 3]), matrices(normal([2, 3, 1])), { lower: false }],
  ],
});

/** Column after column: a known row of x leaves the rows that are still to solve. */
function substituted(a: Tensor, b: Tensor, lower: boolean): Tensor {
  const n = a.shape[0] as number;
  const solved: Tensor[] = [];
  let rest = b;
  for (let step = 0; step < n; step++) {
    const i = lower ? step : n - 1 - step;
    const column = part(a, 1, i, i + 1);
    const here = lower ? 0 : n - 1 - step; // the row's place among those that are left
    const row = div(part(rest, 0, here, here + 1), part(column, 0, i, i + 1));
    solved.push(row);
    if (step === n - 1) break;
    const others = lower ? part(rest, 0, 1) : part(rest, 0, 0, here);
    rest = sub(others, mul(lower ? part(column, 0, i + 1) : part(column, 0, 0, i), row));
  }
  return concat(lower ? solved : solved.reverse(), 0);
}
