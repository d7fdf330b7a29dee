import {
  bitwiseAnd,
  bitwiseOr,
  bitwiseXor,
  greaterEqual,
  less,
  logicalOr,
  shiftLeft,
  shiftRight,
  sub,
  where,
} from "../../ops/index.gen.js";
import type { Tensor } from "../../tensor.js";
import { bitsOf, isUnsigned } from "../elementType.js";
import { importer, type OnnxNode } from "../importer.js";
import { wrapped } from "../narrowing.js";

/** Bits of integers. */
export const bitwise = importer("bitwise", {
  BitShift: (node) => {
    const [x, type] = [node.x(0), node.type(0)];
    // Shifted by as many bits as there are, or more, only the sign is left.
    if (node.text("direction") === "LEFT")
      return wrapped(
        within(node, (n) => shiftLeft(x, n), 0),
        type,
      );
    const rest = isUnsigned(type) ? 0 : where(less(x, 0), -1, sub(x, x));
    return within(node, (n) => shiftRight(x, n, { unsigned: type === "u64" }), rest);
  },
  BitwiseAnd: (node) => bitwiseAnd(node.x(0), node.x(1)),
  BitwiseNot: (node) => wrapped(sub(-1, node.x(0)), node.type(0)),
  BitwiseOr: (node) => bitwiseOr(node.x(0), node.x(1)),
  BitwiseXor: (node) => bitwiseXor(node.x(0), node.x(1)),
});

function within(node: OnnxNode, shift: (n: Tensor) => Tensor, rest: Tensor | number): Tensor {
  const n = node.x(1);
  const outside = logicalOr(less(n, 0), greaterEqual(n, bitsOf(node.type(0))));
  return where(outside, rest, shift(where(outside, 0, n)));
}
