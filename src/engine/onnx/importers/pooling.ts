import { mulDims, type Shape } from "../../dim.js";
import {
  abs,
  add,
  averagePool,
  conv,
  div,
  globalAveragePool,
  globalMaxPool,
  maxPool,
  maxPoolIndices,
  mul,
  pad,
  pow,
  reshape,
  scatterElements,
  sub,
  sum,
} from "../../ops/index.gen.js";
import { constant, type Tensor } from "../../tensor.js";
import { filledWith, lengthOf, numericShape } from "../axes.js";
import { type Held, held } from "../held.js";
import { importer, type OnnxNode } from "../importer.js";
import { castTo } from "../narrowing.js";
import { ceilPadding, type Windows, windowsOf } from "../window.js";

/** Pools over windows, and over all of space. */
export const pooling = importer("pooling", {
  AveragePool: (node) => averaged(node),
  GlobalAveragePool: (node) => kept(node, globalAveragePool),
  GlobalLpPool: (node) => root(node, (x) => sum(x, { axes: spaceOf(x), keepDims: true })),
  GlobalMaxPool: (node) => kept(node, globalMaxPool),
  LpPool: (node) => root(node, (x) => total(x, poolOf(node, x))),
  MaxPool: (node) => largest(node),
  MaxUnpool: (node) => unpooled(node),
});

const spaceOf = (x: Tensor): number[] => x.shape.map((_, axis) => axis).slice(2);
/** Space stays as axes of length 1. */
function kept(node: OnnxNode, pool: (x: Tensor) => Tensor): Tensor {
  const y = pool(node.x(0));
  const { shape } = node.x(0);
  return y.shape.length === shape.length ? y : reshape(y, [...shape.slice(0, 2), ...shape.slice(2).map(() => 1)]);
}

/** The window, with what rounding up adds at the end. */
interface Pool extends Windows {
  readonly more: readonly number[];
}

function poolOf(node: OnnxNode, x: Tensor): Pool {
  const windows = windowsOf(node, x, node.ints("kernel_shape"));
  const up = node.int("ceil_mode", 0) === 1 && node.text("auto_pad", "NOTSET") === "NOTSET";
  return { ...windows, more: up ? ceilPadding(node, x, windows) : windows.kernel.map(() => 0) };
}

const padded = (x: Tensor, { padding, more }: Pool, value: number): Tensor =>
  pad(x, [[0, 0], [0, 0], ...padding.map(([before, after], i) => [before, after + more[i]!] as const)], value);

const withoutPadding = ({ kernel, strides, dilations }: Pool) => ({ kernel, strides, dilations, padding: 0 });
const isSimple = ({ kernel, more, padding }: Pool): boolean =>
  more.every((n) => n === 0) && padding.every((pair, i) => pair.every((n) => n >= 0 && n < kernel[i]!));

/** The sum of each window, zeros outside. */
function total(x: Tensor, pool: Pool): Tensor {
  const wide = padded(x, pool, 0);
  const one = reshape(wide, [mulDims(wide.shape[0]!, wide.shape[1]!), 1, ...wide.shape.slice(2)]);
  const { strides, dilations } = pool;
  const sums = conv(one, filledWith(1, [1, 1, ...pool.kernel], x.dtype), { strides, dilations });
  return reshape(sums, [...x.shape.slice(0, 2), ...sums.shape.slice(2)]);
}

function averaged(node: OnnxNode): Tensor {
  const x = node.x(0);
  const pool = poolOf(node, x);
  const countIncludePad = node.int("count_include_pad", 0) === 1;
  if (isSimple(pool) && pool.dilations.every((n) => n === 1)) {
    const { kernel, strides, padding } = pool;
    return averagePool(x, { kernel, strides, padding, countIncludePad });
  }
  return div(total(x, pool), elements(node, x, pool, countIncludePad));
}

/** How many elements each window has inside x, or inside its padding too; never what rounding up adds. */
function elements(node: OnnxNode, x: Tensor, pool: Pool, includePadding: boolean): Tensor {
  const lists = pool.kernel.map((size, i) => {
    const [[before, after], length] = [pool.padding[i]!, lengthOf(node, x, i + 2)];
    const span = pool.dilations[i]! * (size - 1) + 1;
    const count = Math.floor((length + before + after + pool.more[i]! - span) / pool.strides[i]!) + 1;
    const [low, high] = includePadding ? [-before, length + after] : [0, length];
    return Array.from({ length: count }, (_, window) => {
      const places = Array.from(
        { length: size },
        (_, k) => window * pool.strides[i]! + k * pool.dilations[i]! - before,
      );
      return places.filter((place) => place >= low && place < high).length;
    });
  });
  const shape = lists.map((each) => each.length);
  const counts = lists.reduce<number[]>((all, each) => all.flatMap((a) => each.map((b) => a * b)), [1]);
  return constant(counts, [1, 1, ...shape], x.dtype);
}

/** The p-norm of what a sum reduces. */
function root(node: OnnxNode, reduce: (x: Tensor) => Tensor): Tensor {
  const p = node.version >= 2 ? node.int("p", 2) : node.float("p", 2);
  const x = abs(node.x(0));
  return p === 1 ? reduce(x) : pow(reduce(pow(x, p)), 1 / p);
}

/** The largest of each window and, flat in x, where it is: along columns first with storage_order 1. */
function largest(node: OnnxNode): Held[] {
  const [x, type] = [castTo(node.x(0), node.x(0).dtype.startsWith("i") ? "f32" : node.x(0).dtype), node.type(0)];
  const pool = poolOf(node, x);
  const simple = isSimple(pool);
  const wide = simple ? x : padded(x, pool, Number.NEGATIVE_INFINITY);
  const options = simple ? pool : withoutPadding(pool);
  const y = held(castTo(maxPool(wide, options), node.x(0).dtype), type);
  if (!node.wanted[1]) return [y];
  const index = maxPoolIndices(wide, options);
  const columns = node.int("storage_order", 0) === 1;
  return [
    y,
    held(
      simple && !columns
        ? index
        : placed(numericShape(node, x), numericShape(node, wide), pool, simple, index, columns),
      "i64",
    ),
  ];
}

/** Flat places in the padded tensor as flat places in x. */
function placed(
  shape: readonly number[],
  wide: readonly number[],
  { padding }: Pool,
  simple: boolean,
  index: Tensor,
  columns: boolean,
): Tensor {
  let rest = index;
  const parts = wide.map((_, axis) => {
    const step = wide.slice(axis + 1).reduce((a, b) => a * b, 1);
    const place = div(rest, step);
    rest = sub(rest, mul(place, step));
    return axis < 2 || simple ? place : sub(place, padding[axis - 2]![0]);
  });
  const space = parts.slice(2).map((_, i) => i + 2);
  const order = [0, 1, ...(columns ? space.reverse() : space)];
  return order.reduce((flat, axis) => add(mul(flat, shape[axis]!), parts[axis]!), mul(parts[0]!, 0));
}

/** Each element back at its place, zeros elsewhere. */
function unpooled(node: OnnxNode): Tensor {
  const [x, index] = [node.x(0), node.x(1)];
  const [batch, channels, ...space] = numericShape(node, x) as [number, number, ...number[]];
  const windows = windowsOf(node, x, node.ints("kernel_shape"));
  const inner = space.map(
    (n, i) => (n - 1) * windows.strides[i]! + windows.kernel[i]! - windows.padding[i]![0] - windows.padding[i]![1],
  );
  const shape: Shape = [batch, channels, ...inner];
  const size = (dims: Shape) => (dims as number[]).reduce((a, b) => a * b, 1);
  const flat = scatterElements(filledWith(0, [size(shape)], x.dtype), reshape(index, [-1]), reshape(x, [-1]), 0);
  const small = reshape(flat, shape);
  const wanted = node.inputs[2] ? node.numbers(2) : shape;
  if (wanted.every((n, i) => n === shape[i])) return small;
  // The places count in the smaller shape; the larger one begins alike.
  return pad(
    small,
    wanted.map((n, i) => [0, (n as number) - (shape[i] as number)] as const),
  );
}
