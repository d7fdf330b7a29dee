import type { Tensor } from "../../engine/index.js";
import { add, matmul } from "../../engine/ops/index.gen.js";
import type { Edges } from "../edges.js";
import { torchUniform } from "../initializer.js";
import { layer, type Scope } from "../layer.js";
import { graphSample } from "../sample.js";

/**
 * The dense layer on [receiver, sender, edge] features of every edge, without putting them side by side: each block of
 * the weight acts where its input lives, so that the nodes' blocks cost a product a node and not one an edge.
 * @param receiver [nodes, a]
 * @param sender [nodes, b]
 * @param edge [edges, c] in the layout of the edges
 * @returns [edges, width]
 */
export const pairDense = layer("pairDense", {
  samples: (self) => [
    graphSample((scope, { h, x }, edges) => ({
      h: edges.sum(self(scope, h!, h!, edges.fromSenders(h!), 3, edges)),
      x: x!,
    })),
  ],
  apply(scope: Scope, receiver: Tensor, sender: Tensor, edge: Tensor | undefined, width: number, edges: Edges): Tensor {
    const inputs = [receiver, sender, ...(edge ? [edge] : [])];
    const sizes = inputs.map((x) => x.shape.at(-1) as number);
    const initial = torchUniform(sizes.reduce((a, b) => a + b));
    const block = (x: Tensor, name: string, n: number) => matmul(x, scope.parameter(name, [n, width], initial));
    const bias = scope.parameter("bias", [width], initial);
    const atReceiver = add(block(receiver, "receiver", sizes[0]!), bias);
    const pair = add(edges.fromReceivers(atReceiver), edges.fromSenders(block(sender, "sender", sizes[1]!)));
    return edge ? add(pair, block(edge, "edge", sizes[2]!)) : pair;
  },
});
