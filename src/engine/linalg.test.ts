// What the laws do not visit: repeated values, singular matrices, the two parts of a decomposition, sizes and error texts.
import { describe, expect, test } from "vitest";
import { key, normal } from "../random.js";
import { eigh, qr, slogdet, svd } from "./decompositions.js";
import { evaluate } from "./evaluate.js";
import { gradients } from "./grad.js";
import { topological } from "./graph.js";
import { symmetricJacobi } from "./jacobi.js";
import { toLanes } from "./lanes.js";
import { transposed } from "./matrices.js";
import { count } from "./nd.js";
import * as ops from "./ops/index.gen.js";
import { compile, numbers, value } from "./session.js";
import { nodeCount, simplify } from "./simplify.js";
import { constant, f32, type Tensor } from "./tensor.js";
import { difference } from "./testing.js";
import { trace } from "./trace.js";

const { add, cos, matmul, mul, square, sum } = ops;
const drawn = (seed: number, shape: number[]) => constant(normal(key(seed), count(shape)), shape);
const allFinite = (data: Float64Array) => data.every(Number.isFinite);
/** A function of a result in which no part has the same weight. */
const weighed = (y: Tensor) => sum(mul(y, drawn(7, y.shape as number[])));
/** Gradient of the weighed result, and that of a function of the gradient. */
function twoOrders(rule: (x: Tensor) => Tensor, x: Tensor): Tensor[] {
  const [first] = gradients(weighed(rule(x)), [x]);
  return [first!, ...gradients(sum(cos(first!)), [x])];
}

const batch = (...matrices: number[][]) => {
  const n = Math.sqrt(matrices[0]!.length);
  return constant(matrices.flat(), [matrices.length, n, n]);
};
const diagonal = (...values: number[]) => values.flatMap((value, i) => values.map((_, j) => (i === j ? value : 0)));
const turned = [0, 1, 0, 0, 0, 1, 1, 0, 0];
/** Repeated and zero eigen- and singular values. */
const degenerate = batch(
  diagonal(1, 1, 1),
  diagonal(2, 1, 1),
  diagonal(3, 0, 0),
  diagonal(0, 0, 0),
  diagonal(1, -1, 1),
  turned,
);

describe("derivatives stay finite at repeated and zero values", () => {
  const { kabsch, procrustes, umeyama } = ops;
  const points = drawn(3, [5, 3]);
  const rules: Record<string, (x: Tensor) => Tensor> = {
    symmetricEigenvalues: ops.symmetricEigenvalues,
    symmetricEigenvectors: ops.symmetricEigenvectors,
    singularValues: ops.singularValues,
    leftSingularVectors: ops.leftSingularVectors,
    rightSingularVectors: ops.rightSingularVectors,
    pinv: (x) => ops.pinv(x),
    polarOrthogonal: ops.polarOrthogonal,
    polarPositive: ops.polarPositive,
    det: ops.det,
    kabsch: (x) => kabsch(matmul(points, x), points),
    procrustes: (x) => procrustes(matmul(points, x), points),
  };
  test.each(Object.entries(rules))("%s", async (_, rule) => {
    for (const precision of ["f64", "f32"] as const)
      for (const { data } of await evaluate(twoOrders(rule, degenerate), { precision }))
        expect(allFinite(data)).toBe(true);
  });
  test("umeyama, where the points do not coincide", async () => {
    const regular = batch(diagonal(1, 1, 1), diagonal(2, 1, 1), diagonal(1, -1, 1), turned);
    for (const { data } of await evaluate(twoOrders((x) => umeyama(matmul(points, x), points), regular)))
      expect(allFinite(data)).toBe(true);
  });
});

describe("what does not depend on the choice of vectors has its true derivative at repeated values", () => {
  const repeated = batch(diagonal(1, 1, 1), diagonal(2, 1, 1), [...diagonal(1, 1, 0).slice(0, 8), 2]);

  test("Σ w² of eigenvalues is Σ x², and of singular values too", async () => {
    const x = add(repeated, mul(drawn(6, [3, 3, 3]), 0));
    const [byEigen] = gradients(sum(square(ops.symmetricEigenvalues(x))), [x]);
    const [bySingular] = gradients(sum(square(ops.singularValues(x))), [x]);
    for (const got of await evaluate([byEigen!, bySingular!], { precision: "f64" }))
      expect(difference(got, await evaluate(mul(x, 2), { precision: "f64" }))).toBeLessThan(1e-12);
  });

  test("the projection on an eigenspace", async () => {
    // Σ of the vectors of the two smallest, v·vᵀ, which for diag(2, 1, 1) moves by dx₀ₖ/(1 − 2).
    const x = batch(diagonal(2, 1, 1));
    const vectors = ops.slice(ops.symmetricEigenvectors(x), -1, 0, 2);
    const weights = drawn(5, [3, 3]);
    const [got] = gradients(sum(mul(matmul(vectors, transposed(vectors)), weights)), [x]);
    const w = weights.attributes.data as Float64Array;
    const mean = (i: number, j: number) => -(w[3 * i + j]! + w[3 * j + i]!) / 2;
    const want = Float64Array.of(0, mean(0, 1), mean(0, 2), mean(1, 0), 0, 0, mean(2, 0), 0, 0);
    for (const [precision, bound] of [
      ["f64", 1e-12],
      ["f32", 1e-5],
    ] as const)
      expect(difference(await evaluate(got!, { precision }), { shape: [1, 3, 3], data: want })).toBeLessThan(bound);
  });

  test("polar factors by Newton and Schulz", async () => {
    const gradient = (fn: (x: Tensor) => Tensor) => twoOrders(fn, repeated);
    const got = await evaluate(gradient(ops.polarOrthogonal), { precision: "f64" });
    const want = await evaluate(
      gradient((x) => ops.newtonSchulz(x, { steps: 8 })),
      { precision: "f64" },
    );
    got.forEach((each, i) => {
      expect(difference(each, want[i]!)).toBeLessThan(1e-9);
    });
  });
});

test("the gradient of the determinant of a singular 4 × 4 matrix is the matrix of cofactors", async () => {
  // Rank 3, with zeros in the way of elimination; rank 2, whose cofactors are 0.
  const rank3 = [0, 2, 0, 0, 1, 0, 0, 0, 0, 0, 0, 3, 0, 0, 0, 6];
  const rank2 = [1, 2, 3, 4, 0, 1, 0, 1, 1, 3, 3, 5, 2, 4, 6, 8];
  const x = batch(rank3, rank2);
  const [got] = gradients(sum(ops.det(x)), [x]);
  const want = new Float64Array(32);
  // Rows 2 and 3 differ from rank 3 only in the third column: det = −2·1·(x₂₂·6 − 3·x₃₂).
  [want[10], want[14]] = [-12, 6];
  expect(difference(await evaluate(got!, { precision: "f64" }), { shape: [2, 4, 4], data: want })).toBeLessThan(1e-12);
});

test("both parts of a decomposition share one iteration", () => {
  const nodes = (fn: (x: Tensor) => Record<string, Tensor>) =>
    nodeCount(simplify(trace(({ x }) => fn(x!), { x: f32("B", 3, 3) })));
  const rotations = nodes(({ ...x }) => ({ y: ops.symmetricEigenvectors(x as Tensor) }));
  expect(nodes((x) => eigh(x))).toBeLessThan(rotations + 20);
  expect(nodes((x) => qr(x))).toBeLessThan(nodes((x) => ({ y: ops.orthogonalFactor(x) })) + 20);
  expect(nodes((x) => slogdet(x))).toBeLessThan(nodes((x) => ({ y: ops.logdet(x) })) + 20);
  expect(nodes((x) => svd(x))).toBeLessThan(nodes((x) => ({ y: ops.leftSingularVectors(x) })) + 20);
});

test("one session serves every batch size, none too", async () => {
  const graph = trace(({ x }) => ({ y: ops.inverse(x), v: eigh(x).values }), { x: f32("B", 3, 3) });
  const session = await compile(graph);
  for (const size of [1, 4, 0]) {
    const x = Array.from({ length: size }, () => diagonal(4, 2, 1)).flat();
    const { y, v } = await session.run({ x: value(x, [size, 3, 3], "f32") });
    expect([...numbers(y!).data]).toEqual(Array.from({ length: size }, () => diagonal(0.25, 0.5, 1)).flat());
    expect([...numbers(v!).data]).toEqual(Array.from({ length: size }, () => [1, 2, 4]).flat());
  }
  await session.close();
});

test("elimination exchanges rows, and leaves the rest of the batch alone where one matrix is singular", async () => {
  const x = batch(turned, diagonal(0, 0, 0), diagonal(1, 1, 1));
  const { data } = await evaluate(ops.inverse(x));
  const transposedTurn = [0, 0, 1, 1, 0, 0, 0, 1, 0];
  expect([...data.slice(0, 9)]).toEqual(transposedTurn);
  expect([...data.slice(9, 18)].some(Number.isFinite)).toBe(false);
  expect([...data.slice(18)]).toEqual(diagonal(1, 1, 1));
});

test.each([1e-18, 1e15])("sizes of %f are no trouble in f32", async (size) => {
  const x = drawn(2, [2, 3, 3]);
  const small = mul(x, size);
  const values = (of: Tensor) => [eigh(of).values, svd(of).s];
  const [got, want] = [await evaluate(values(mul(small, 1))), await evaluate(values(x), { precision: "f64" })];
  got.forEach(({ shape, data }, i) => {
    expect(difference({ shape, data: data.map((each) => each / size) }, want[i]!)).toBeLessThan(1e-5);
  });
});

test("rotations that have converged make no subnormal numbers, which are slow", async () => {
  const { vectors } = symmetricJacobi(toLanes(drawn(4, [20, 6, 6])));
  const products = topological([vectors]).filter(({ rule, dtype }) => rule.name === "mul" && dtype === "f32");
  const isSubnormal = (each: number) => each !== 0 && Math.abs(each) < 2 ** -126;
  const found = (await evaluate(products)).filter(({ data }) => data.some(isSubnormal));
  expect(products.length).toBeGreaterThan(100);
  expect(found.length).toBe(0);
});

describe("errors", () => {
  const x = (...shape: (number | string)[]) => trace(({ x }) => x!, { x: f32(...shape) }).inputs[0]!;
  test.each([
    [() => ops.inverse(x(2, 3)), "inverse: expected x [.., n, n], n a number ≥ 1, got [2, 3]."],
    [() => ops.det(x("n", "n")), "det: expected x [.., n, n], n a number ≥ 1, got [n, n]."],
    [() => ops.singularValues(x("n", 3)), "singularValues: expected x [.., n, m], n and m numbers ≥ 1, got [n, 3]."],
    [
      () => ops.solve(x("B", 3, 3), x("B", 3)),
      "solve: expected b [.., 3, m], m a number, got [B, 3] beside [B, 3, 3]. Unsqueeze(b, [-1]) for vectors",
    ],
    [
      () => ops.kabsch(x("N", 3), x("M", 3)),
      "kabsch: expected x and y [.., points, d], d a number, weights [.., points], got [N, 3], [M, 3].",
    ],
    [() => eigh(x(65, 65)), "symmetricEigenvalues: expected at most 64 columns or rows, got 65."],
    [() => ops.matrixLog(x(2, 3)), "matrixLog: expected x [.., n, n], n a number ≥ 1, got [2, 3]."],
    [() => ops.sinkhorn(x(2, 3)), "sinkhorn: expected x [.., n, n], got [2, 3]."],
  ])("%#", (call, message) => expect(call).toThrow(message));
});
