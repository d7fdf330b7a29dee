// One path of a tensor product on parts [...batch, 2l + 1, multiplicity].
import { constant, type Shape, type Tensor } from "../engine/index.js";
import { matmul, mul, reshape, sum, transpose } from "../engine/ops/index.gen.js";
import { wigner3j } from "../group/wigner3j.js";
import { swapLast } from "./swapLast.js";
import type { Path } from "./tensorProductPaths.js";

/**
 * √α Σ w x ⊗ y of one path, by products with constant Wigner 3j symbols; a scalar factor only scales.
 * @param x [..., 2 l1 + 1, u]
 * @param y [..., 2 l2 + 1, v]; leading axes broadcast
 * @param weight the path's weights, flat on the last axis; leading axes broadcast
 * @returns [..., 2 l3 + 1, copies]
 */
export function couple(x: Tensor, y: Tensor, path: Path, weight: Tensor | undefined): Tensor {
  const shape = path.weight?.shape ?? [];
  const w = weight && reshape(weight, [...weight.shape.slice(0, -1), ...shape]);
  const symbol = symbolOf(path);
  switch (path.mode) {
    case "uuu":
      return scaled(paired(x, y, symbol), w && withAxis(w, -1));
    case "uuw":
      return matmul(paired(x, y, symbol), w!);
    case "uvu":
      return summedOver(products(x, y, symbol), w && swapLast(w));
    case "uvv":
      return summedOver(products(y, x, exchanged(symbol)), w);
    case "uvuv":
      return scaled(merged(products(y, x, exchanged(symbol))), weight && withAxis(weight, -1));
    case "uvw":
      return connected(x, y, symbol, w!);
  }
}

/** A coupling: coefficient · w3j, [a, b, c]. */
interface Symbol3j {
  readonly sizes: readonly [a: number, b: number, c: number];
  readonly at: (a: number, b: number, c: number) => number;
}

function symbolOf({ degrees: [l1, l2, l3], coefficient }: Path): Symbol3j {
  const symbol = wigner3j(l1, l2, l3);
  const sizes = [2 * l1 + 1, 2 * l2 + 1, 2 * l3 + 1] as const;
  return {
    sizes,
    at: (a, b, c) => coefficient * symbol[(a * sizes[1] + b) * sizes[2] + c]!,
  };
}

const exchanged = ({ sizes: [a, b, c], at }: Symbol3j): Symbol3j => ({
  sizes: [b, a, c],
  at: (i, j, k) => at(j, i, k),
});

/** Every copy of x with every copy of y: [..., c, v, u]. */
function products(x: Tensor, y: Tensor, symbol: Symbol3j): Tensor {
  const [a, b, c] = symbol.sizes;
  const [u, v] = [x.shape.at(-1) as number, y.shape.at(-1) as number];
  // Of the symbols with an l of 0 all entries that are not 0 are equal.
  if (a === 1 || b === 1) return mul(withAxis(mul(y, symbol.at(0, 0, 0)), y.shape.length), withAxis(x, -1));
  if (c === 1) return withAxis(matmul(swapLast(mul(y, symbol.at(0, 0, 0))), x), -2);
  // A session takes the transpose into the product; with one copy there is none.
  const acting =
    v === 1 ? contracted(y, symbol, "ca") : swapLast(reshape(contracted(y, symbol, "ac"), [...leadOf(y), a, c * v]));
  const all = matmul(acting, x);
  return reshape(all, [...all.shape.slice(0, -2), c, v, u]);
}

/** y with the symbol: by which it acts on x. [..., a, c, v] or [..., c, a, v]; with one copy, without the last axis. */
function contracted(y: Tensor, { sizes: [a, b, c], at }: Symbol3j, order: "ac" | "ca"): Tensor {
  const v = y.shape.at(-1) as number;
  const sizes = order === "ac" ? [a, c] : [c, a];
  const entry = (row: number, j: number) => {
    const [first, second] = [Math.floor(row / sizes[1]!), row % sizes[1]!];
    return order === "ac" ? at(first, j, second) : at(second, j, first);
  };
  const n = a * c;
  if (v === 1) {
    const table = Array.from({ length: b * n }, (_, i) => entry(i % n, Math.floor(i / n)));
    return reshape(matmul(reshape(y, [...leadOf(y), 1, b]), constant(table, [b, n], y.dtype)), [
      ...leadOf(y),
      ...sizes,
    ]);
  }
  const table = Array.from({ length: n * b }, (_, i) => entry(Math.floor(i / b), i % b));
  return reshape(matmul(constant(table, [n, b], y.dtype), y), [...leadOf(y), ...sizes, v]);
}

const leadOf = (x: Tensor): Shape => x.shape.slice(0, -2);

/** Copy u of x with copy u of y: [..., c, u]. */
function paired(x: Tensor, y: Tensor, { sizes: [a, b, c], at }: Symbol3j): Tensor {
  if (a === 1 || b === 1) return mul(mul(x, y), at(0, 0, 0));
  if (c === 1) return mul(sum(mul(x, y), { axes: [-2], keepDims: true }), at(0, 0, 0));
  const outer = mul(withAxis(x, -1), withAxis(y, -2)); // [..., a, b, u]
  const table = Array.from({ length: c * a * b }, (_, n) => at(Math.floor(n / b) % a, n % b, Math.floor(n / (a * b))));
  return matmul(constant(table, [c, a * b], x.dtype), reshape(outer, [...outer.shape.slice(0, -3), a * b, -1]));
}

/**
 * Σ w[u, v, w] x[u] ⊗ y[v]. Weights that all rows share meet first, in one long product, the part whose pairs of copies with
 * another's are fewest: x, y, or their product.
 */
function connected(x: Tensor, y: Tensor, symbol: Symbol3j, weights: Tensor): Tensor {
  const [u, v, w] = weights.shape.slice(-3) as [number, number, number];
  const [a, b, c] = symbol.sizes;
  const isShared = weights.shape.length === 3;
  const hasScalar = a === 1 || b === 1;
  const ofProduct = hasScalar && isShared ? Number.POSITIVE_INFINITY : c * u * v * (w + b + perNumber);
  const [fromX, fromY] = [a * v * w * (u + c + perNumber), b * u * w * (v + c + perNumber)];
  if (!isShared || ofProduct <= Math.min(fromX, fromY)) {
    const pairs = merged(products(y, x, exchanged(symbol))); // [..., c, u · v]
    return matmul(pairs, reshape(weights, [...weights.shape.slice(0, -3), u * v, w]));
  }
  if (fromX <= fromY) return weighted(x, y, symbol, weights);
  return weighted(y, x, exchanged(symbol), transpose(weights, [1, 0, 2]));
}

/** What it costs to write a number and read it again, in multiplications of a long product. */
const perNumber = 32;

/** Σ w[u, v, w] x[u] ⊗ y[v] from Σ w[u, v, w] x[u]. */
function weighted(x: Tensor, y: Tensor, symbol: Symbol3j, weights: Tensor): Tensor {
  const [u, v, w] = weights.shape as [number, number, number];
  const [a, b, c] = symbol.sizes;
  const scale = symbol.at(0, 0, 0);
  const made = matmul(x, reshape(weights, [u, v * w]));
  if (b === 1 && v === 1) return mul(made, mul(y, scale));
  const pairs = reshape(made, [...leadOf(x), a * v, w]);
  if (a === 1) return matmul(mul(y, scale), pairs);
  return matmul(reshape(contracted(y, symbol, "ca"), [...leadOf(y), c, a * v]), pairs);
}

/** [..., c, v, u] summed over v with weights [..., v, u]: [..., c, u]. */
function summedOver(all: Tensor, weight: Tensor | undefined): Tensor {
  const weighted = scaled(all, weight && withAxis(weight, -2));
  const [v, u] = all.shape.slice(-2) as [number, number];
  return v === 1 ? reshape(weighted, [...weighted.shape.slice(0, -2), u]) : sum(weighted, { axes: [-2] });
}

/** The last two axes as one. */
const merged = (all: Tensor): Tensor => {
  const [v, u] = all.shape.slice(-2) as [number, number];
  return reshape(all, [...all.shape.slice(0, -2), v * u]);
};

/** An axis of length 1 before the axis `at`. */
const withAxis = (x: Tensor, at: number): Tensor => reshape(x, [...x.shape.slice(0, at), 1, ...x.shape.slice(at)]);
const scaled = (x: Tensor, weight: Tensor | undefined): Tensor => (weight ? mul(x, weight) : x);
