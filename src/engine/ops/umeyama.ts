import { Matrix } from "ml-matrix";
import { asRows, centred, checkPoints, covariance, hostFit, meanOver, shares } from "../alignment.js";
import { eachMatrix } from "../hostMatrix.js";
import { points, transposed } from "../matrices.js";
import { build, type Op, op, type Tensor, uniform } from "../op.js";
import { nearestOrthogonal } from "../polarDecomposition.js";
import { constant } from "../tensor.js";
import { add } from "./add.js";
import { concat } from "./concat.js";
import { div } from "./div.js";
import { matmul } from "./matmul.js";
import { mul } from "./mul.js";
import { pad } from "./pad.js";
import { square } from "./square.js";
import { sub } from "./sub.js";
import { sum } from "./sum.js";

export interface Similarity {
  /** Whether the fit may scale (the default), or only turn and move. */
  readonly scaled?: boolean;
}

/**
 * The similarity c·r·xᵢ + t nearest to yᵢ, r a rotation, as a homogeneous matrix [[c·r, t], [0, 1]]; without scaling, the
 * rigid motion of `kabsch`.
 * @param x [.., points, d]
 * @param y [.., points, d]
 * @param weights [.., points], not negative; equal by default
 * @returns [.., d + 1, d + 1]
 * @throws ShapeError unless the shapes fit and d is a number
 * @source Umeyama 1991, doi:10.1109/34.88573, eq. 40–42
 */
export const umeyama: Op<[x: Tensor, y: Tensor, weights?: Tensor | undefined, options?: Similarity]> = op("umeyama", {
  args: (x, y, weights, { scaled = true } = {}) => ({
    inputs: weights ? [x, y, weights] : [x, y],
    attributes: { scaled },
  }),
  compose: ([x, y, weights], { scaled }) => {
    checkPoints("umeyama", x!, y!, weights);
    const share = shares(weights);
    const [from, to] = [centred(x!, share), centred(y!, share)];
    const moment = covariance(from.points, to.points, share);
    const rotation = nearestOrthogonal("umeyama", moment, true);
    const over = { axes: [-2, -1], keepDims: true };
    const spread = sum(meanOver(square(from.points), share), over);
    const turn = scaled ? mul(rotation, div(sum(mul(rotation, moment), over), spread)) : rotation;
    const shift = sub(transposed(to.center), matmul(turn, transposed(from.center)));
    const rows = concat([turn, shift], -1);
    const d = turn.shape.at(-1) as number;
    const corner = build([d + 1, d + 1], ([i, j]) => Number(i === d && j === d));
    const padding = rows.shape.map((_, axis): [number, number] => (axis === rows.shape.length - 2 ? [0, 1] : [0, 0]));
    return add(pad(rows, padding), constant(corner.data, corner.shape, rows.dtype));
  },
  reference: (inputs, attributes, shape) => hostTransforms(asRows(inputs), attributes, shape),
  samples: [
    [points([2, 6, 3]), points([2, 6, 3])],
    [points([5, 2]), points([2, 5, 2]), uniform(0.2, 1, [2, 5]), { scaled: false }],
  ],
});

const hostTransforms = eachMatrix(([x, y, w], { scaled }: Required<Similarity>) => {
  const { rotation, scale, translation } = hostFit(x!, y!, w?.to1DArray(), scaled);
  const rows = rotation
    .mul(scale)
    .to2DArray()
    .map((row, i) => [...row, translation[i]!]);
  return new Matrix([...rows, [...translation.map(() => 0), 1]]);
});
