import { addDims, type Dim, divDims, mulDims, subDims } from "../../dim.js";
import {
  add,
  cast,
  div,
  fmod,
  less,
  maximum,
  minimum,
  mod,
  mul,
  power,
  sign,
  sub,
  where,
} from "../../ops/index.gen.js";
import { isFloat, type Tensor } from "../../tensor.js";
import { type ElementType, isInteger } from "../elementType.js";
import { held } from "../held.js";
import { type Convert, importer, type OnnxNode } from "../importer.js";
import { castTo, wrapped } from "../narrowing.js";
import { legacy, pairSizes } from "../pairs.js";
import { compared, quotient, remainder as unsignedRest } from "../unsigned.js";

type Pair = (x: Tensor, y: Tensor) => Tensor;
type Sizes = (a: Dim, b: Dim) => Dim | undefined;

/** Arithmetic of two or more tensors, with broadcasting. */
export const arithmetic = importer("arithmetic", {
  Add: sized(() => add, addDims),
  Div: sized(byType(div, quotient), (a, b) =>
    typeof a === "number" && typeof b === "number" ? Math.trunc(a / b) : divDims(a, b),
  ),
  Max: many(byType(maximum, (x, y) => where(compared("u64", less)(x, y), y, x))),
  Mean: (node) =>
    div(
      reduced(node, () => add),
      node.inputs.length,
    ),
  Min: many(byType(minimum, (x, y) => where(compared("u64", less)(x, y), x, y))),
  Mod: (node) => pair(node, byType(node.int("fmod", 0) === 1 ? remainder : modulo, unsignedRest)),
  Mul: { convert: (node) => pair(node, () => mul), sizes: (node) => zeros(node) ?? pairSizes(node, mulDims) },
  Pow: (node) => raised(node),
  Sub: sized(() => sub, subDims),
  Sum: many(() => add),
});

/** An op by the element type; u64 is not what it looks like in i64. */
type Choice = (type: ElementType) => Pair;
function byType(op: Pair, unsigned: Pair): Choice {
  return (type) => (type === "u64" ? unsigned : op);
}

function sized(op: Choice, sizes: Sizes) {
  return { convert: (node: OnnxNode) => pair(node, op), sizes: (node: OnnxNode) => pairSizes(node, sizes) };
}

function many(op: Choice): Convert {
  return (node) => reduced(node, op);
}

/** What is multiplied by 0 is 0, whatever it is. */
function zeros(node: OnnxNode): readonly Dim[] | undefined {
  const some = [0, 1].some((i) => isInteger(node.type(i)) && node.known(i)?.every((each) => each === 0));
  const [x, y] = [node.x(0), node.x(1)];
  return some && x.shape.length === 0 && y.shape.length === 0 ? [0] : undefined;
}

const pair = (node: OnnxNode, op: Choice): Tensor => wrapped(op(node.type(0))(node.x(0), legacy(node)), node.type(0));

const reduced = (node: OnnxNode, op: Choice): Tensor =>
  node.inputs.map((_, i) => node.x(i)).reduce((x, y) => op(node.type(0))(x, y));

/** With the sign of the divisor. */
const modulo: Pair = (x, y) => {
  if (!isFloat(x)) return mod(x, y);
  const rest = fmod(x, y);
  return where(less(mul(sign(rest), sign(y)), 0), add(rest, y), rest);
};
/** With the sign of the dividend. */
const remainder: Pair = (x, y) => (isFloat(x) ? fmod(x, y) : sub(x, mul(y, div(x, y))));

/** The result has the type of the base; an integer base with a float exponent is raised as a float. */
function raised(node: OnnxNode): ReturnType<typeof held> {
  const [x, y] = [node.x(0), legacy(node)];
  const float = isFloat(x) || !isFloat(y) ? x.dtype : "f64";
  const value = power(castTo(x, float), castTo(y, float));
  return held(wrapped(value.dtype === x.dtype ? value : cast(value, x.dtype), node.type(0)), node.type(0));
}
