import { add, det, einsum, mul, transpose } from "../../ops/index.gen.js";
import type { Tensor } from "../../tensor.js";
import { importer, type OnnxNode } from "../importer.js";
import { multiplied } from "../matrixProduct.js";

/** Matrix products, and determinants. */
export const product = importer("product", {
  Det: (node) => det(node.x(0)),
  Einsum: (node) => einsum(node.text("equation"), ...node.inputs.map((_, i) => node.x(i))),
  Gemm: (node) => gemm(node),
  MatMul: (node) => multiplied(node.x(0), node.x(1)),
});

function gemm(node: OnnxNode): Tensor {
  const side = (i: number, name: string) => (node.int(name, 0) === 1 ? transpose(node.x(i)) : node.x(i));
  const scaled = (x: Tensor, by: number) => (by === 1 ? x : mul(x, by));
  const both = scaled(multiplied(side(0, "transA"), side(1, "transB")), node.float("alpha", 1));
  return node.inputs[2] ? add(both, scaled(node.x(2), node.float("beta", 1))) : both;
}
