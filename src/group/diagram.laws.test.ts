import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { fold, key, normal } from "../random.js";
import { sortingSign } from "./arrangements.js";
import { type Combination, type Diagram, type DiagramRule, diagram } from "./diagram.js";
import { combination, compose, factor, identityDiagram, tensor, transposed } from "./diagramCategory.js";
import { diagrams } from "./diagrams/index.gen.js";
import { symmetric } from "./groups/index.gen.js";
import { independence } from "./independence.js";
import { type Matrix, square, transpose } from "./matrix.js";
import { costOf, matrixOf, multiply } from "./multiplyDiagram.js";
import { parseGroup } from "./parseGroup.js";

const rules: readonly DiagramRule[] = Object.values(diagrams);
const splits = (m: number) => Array.from({ length: m + 1 }, (_, k) => [k, m - k] as const);
/** Every diagram of the family, those beyond a basis included. */
const everyDiagram = (rule: DiagramRule, n: number, k: number, l: number) =>
  rule.spanning(rule.symbol === "S" ? Math.max(n, k + l) : n, k, l);
/** Of the jellyfish only those that are not partitions too. */
const ownDiagrams = (rule: DiagramRule, n: number, k: number, l: number) =>
  everyDiagram(rule, n, k, l).filter(({ arms }) => rule.symbol !== "A" || arms.length > 0);

test.each(Object.entries(diagrams))("%s is named as its file", (file, rule) => expect(rule.name).toBe(file));

describe.each(rules.flatMap((rule) => rule.sample.map((n) => [rule.name, n, rule] as const)))(
  "%s, n = %i",
  (_, n, rule) => {
    test("the fast product is the dense one, of every diagram with k + l ≤ 6", () => {
      for (let m = 0; m <= 6; m++)
        for (const [k, l] of splits(m)) {
          // Whole numbers: sums of products are exact, and so is the comparison.
          const vector = normal(fold(key(n), m), n ** k).map((x) => Math.round(9 * x));
          for (const one of ownDiagrams(rule, n, k, l)) {
            const [fast, dense] = [multiply(one, n, vector), denseProduct(matrixOf(one, n), vector)];
            if (!isSame(fast, dense)) expect({ one, fast }).toEqual({ one, fast: dense });
          }
        }
    });

    test("as many diagrams as counted, all different", () => {
      for (let m = 0; m <= 6; m++)
        for (const [k, l] of splits(m)) {
          const all = rule.spanning(n, k, l);
          expect(all.length).toBe(rule.count(n, k, l));
          expect(new Set(all.map((one) => JSON.stringify(one))).size).toBe(all.length);
          for (const one of all) expect(diagram(k, l, one.blocks, one)).toEqual(one);
        }
    });

    test("they span as many dimensions as G has invariants, by integration over G", () => {
      for (let m = 0; m <= 6; m++) {
        const invariants = Math.abs(averageOfPower(rule.symbol, n, m)); // −0 is 0
        expect(Math.abs(invariants - Math.round(invariants))).toBeLessThan(1e-6);
        const k = Math.floor(m / 2);
        expect([m, rule.dimension(n, k, m - k)]).toEqual([m, Math.round(invariants)]);
        if (n ** m <= 15_625) expect([m, rankOf(rule.spanning(n, k, m - k), n)]).toEqual([m, Math.round(invariants)]);
      }
    });

    test("commute with random elements", () => {
      for (const [k, l] of [1, 2, 3, 4].flatMap(splits).filter(([a, b]) => n ** (a + b) <= 256))
        for (const one of rule.spanning(n, k, l))
          for (const seed of [1, 2, 3]) {
            const group = parseGroup(`${rule.symbol}(${n})`);
            const g = group.matrix(group.random(key(seed)));
            const x = normal(key(seed), n ** k);
            const [before, after] = [multiply(one, n, power(g, k, x)), power(g, l, multiply(one, n, x))];
            expect(distance(before, after)).toBeLessThan(1e-9 * (1 + Math.max(...after.map(Math.abs))));
          }
    });

    const some = (k: number, l: number) => fc.constantFrom(undefined, ...everyDiagram(rule, n, k, l));
    const powers = fc.nat(3);
    const law = (numRuns: number, check: (a: Diagram, b: Diagram, c: Diagram) => void) =>
      fc.assert(
        fc.property(
          fc
            .tuple(powers, powers, powers, powers)
            .chain(([p, q, r, s]) => fc.tuple(some(p, q), some(q, r), some(r, s))),
          ([a, b, c]) => {
            fc.pre(a !== undefined && b !== undefined && c !== undefined);
            check(a!, b!, c!);
          },
        ),
        { seed: 20260101, numRuns, maxSkipsPerRun: 10_000 },
      );

    test("functor: the matrix of a product is the product of the matrices", () =>
      law(40, (a, b) => expect(isSame(matrixOf(compose(b, a, n), n), denseMatrixProduct(b, a, n))).toBe(true)));

    test("functor: the matrix of a tensor product is the Kronecker product", () =>
      law(40, (a, b) => {
        if (n ** (a.k + a.l + b.k + b.l) > 20_000) return;
        expect(isSame(matrixOf(tensor(a, b, n), n), kronecker(a, b, n))).toBe(true);
      }));

    test("functor: the matrix of the transposed is the transposed matrix", () =>
      law(20, (a) => {
        const [m, t] = [matrixOf(a, n), matrixOf(transposed(a), n)];
        const [rows, columns] = [n ** a.l, n ** a.k];
        expect(t.every((x, at) => x === m[(at % rows) * columns + Math.floor(at / rows)])).toBe(true);
      }));

    test("category: associative, identity; interchange of both products", () =>
      law(40, (a, b, c) => {
        same(compose(identityDiagram(a.l, a.form), a, n), combination(a));
        same(compose(a, identityDiagram(a.k, a.form), n), combination(a));
        // Which two of three determinants meet first makes other terms of the same map.
        if ([a, b, c].filter(({ arms }) => arms.length > 0).length > 1) return;
        same(compose(c, compose(b, a, n), n), compose(compose(c, b, n), a, n));
        same(tensor(tensor(a, b, n), c, n), tensor(a, tensor(b, c, n), n));
        same(
          tensor(compose(b, a, n), combination(c), n),
          compose(tensor(b, identityDiagram(c.l, c.form), n), tensor(a, c, n), n),
        );
      }));

    test("factors: permutations around a planar diagram", () => {
      for (let m = 0; m <= 5; m++)
        for (const [k, l] of splits(m))
          for (const one of ownDiagrams(rule, n, k, l)) {
            const { above, planar, below } = factor(one);
            same(compose(above, compose(planar, below, n), n), combination(one));
            for (const permutation of [above, below])
              expect(permutation.blocks.every((pair) => pair.length === 2)).toBe(true);
            expect(isPlanar(planar)).toBe(true);
          }
    });

    test("reads the vector as often as its cost says", () => {
      for (const [k, l] of splits(4))
        for (const one of everyDiagram(rule, n, k, l)) {
          let reads = 0;
          const counting = new Proxy(new Float64Array(n ** k), {
            get(target, name) {
              if (name === "length") return target.length;
              reads++;
              return 0;
            },
          });
          multiply(one, n, counting);
          const cost = costOf(one, n);
          expect(reads).toBe(cost.reads);
          expect(cost.reads).toBeLessThanOrEqual(n ** k);
          expect(cost.writes).toBeLessThanOrEqual(n ** l);
          expect(cost.determinant).toBeLessThanOrEqual(n ** k + (k + 1) * n ** l);
          const isPaired = one.blocks.some((pair) => pair.every((vertex) => vertex >= l));
          if (rule.symbol !== "S" && rule.symbol !== "A" && isPaired)
            expect(cost.reads).toBeLessThanOrEqual(n ** (k - 1));
        }
    });
  },
);

test.each([
  ["O", 2, 6],
  ["O", 3, 4],
  ["SO", 2, 4],
  ["SO", 2, 5],
  ["SO", 3, 3],
  ["SO", 3, 5],
  ["SO", 4, 4],
  ["Sp", 2, 6],
  ["Sp", 4, 4],
  ["Sp", 2, 8],
])("%s(%i), k + l = %i: dimension as the nullspace of generators and Lie algebra", (symbol, n, m) => {
  const rule = rules.find((one) => one.symbol === symbol)!;
  expect(rule.dimension(n, m, 0)).toBe(nullity(symbol, n, m));
});

// ———

const isSame = (a: Float64Array, b: Float64Array) => a.length === b.length && a.every((x, i) => x === b[i]);
const distance = (a: Float64Array, b: Float64Array) => a.reduce((most, x, i) => Math.max(most, Math.abs(x - b[i]!)), 0);

/** Equal as combinations, in whatever order of terms and arms. */
function same(a: Combination, b: Combination) {
  const named = ({ k, l, terms }: Combination) => ({
    k,
    l,
    terms: Object.fromEntries(
      terms.map(({ coefficient, diagram }) => [JSON.stringify([diagram.blocks, diagram.arms]), coefficient]),
    ),
  });
  expect(named(a)).toEqual(named(b));
}

function denseProduct(matrix: Float64Array, vector: Float64Array): Float64Array {
  return Float64Array.from({ length: matrix.length / vector.length }, (_, row) => {
    let sum = 0;
    for (let j = 0, at = row * vector.length; j < vector.length; j++, at++) sum += matrix[at]! * vector[j]!;
    return sum;
  });
}

function denseMatrixProduct(upper: Diagram, lower: Diagram, n: number): Float64Array {
  const [a, b, columns] = [matrixOf(upper, n), matrixOf(lower, n), n ** lower.k];
  const [rows, inner] = [n ** upper.l, n ** upper.k];
  const out = new Float64Array(rows * columns);
  for (let i = 0; i < rows; i++)
    for (let j = 0; j < inner; j++)
      if (a[i * inner + j] !== 0)
        for (let c = 0; c < columns; c++) out[i * columns + c]! += a[i * inner + j]! * b[j * columns + c]!;
  return out;
}

function kronecker(left: Diagram, right: Diagram, n: number): Float64Array {
  const [a, b] = [matrixOf(left, n), matrixOf(right, n)];
  const [columnsA, rowsB, columnsB] = [n ** left.k, n ** right.l, n ** right.k];
  return Float64Array.from({ length: a.length * b.length }, (_, at) => {
    const [row, column] = [Math.floor(at / (columnsA * columnsB)), at % (columnsA * columnsB)];
    const [i, j] = [Math.floor(row / rowsB), Math.floor(column / columnsB)];
    return a[i * columnsA + j]! * b[(row % rowsB) * columnsB + (column % columnsB)]!;
  });
}

/** Do no two blocks cross, with the vertices on a circle? Those of one determinant count as one block. */
function isPlanar({ k, l, blocks, arms }: Diagram): boolean {
  const place = (vertex: number) => (vertex < l ? vertex : l + k - 1 - (vertex - l));
  const all = [...blocks, arms.flat()].map((block) => block.map(place).sort((a, b) => a - b));
  return all.every((a) =>
    all.every(
      (b) => a === b || new Set(b.map((vertex) => a.filter((other) => other < vertex).length % a.length)).size <= 1,
    ),
  );
}

/** The dimension that the matrices of diagrams span: the rank of their inner products. */
function rankOf(all: readonly Diagram[], n: number): number {
  const dense = all.map((one) => matrixOf(one, n));
  const entries = dense.map((matrix) => [...matrix.keys()].filter((i) => matrix[i] !== 0));
  return rank(
    dense.map((a, i) => Float64Array.from(dense, (b) => entries[i]!.reduce((sum, at) => sum + a[at]! * b[at]!, 0))),
  );
}

const rank = (rows: readonly Float64Array[]): number => rows.filter(independence()).length;

/** ∫ trace(g)^m dg = dim (V^⊗m)^G: fixed points for S(n) and A(n), Weyl's formula for the others. */
function averageOfPower(symbol: string, n: number, m: number): number {
  if (symbol === "S" || symbol === "A") {
    const all = symmetric(n).elements();
    const counted = symbol === "S" ? all : all.filter((g) => sortingSign(g) === 1);
    return counted.reduce((sum, g) => sum + g.filter((x, i) => x === i).length ** m, 0) / counted.length;
  }
  const r = Math.floor(n / 2);
  const sineHalf = (t: number) => 1 - Math.cos(t); // of odd SO
  const sine = (t: number) => Math.sin(t) ** 2; // of Sp
  const flat = () => 1; // of even SO
  if (symbol === "Sp") return weyl(r, sine, 0, m);
  const rotations = n % 2 === 1 ? weyl(r, sineHalf, 1, m) : weyl(r, flat, 0, m);
  if (symbol === "SO") return rotations;
  // The other half of O(n): −SO(n) for odd n, eigenvalues 1, −1 and angles distributed as in Sp(n − 2) for even n.
  const reflections = n % 2 === 1 ? (-1) ** m * rotations : weyl(r - 1, sine, 0, m);
  return (rotations + reflections) / 2;
}

/** The mean of (fixed + Σ 2 cos θ)^m with the density Π (cos θᵢ − cos θⱼ)² Π weight(θ): exact on so many angles. */
function weyl(r: number, weight: (angle: number) => number, fixed: number, m: number): number {
  const angles = Array.from({ length: 32 }, (_, i) => (2 * Math.PI * i) / 32);
  const points = Array.from({ length: r }).reduce<number[][]>(
    (all) => all.flatMap((p) => angles.map((t) => [...p, t])),
    [[]],
  );
  let [sum, total] = [0, 0];
  for (const p of points) {
    const cosines = p.map(Math.cos);
    const density = p.reduce(
      (w, t, i) => w * weight(t) * cosines.slice(0, i).reduce((d, c) => d * (c - cosines[i]!) ** 2, 1),
      1,
    );
    total += density;
    sum += density * cosines.reduce((trace, c) => trace + 2 * c, fixed) ** m;
  }
  return sum / total;
}

/** dim of the v in V^⊗m with X v = 0 for the Lie algebra and g v = v for the reflection of O(n): Σ Xᵀ X has it as kernel. */
function nullity(symbol: string, n: number, m: number): number {
  const lie = parseGroup(`${symbol}(${n})`).lieAlgebra();
  const reflection = square(n, (i, j) => (i !== j ? 0 : i === 0 ? -1 : 1));
  const axes = [...Array(m).keys()];
  const sum = (parts: readonly Float64Array[]) => parts.reduce((a, b) => a.map((x, i) => x + b[i]!));
  const acted = (X: Matrix, x: Float64Array) => sum(axes.map((axis) => along(X, axis, x)));
  const squared = (x: Float64Array) => {
    const parts = lie.map((X) => acted(transpose(X), acted(X, x)));
    if (symbol === "O") parts.push(x.map((value, i) => 2 * (value - power(reflection, m, x)[i]!)));
    return sum([new Float64Array(x.length), ...parts]);
  };
  const size = n ** m;
  const unit = (i: number) => Float64Array.from({ length: size }, (_, j) => Number(i === j));
  return size - rank(Array.from({ length: size }, (_, i) => squared(unit(i))));
}

/** g ⊗ … ⊗ g, applied. */
const power = (g: Matrix, k: number, x: Float64Array): Float64Array =>
  [...Array(k).keys()].reduce((out, axis) => along(g, axis, out), x);

/** X on one axis. */
function along(X: Matrix, axis: number, x: Float64Array): Float64Array {
  const [n, stride] = [X.length, X.length ** axis];
  return x.map((_, at) => {
    const row = Math.floor(at / stride) % n;
    return X[row]!.reduce((sum, entry, j) => sum + entry * x[at + (j - row) * stride]!, 0);
  });
}
