import { type Dim, mulDims, roughSize } from "../../dim.js";
import type { Tensor } from "../../op.js";
import { matmul } from "../matmul.js";
import { mul } from "../mul.js";
import { reshape } from "../reshape.js";
import { sum } from "../sum.js";
import { transpose } from "../transpose.js";
import type { Label } from "./equation.js";

/** A tensor with a label for each axis, none twice. */
export interface Term {
  readonly x: Tensor;
  readonly labels: readonly Label[];
}

/** The term with its axes in another order. */
export const ordered = ({ x, labels }: Term, order: readonly Label[]): Term =>
  isSame(labels, order)
    ? { x, labels }
    : {
        x: transpose(
          x,
          order.map((label) => labels.indexOf(label)),
        ),
        labels: order,
      };

/** The term summed over the axes that are not wanted. */
export function summed({ x, labels }: Term, isWanted: (label: Label) => boolean): Term {
  const axes = labels.flatMap((label, i) => (isWanted(label) ? [] : [i]));
  return axes.length === 0 ? { x, labels } : { x: sum(x, { axes }), labels: labels.filter(isWanted) };
}

/**
 * The product of two terms, summed over what is not kept: a multiplication where nothing is summed, else one MatMul.
 * @param order of the result's axes, if one is better than another
 */
export function contracted(a: Term, b: Term, kept: ReadonlySet<Label>, order?: readonly Label[]): Term {
  const [left, right] = [
    summed(a, (label) => kept.has(label) || b.labels.includes(label)),
    summed(b, (label) => kept.has(label) || a.labels.includes(label)),
  ];
  const shared = left.labels.filter((label) => right.labels.includes(label));
  const batch = shared.filter((label) => kept.has(label));
  if (batch.length === shared.length) return multiplied(left, right, order);
  // A batch of scalar products: ONNX Runtime takes a third of the time of [1, n] · [n, 1] matrices.
  const isDot = shared.length === left.labels.length && shared.length === right.labels.length;
  if (isDot && batch.length > 0) return summed(multiplied(left, right), (label) => kept.has(label));
  return matrixProduct(cheapest(left, right, shared, kept, order));
}

function multiplied(a: Term, b: Term, order: readonly Label[] = [...new Set([...a.labels, ...b.labels])]): Term {
  const fitted = (term: Term) => {
    const present = order.filter((label) => term.labels.includes(label));
    return spread(ordered(term, present).x, present, order);
  };
  return { x: mul(fitted(a), fitted(b)), labels: order };
}

/** Axes of length 1 for the labels that the tensor lacks, but for leading ones. */
function spread(x: Tensor, present: readonly Label[], order: readonly Label[]): Tensor {
  const from = order.findIndex((label) => present.includes(label));
  const shape = order.slice(Math.max(from, 0)).map((label) => dimOf({ x, labels: present }, label));
  return present.length === 0 || shape.length === x.shape.length ? x : reshape(x, shape);
}

const dimOf = ({ x, labels }: Term, label: Label): Dim => x.shape[labels.indexOf(label)] ?? 1;

/** A product [lead, rows, inner] · [lead, inner, columns] = [lead, rows, columns]; lead axes may be on one side only. */
interface Plan {
  readonly left: Term;
  readonly right: Term;
  readonly lead: readonly Label[];
  readonly rows: readonly Label[];
  readonly inner: readonly Label[];
  readonly columns: readonly Label[];
}

/** The plan that moves the fewest elements, among both orders of the operands and of every group of axes. */
function cheapest(
  a: Term,
  b: Term,
  shared: readonly Label[],
  kept: ReadonlySet<Label>,
  order: readonly Label[] | undefined,
): Plan {
  const batch = shared.filter((label) => kept.has(label));
  const sorts = (labels: readonly Label[], ...by: (readonly Label[])[]) =>
    by.map((each) => each.filter((label) => labels.includes(label)));
  const inner = shared.filter((label) => !kept.has(label));
  const plans: Plan[] = [];
  for (const [left, right] of [
    [a, b],
    [b, a],
  ] as const) {
    const orders = [left.labels, right.labels, ...(order ? [order] : [])];
    const prefixes = (order ?? []).map((_, i) => order!.slice(0, i + 1));
    const leads = [
      ...sorts(batch, ...orders),
      ...prefixes.filter((lead) => batch.every((label) => lead.includes(label))),
    ];
    for (const lead of leads) {
      const free = (term: Term) => term.labels.filter((label) => !lead.includes(label) && !inner.includes(label));
      for (const rows of sorts(free(left), left.labels, order ?? left.labels))
        for (const columns of sorts(free(right), right.labels, order ?? right.labels))
          for (const summedIn of sorts(inner, left.labels, right.labels))
            plans.push({ left, right, lead, rows, inner: summedIn, columns });
    }
  }
  const costs = plans.map((plan) => costOf(plan, batch, order));
  return plans[costs.indexOf(Math.min(...costs))]!;
}

const sides = ({ left, right, lead, rows, inner, columns }: Plan): [Label[], Label[]] => [
  [...lead.filter((label) => left.labels.includes(label)), ...rows, ...inner],
  [...lead.filter((label) => right.labels.includes(label)), ...inner, ...columns],
];

/** Elements that transposes move. */
function costOf(plan: Plan, batch: readonly Label[], order: readonly Label[] | undefined): number {
  const { left, right, lead, rows, inner, columns } = plan;
  const size = (labels: readonly Label[]) =>
    roughSize(
      labels.map((label) => dimOf(left.labels.includes(label) ? left : right, label)),
      64, // some middling size
    );
  const [forLeft, forRight] = sides(plan);
  const moved = ({ labels }: Term, to: readonly Label[]) => {
    if (isSame(labels, to)) return 0;
    const swapped = [...labels.slice(0, -2), ...labels.slice(-2).reverse()];
    // ONNX Runtime's MatMul takes in a transpose of the last two axes.
    return size(labels) * (isSame(swapped, to) && inner.length === 1 ? 0.25 : 1);
  };
  const result = [...lead, ...rows, ...columns];
  const last = order && !isSame(result, order) ? size(result) : 0;
  // A free axis before the matrices makes many small products of one large: not for products by a vector.
  const split =
    lead.length === batch.length ? 0 : rows.length * columns.length > 0 ? 0.1 * size(result) : Number.POSITIVE_INFINITY;
  return moved(left, forLeft) + moved(right, forRight) + last + split;
}

function matrixProduct(plan: Plan): Term {
  const { left, right, lead, rows, inner, columns } = plan;
  const [forLeft, forRight] = sides(plan);
  const labels = [...lead, ...rows, ...columns];
  const dim = (label: Label) => dimOf(left.labels.includes(label) ? left : right, label);
  const joined = (of: readonly Label[]) => mulDims(...of.map(dim));
  const before = (term: Term) => {
    const from = lead.findIndex((label) => term.labels.includes(label));
    return from < 0 ? [] : lead.slice(from).map((label) => dimOf(term, label));
  };
  // Against one matrix, all other axes of the left side count as its rows.
  const height = lead.length === 0 && rows.length > 0 ? rows.map(dim) : [joined(rows)];
  const x = reshape(ordered(left, forLeft).x, [...before(left), ...height, joined(inner)]);
  const y = reshape(ordered(right, forRight).x, [...before(right), joined(inner), joined(columns)]);
  return { x: reshape(matmul(x, y), labels.map(dim)), labels };
}

const isSame = (a: readonly Label[], b: readonly Label[]): boolean => a.join() === b.join();
