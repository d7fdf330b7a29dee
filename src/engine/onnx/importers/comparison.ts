import type { Dim } from "../../dim.js";
import {
  equal,
  greater,
  greaterEqual,
  less,
  lessEqual,
  logicalAnd,
  logicalNot,
  logicalOr,
  logicalXor,
} from "../../ops/index.gen.js";
import type { Tensor } from "../../tensor.js";
import { held } from "../held.js";
import { type Convert, importer, type OnnxNode } from "../importer.js";
import { chosenBy } from "../narrowing.js";
import { legacy, pairSizes } from "../pairs.js";
import { compared } from "../unsigned.js";

const both =
  (op: (x: Tensor, y: Tensor) => Tensor): Convert =>
  (node) =>
    held(op(node.x(0), legacy(node)), "bool");

const ordered =
  (op: (x: Tensor, y: Tensor) => Tensor): Convert =>
  (node) =>
    both(compared(node.type(0), op))(node);

/** Comparisons and logic, with broadcasting. */
export const comparison = importer("comparison", {
  And: both(logicalAnd),
  Equal: { convert: both(same), sizes: (node) => pairSizes(node, equalSizes) },
  Greater: ordered(greater),
  GreaterOrEqual: ordered(greaterEqual),
  Less: ordered(less),
  LessOrEqual: ordered(lessEqual),
  Or: both(logicalOr),
  Where: {
    convert: (node) => held(chosenBy(node.x(0), node.x(1), node.x(2)), node.type(1)),
    sizes: (node) => chosenSizes(node),
  },
  Xor: both(logicalXor),
});

function same(x: Tensor, y: Tensor): Tensor {
  return x.dtype === "bool" ? logicalNot(logicalXor(x, y)) : equal(x, y);
}

/** 1 or 0, where it is certain: a named size may be any number, but none below 0. */
function equalSizes(a: Dim, b: Dim): Dim | undefined {
  if (a === b) return 1;
  const numbers = [a, b].filter((each) => typeof each === "number");
  return numbers.length === 2 || numbers.some((each) => each < 0) ? 0 : undefined;
}

function chosenSizes(node: OnnxNode): readonly Dim[] | undefined {
  const lists = [0, 1, 2].map((i) => node.known(i));
  const length = Math.max(...lists.map((each) => each?.length ?? 0));
  if (!lists.every((each) => each && (each.length === 1 || each.length === length))) return undefined;
  const [condition, x, y] = lists.map((each) => (i: number) => each![each!.length === 1 ? 0 : i]!);
  return Array.from({ length }, (_, i) => (condition!(i) === 0 ? y!(i) : x!(i)));
}
