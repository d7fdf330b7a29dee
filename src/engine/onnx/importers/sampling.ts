import { mulDims, type Shape } from "../../dim.js";
import {
  abs,
  add,
  arange,
  cast,
  clip,
  concat,
  div,
  equal,
  expand,
  floor,
  fmod,
  gatherElements,
  greater,
  greaterEqual,
  less,
  lessEqual,
  logicalAnd,
  logicalOr,
  matmul,
  max,
  maximum,
  mean,
  minimum,
  mul,
  reshape,
  round,
  slice,
  stack,
  sub,
  take,
  transpose,
  trunc,
  where,
} from "../../ops/index.gen.js";
import { constant, type Tensor } from "../../tensor.js";
import { lengthOf, numericShape } from "../axes.js";
import { importer, type OnnxNode } from "../importer.js";
import { castTo } from "../narrowing.js";

/** Values read between the places of a grid. */
export const sampling = importer("sampling", {
  AffineGrid: (node) => affine(node),
  GridSample: (node) => sampled(node),
  RoiAlign: (node) => aligned(node),
});

/** Places −1 … 1 on each axis of an image, x first, moved by an affine map [batch, d, d + 1]. */
function affine(node: OnnxNode): Tensor {
  const theta = node.x(0);
  const [, , ...space] = node.numbers(1);
  const corners = node.int("align_corners", 0) === 1;
  const rank = space.length;
  const places = (n: number) =>
    Array.from({ length: n }, (_, i) => (corners ? (n === 1 ? 0 : (2 * i) / (n - 1) - 1) : (2 * i + 1) / n - 1));
  const axes = space.map((n, axis) => {
    const shape = space.map((_, i) => (i === axis ? n : 1));
    return expand(constant(places(n), shape, theta.dtype), space);
  });
  const grid = stack([...axes.reverse(), expand(constant(1, [], theta.dtype), space)], -1);
  const flat = reshape(grid, [-1, rank + 1]);
  return reshape(matmul(flat, transpose(theta, [0, 2, 1])), [theta.shape[0]!, ...space, rank]);
}

/** One neighbour on each axis: its whole place and its weight, both [batch, points]. */
interface Tap {
  readonly place: Tensor;
  readonly weight: Tensor;
}

function sampled(node: OnnxNode): Tensor {
  const [x, grid] = [node.x(0), node.x(1)];
  const [batch, channels, ...space] = numericShape(node, x) as [number, number, ...number[]];
  const out = grid.shape.slice(1, -1);
  const points = mulDims(...out);
  const corners = node.int("align_corners", 0) === 1;
  const border = node.text("padding_mode", "zeros");
  const mode = node.text("mode", "linear").replace(/^bi/, "");
  const flat = reshape(grid, [batch, points, space.length]);
  const axes = space.map((length, axis): Tap[] => {
    const last = space.length - 1 - axis; // the grid names x first
    const unit = reshape(slice(flat, 2, last, last + 1), [batch, points]);
    const place = corners ? mul(add(unit, 1), (length - 1) / 2) : div(sub(mul(add(unit, 1), length), 1), 2);
    const edges: Edges = { length, low: corners ? 0 : -0.5, high: corners ? length - 1 : length - 0.5, border };
    const shown = mode === "nearest" ? round(place) : place;
    return tapsOf(node, mode, within(shown, edges)).map((tap) => kept(tap, edges));
  });
  const pixels = reshape(x, [batch, channels, mulDims(...space)]);
  const combinations = axes.reduce<Tap[][]>(
    (all, taps) => all.flatMap((some) => taps.map((tap) => [...some, tap])),
    [[]],
  );
  const parts = combinations.map((taps) => {
    const place = taps.reduce((sum, tap, axis) => add(mul(sum, space[axis]!), tap.place), mul(taps[0]!.place, 0));
    const weight = taps.map((tap) => tap.weight).reduce((a, b) => mul(a, b));
    const index = expand(reshape(cast(place, "i64"), [batch, 1, points]), [batch, channels, points]);
    return mul(gatherElements(pixels, index, 2), reshape(weight, [batch, 1, points]));
  });
  return reshape(
    parts.reduce((a, b) => add(a, b)),
    [batch, channels, ...out],
  );
}

interface Edges {
  readonly length: number;
  readonly low: number;
  readonly high: number;
  readonly border: string;
}

/** The place itself, or one inside that stands for it. */
function within(place: Tensor, { length, low, high, border }: Edges): Tensor {
  if (border === "border") return clip(place, 0, length - 1);
  return border === "reflection" ? reflected(place, low, high) : place;
}

function reflected(place: Tensor, low: number, high: number): Tensor {
  const range = high - low;
  if (range === 0) return mul(place, 0);
  const turn = fmod(abs(sub(place, low)), 2 * range);
  const back = where(greater(turn, range), sub(2 * range, turn), turn);
  return where(logicalOr(less(place, low), greater(place, high)), add(back, low), place);
}

function tapsOf(node: OnnxNode, mode: string, place: Tensor): Tap[] {
  if (mode === "nearest") return [{ place, weight: add(mul(place, 0), 1) }];
  const first = floor(place);
  const part = sub(place, first);
  if (mode === "linear")
    return [
      { place: first, weight: sub(1, part) },
      { place: add(first, 1), weight: part },
    ];
  if (mode !== "cubic") return node.fail("mode nearest, linear or cubic", mode);
  return [-1, 0, 1, 2].map((i) => ({ place: add(first, i), weight: cubic(abs(sub(part, i)), i === 0 || i === 1) }));
}

/** Keys's kernel with a = −3/4, near (t ≤ 1) or far (t ≤ 2). @source Keys 1981, doi:10.1109/TASSP.1981.1163711 */
function cubic(t: Tensor, near: boolean): Tensor {
  const a = -0.75;
  if (near) return add(mul(mul(sub(mul(t, a + 2), a + 3), t), t), 1);
  return sub(mul(add(mul(sub(mul(t, a), 5 * a), t), 8 * a), t), 4 * a);
}

/** A neighbour outside weighs nothing (zeros), or is read inside. */
function kept({ place, weight }: Tap, edges: Edges): Tap {
  const { length, low, high, border } = edges;
  const inside = clip(border === "reflection" ? trunc(reflected(place, low, high)) : place, 0, length - 1);
  if (border !== "zeros") return { place: inside, weight };
  return { place: inside, weight: where(equal(inside, place), weight, 0) };
}

/** Mean or largest of samples inside the bins of each region of interest [left, top, right, bottom]. */
function aligned(node: OnnxNode): Tensor {
  const [x, regions, images] = [node.x(0), node.x(1), node.x(2)];
  const ratio = node.int("sampling_ratio", 0);
  const per = [node.int("output_height", 1), node.int("output_width", 1)] as const;
  if (ratio > 0) return pooled(node, x, regions, images, per, [ratio, ratio]);
  // As many samples as pixels in a bin, which differs between the regions.
  const known = node.values(1);
  const count = known.shape[0]!;
  const parts = Array.from({ length: count }, (_, i) => {
    const [left, top, right, bottom] = [...known.data.slice(4 * i, 4 * i + 4)].map(
      (edge) => edge * node.float("spatial_scale", 1),
    );
    const samples = [
      [top, bottom],
      [left, right],
    ].map(([low, high], axis) => Math.ceil(size(node, high! - low!) / per[axis]!));
    return pooled(node, x, slice(regions, 0, i, i + 1), slice(images, 0, i, i + 1), per, samples as [number, number]);
  });
  return concat(parts, 0);
}

const halfPixel = (node: OnnxNode): boolean =>
  node.version >= 16 && node.text("coordinate_transformation_mode", "half_pixel") === "half_pixel";
const size = (node: OnnxNode, length: number): number => (halfPixel(node) ? length : Math.max(length, 1));

function pooled(
  node: OnnxNode,
  x: Tensor,
  regions: Tensor,
  images: Tensor,
  per: readonly [number, number],
  samples: readonly [number, number],
): Tensor {
  const half = halfPixel(node);
  const scaled = sub(mul(regions, node.float("spatial_scale", 1)), half ? 0.5 : 0);
  const edge = (i: number) => slice(scaled, 1, i, i + 1); // [regions, 1]
  const [rows, columns] = [0, 1].map((axis) => {
    const [low, high] = [edge(1 - axis), edge(3 - axis)];
    const length = half ? sub(high, low) : maximum(sub(high, low), 1);
    const count = per[axis]! * samples[axis]!;
    const places = Array.from({ length: count }, (_, i) => (i + 0.5) / count);
    const at = add(mul(constant(places, [1, count], x.dtype), length), low); // [regions, samples]
    return hats(at, lengthOf(node, x, axis + 2));
  }) as [Tensor[], Tensor[]];
  const picked = take(x, castTo(images, "i64")); // [regions, channels, height, width]
  const count = regions.shape[0]!;
  const bins: Shape = [count, x.shape[1]!, per[0], samples[0], per[1], samples[1]];
  const corners = rows.flatMap((row) => columns.map((column) => reshape(read(picked, row, column), bins)));
  if (node.text("mode", "avg") === "avg")
    return mean(
      corners.reduce((a, b) => add(a, b)),
      { axes: [3, 5] },
    );
  return max(
    corners.reduce((a, b) => maximum(a, b)),
    { axes: [3, 5] },
  );
}

/** Rows · image · columnsᵀ for each region. */
function read(images: Tensor, rows: Tensor, columns: Tensor): Tensor {
  const beside = (x: Tensor) => reshape(x, [x.shape[0]!, 1, ...x.shape.slice(1)]);
  return matmul(matmul(beside(rows), images), transpose(beside(columns), [0, 1, 3, 2]));
}

/** [regions, samples, length]: the weight of the element before each place, and that of the one after. */
function hats(at: Tensor, length: number): Tensor[] {
  const inside = logicalAnd(greaterEqual(at, -1), lessEqual(at, length));
  const place = clip(at, 0, length - 1);
  const first = floor(place);
  const part = sub(place, first);
  const numbers = castTo(arange(length), at.dtype);
  const deep = (x: Tensor) => reshape(x, [...x.shape, 1]);
  const one = (index: Tensor, weight: Tensor) => where(equal(deep(index), numbers), deep(where(inside, weight, 0)), 0);
  return [one(first, sub(1, part)), one(minimum(add(first, 1), length - 1), part)];
}
