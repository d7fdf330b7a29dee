import { add, mul, rsqrt, sub } from "../../engine/ops/index.gen.js";
import { RepError } from "../../error.js";
import { type Field, field, type GroupName } from "../field.js";
import { type FieldStatistics, fieldStatistics, partStatistics, type StatisticsOptions } from "../fieldStatistics.js";
import { ones, zeros } from "../initializer.js";
import { layer, type Scope } from "../layer.js";
import { fieldSample } from "../sample.js";
import { splitAxis } from "../splitAxis.js";

export {
  type FieldStatistics,
  fieldStatistics,
  rollingStatistics,
  type StatisticsOptions,
  startStatistics,
} from "../fieldStatistics.js";

export interface FieldBatchNormOptions extends StatisticsOptions {
  /** Those to divide by, for inference; if not given, x's own, as in training. */
  readonly statistics?: FieldStatistics;
  /** A learned scale of each copy and bias of each 0e; true by default. */
  readonly affine?: boolean;
  /** Added to the variances; 1e-5 by default. */
  readonly epsilon?: number;
}

/**
 * Divides every copy by the root mean square of its components over the batch, and takes the mean from invariants.
 * Running statistics for inference: `rollingStatistics(before, fieldStatistics(x))`, from `startStatistics(x.irreps)`.
 * @param x field over [batch, ...]
 * @returns field of the same type
 * @throws RepError if the statistics are of another number of copies
 * @source e3nn's `BatchNorm`
 */
export const batchNorm = layer("batchNorm", {
  samples: (self) => [
    fieldSample("2x0e + 2x0o + 3x1o", "2x0e + 2x0o + 3x1o", (scope, x) => self(scope, x)),
    fieldSample("2x0e + 1x2e", "2x0e + 1x2e", (scope, x) =>
      self(scope, x, { normalization: "norm", statistics: fieldStatistics(x, { reduce: "max" }) }),
    ),
  ],
  apply<G extends GroupName, S extends string>(
    scope: Scope,
    x: Field<G, S>,
    { statistics, affine = true, epsilon = 1e-5, ...options }: FieldBatchNormOptions = {},
  ): Field<G, S> {
    const known = statistics ? partsOf(x, statistics) : partStatistics(x, options);
    const copies = x.irreps.map(({ multiplicity }) => multiplicity);
    const scalars = scalarCopies(x);
    const count = scalars.reduce((a, b) => a + b, 0);
    const weights = affine ? splitAxis(scope.parameter("weight", [x.irreps.count], ones), 0, copies) : undefined;
    const biases = affine && count > 0 ? splitAxis(scope.parameter("bias", [count], zeros), 0, scalars) : undefined;
    const parts = x.parts.map((part, i) => {
      const { mean, variance } = known[i]!;
      const inverse = rsqrt(add(variance, epsilon));
      const y = mul(mean ? sub(part, mean) : part, weights ? mul(inverse, weights[i]!) : inverse);
      return biases && scalars[i]! > 0 ? add(y, biases[i]!) : y;
    });
    return field<G, S>(x.group, x.type, parts);
  },
});

/** Statistics in pieces, one a part. */
function partsOf(x: Field<GroupName, string>, { mean, variance }: FieldStatistics) {
  if (variance.shape[0] !== x.irreps.count) {
    throw new RepError("batchNorm", {
      expected: `statistics of the ${x.irreps.count} copies of ${x.irreps}`,
      got: `${variance.shape[0]}`,
    });
  }
  const scalars = scalarCopies(x);
  const means = splitAxis(mean, 0, scalars);
  const variances = splitAxis(
    variance,
    0,
    x.irreps.map(({ multiplicity }) => multiplicity),
  );
  return variances.map((each, i) => ({ mean: scalars[i]! > 0 ? means[i] : undefined, variance: each }));
}

/** Of each part: its copies if it is of 0e, else 0. */
const scalarCopies = (x: Field<GroupName, string>): number[] =>
  x.irreps.map(({ irrep, multiplicity }) => (irrep === "0e" ? multiplicity : 0));
