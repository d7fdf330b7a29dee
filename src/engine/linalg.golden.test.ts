// Values of NumPy and SciPy (golden/linalg.py): random, ill-conditioned (1e6), degenerate and singular
// batches, in f64 and f32. SHOW=1 prints the errors.
import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { evaluate } from "./evaluate.js";
import { eachMatrix } from "./hostMatrix.js";
import { transposed } from "./matrices.js";
import { count, type Nd } from "./nd.js";
import * as ops from "./ops/index.gen.js";
import { hostSingular } from "./singular.js";
import { constant, type Tensor } from "./tensor.js";

type Arrays = Readonly<Record<string, readonly [shape: number[], base64: string]>>;
const golden: Readonly<Record<string, Arrays>> = JSON.parse(
  readFileSync(new URL("../../test/golden/linalg.json", import.meta.url), "utf8"),
);

function arrayOf([shape, text]: Arrays[string]): Nd {
  const bytes = Buffer.from(text, "base64");
  const data = new Float64Array(count(shape));
  for (let i = 0; i < data.length; i++) data[i] = bytes.readDoubleLE(8 * i);
  return { shape, data };
}

const tensor = ({ shape, data }: Nd) => constant(data, shape);
const diagonalTimes = (x: Tensor, values: Tensor) => ops.mul(x, ops.unsqueeze(values, [-2]));
const gram = (x: Tensor) => ops.matmul(transposed(x), x);

/** Largest difference within each matrix over its largest entry: the worst of the batch. */
function relative(got: Nd, want: Nd, rank: number, least = 0): number {
  expect(got.shape).toEqual(want.shape);
  const size = count(want.shape.slice(want.shape.length - rank));
  let worst = 0;
  for (let start = 0; start < want.data.length; start += size) {
    const reference = want.data.subarray(start, start + size);
    const scale = reference.reduce((most, each) => Math.max(most, Math.abs(each)), least);
    const off = reference.reduce((most, each, i) => Math.max(most, Math.abs(each - got.data[start + i]!)), 0);
    worst = Math.max(worst, Number.isFinite(off) ? off / (scale || 1) : Number.POSITIVE_INFINITY);
  }
  return worst;
}

interface Comparison {
  readonly of: string;
  /** From the inputs to what golden values (or products that must be the identity, or the input) are there for. */
  readonly fn: (arrays: Readonly<Record<string, Tensor>>) => Tensor;
  readonly want: (arrays: Readonly<Record<string, Nd>>) => Nd;
  readonly rank: number;
  /** What errors are measured against where the values are small by cancellation; 0 by default. */
  readonly scale?: number;
  /** Whether round-off in the input is amplified by the condition number. */
  readonly amplified?: boolean;
}

const against = (name: string, fn: (a: Tensor) => Tensor, amplified = false, rank = 2): Comparison => ({
  of: name,
  fn: ({ A }) => fn(A!),
  want: (arrays) => arrays[name]!,
  rank,
  amplified,
});
const identity = (of: string, fn: (a: Tensor) => Tensor): Comparison => ({
  of,
  fn: ({ A }) => gram(fn(A!)),
  want: ({ A }) => {
    const n = Math.min(...A!.shape.slice(-2));
    const data = Array.from({ length: A!.shape[0]! * n * n }, (_, i) => ((i % (n * n)) % (n + 1) === 0 ? 1 : 0));
    return { shape: [A!.shape[0]!, n, n], data: Float64Array.from(data) };
  },
  rank: 2,
});
const rebuilt = (of: string, fn: (a: Tensor) => Tensor): Comparison => ({
  of,
  fn: ({ A }) => fn(A!),
  want: ({ A }) => A!,
  rank: 2,
});

const singular: Comparison[] = [
  against("svd_s", (a) => ops.singularValues(a), false, 1),
  identity("orthonormal U", (a) => ops.leftSingularVectors(a)),
  identity("orthonormal V", (a) => ops.rightSingularVectors(a)),
  rebuilt("U·S·Vᵀ", (a) =>
    ops.matmul(
      diagonalTimes(ops.leftSingularVectors(a), ops.singularValues(a)),
      transposed(ops.rightSingularVectors(a)),
    ),
  ),
  identity("orthonormal Q", (a) => ops.orthogonalFactor(a)),
  rebuilt("Q·R", (a) => ops.matmul(ops.orthogonalFactor(a), ops.triangularFactor(a))),
  rebuilt("u·p", (a) => ops.matmul(ops.polarOrthogonal(a), ops.polarPositive(a))),
  against("qr_r", (a) => ops.triangularFactor(a), true),
  against("pinv", (a) => ops.pinv(a, { rcond: 5e-7 }), true),
  against("polar_u", (a) => ops.polarOrthogonal(a), true),
];
const square: Comparison[] = [
  { ...against("det", (a) => ops.det(a), true, 0), scale: 0.1 },
  against("expm", (a) => ops.matrixExp(a)),
  against("expm_skew", (a) => ops.matrixExp(ops.sub(a, transposed(a)))),
  against("inv", (a) => ops.inverse(a), true),
  { ...against("solve", (a) => a, true), fn: ({ A, b }) => ops.solve(A!, b!) },
];
const symmetric: Comparison[] = [
  against("eigh_w", (a) => ops.symmetricEigenvalues(a), false, 1),
  identity("orthonormal V", (a) => ops.symmetricEigenvectors(a)),
  rebuilt("V·diag(w)·Vᵀ", (a) =>
    ops.matmul(
      diagonalTimes(ops.symmetricEigenvectors(a), ops.symmetricEigenvalues(a)),
      transposed(ops.symmetricEigenvectors(a)),
    ),
  ),
  against("cholesky", (a) => ops.cholesky(a), true),
  against("sqrtm", (a) => ops.matrixSqrt(a), true),
  against("logm", (a) => ops.matrixLog(a), true),
  against("expm", (a) => ops.matrixExp(a)),
];
const power: Comparison[] = [
  against("fifth", (a) => ops.matrixPower(a, 5), true),
  against("minus_two", (a) => ops.matrixPower(a, -2), true),
  against("third", (a) => ops.matrixPower(a, 1 / 3), true),
  against("sqrtm", (a) => ops.matrixSqrt(a), true),
  against("logm", (a) => ops.matrixLog(a), true),
];
const suites: Record<string, Comparison[]> = {
  square: [...singular, ...square],
  rectangle: singular,
  symmetric,
  power,
  rotation: [{ ...against("logm", (a) => ops.matrixLog(a)), scale: 1 }], // of a matrix near 1, small,
  exponential: [against("expm", (a) => ops.matrixExp(a))],
  large: [
    against("eigh_w", (a) => ops.symmetricEigenvalues(a), false, 1),
    against("svd_s", (a) => ops.singularValues(a), false, 1),
  ],
  triangle: [
    { ...against("lower", (a) => a), fn: ({ A, b }) => ops.triangularSolve(A!, b!) },
    { ...against("upper", (a) => a), fn: ({ A, b }) => ops.triangularSolve(A!, b!, { lower: false }) },
  ],
  determinant: [against("sign", (a) => ops.detSign(a), false, 0), against("logdet", (a) => ops.logdet(a), false, 0)],
  points: [
    { ...against("kabsch", (a) => a), fn: ({ x, y }) => ops.kabsch(x!, y!) },
    { ...against("weighted", (a) => a), fn: ({ x, y, w }) => ops.kabsch(x!, y!, w!) },
    { ...against("procrustes", (a) => a), fn: ({ x, y }) => ops.procrustes(x!, y!) },
  ],
};

const conditionOf = (a: Nd | undefined): number => {
  if (!a) return 1;
  const worst = eachMatrix(([each]) => {
    const { s } = hostSingular(each!);
    const least = s.at(-1)! > 1e-12 * s[0]! ? s.at(-1)! : s.at(-2)!; // of a singular matrix, that of its regular part
    return [s[0]! / least];
  }, 0)([a], undefined, [a.shape[0]!]);
  return Math.max(...worst.data);
};

describe.each(Object.entries(golden))("%s", (name, stored) => {
  const arrays = Object.fromEntries(Object.entries(stored).map(([id, each]) => [id, arrayOf(each)]));
  const tensors = Object.fromEntries(Object.entries(arrays).map(([id, each]) => [id, tensor(each)]));
  const condition = name.startsWith("large") ? 1 : conditionOf(arrays.A);
  // Golden values, or what follows from the input alone: the identity or the input itself.
  const isKnown = ({ of, want }: Comparison) =>
    of in arrays || of.startsWith("orthonormal") || (arrays.A !== undefined && want(arrays) === arrays.A);
  const comparisons = suites[/^[a-z]+/.exec(name)![0]]!.filter(isKnown);
  test("every golden value is compared", () => {
    const compared = new Set(["A", "b", "x", "y", "w", ...comparisons.map(({ of }) => of)]);
    expect(Object.keys(arrays).filter((id) => !compared.has(id))).toEqual([]);
  });
  // f64 holds 1e-10 also where the condition is 1e6; f32 holds 1e-4 up to a condition of 300, and 3 units more above.
  test.each([
    ["f64", 1e-10, 1e-10],
    ["f32", 1e-4, 1e-4 * Math.max(1, condition / 300)],
  ] as const)("%s", async (precision, bound, amplifiedBound) => {
    const got = await evaluate(
      comparisons.map(({ fn }) => fn(tensors)),
      { precision },
    );
    const errors = comparisons.map(
      ({ of, want, rank, scale }, i) => [of, relative(got[i]!, want(arrays), rank, scale)] as const,
    );
    if (process.env.SHOW)
      console.info(
        name,
        precision,
        condition.toExponential(0),
        errors.map(([of, e]) => `${of} ${e.toExponential(0)}`).join(", "),
      );
    for (const [i, [of, error]] of errors.entries())
      expect(error, of).toBeLessThan(comparisons[i]!.amplified ? amplifiedBound : bound);
  });
});
