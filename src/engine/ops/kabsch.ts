import { asRows, centred, checkPoints, covariance, hostFit, shares } from "../alignment.js";
import { eachMatrix } from "../hostMatrix.js";
import { points } from "../matrices.js";
import { type Op, op, type Tensor, uniform } from "../op.js";
import { nearestOrthogonal } from "../polarDecomposition.js";

/**
 * The rotation r that turns x, about its centre, nearest to y: Σ wᵢ |r·(xᵢ − x̄) − (yᵢ − ȳ)|² is least. No reflections;
 * `umeyama` gives the translation too. The derivative is finite everywhere; where two rotations are equally near, it is
 * that of the one found.
 * @param x [.., points, d]
 * @param y [.., points, d]
 * @param weights [.., points], not negative; equal by default
 * @returns [.., d, d]; r·xᵢ is `matmul(x, transpose of r)`
 * @throws ShapeError unless the shapes fit and d is a number
 * @source Kabsch 1976, doi:10.1107/S0567739476001873
 */
export const kabsch: Op<[x: Tensor, y: Tensor, weights?: Tensor]> = op("kabsch", {
  args: (x, y, weights) => ({ inputs: weights ? [x, y, weights] : [x, y] }),
  compose: ([x, y, weights]) => {
    checkPoints("kabsch", x!, y!, weights);
    const share = shares(weights);
    const [from, to] = [centred(x!, share), centred(y!, share)];
    return nearestOrthogonal("kabsch", covariance(from.points, to.points, share), true);
  },
  reference: (inputs, attributes, shape) =>
    eachMatrix(([x, y, w]) => hostFit(x!, y!, w?.to1DArray(), false).rotation)(asRows(inputs), attributes, shape),
  samples: [
    [points([2, 6, 3]), points([2, 6, 3])],
    [points([5, 2]), points([2, 5, 2]), uniform(0.2, 1, [2, 5])],
  ],
});
