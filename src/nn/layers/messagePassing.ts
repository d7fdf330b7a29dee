import type { Tensor } from "../../engine/index.js";
import { add, concat, silu } from "../../engine/ops/index.gen.js";
import type { Edges } from "../edges.js";
import { layer, type Scope } from "../layer.js";
import { graphSample } from "../sample.js";
import { dense } from "./dense.js";
import { mlp } from "./mlp.js";
import { pairDense } from "./pairDense.js";

/**
 * Message passing that knows permutations and nothing else: an edge network, a sum, a node network, a residual.
 * @param h [nodes, width]
 * @param attributes features of the edges, [edges, c]
 * @returns [nodes, width]
 * @source Gilmer et al. 2017, arXiv:1704.01212; widths and depths as the GNN of Satorras et al. 2021
 */
export const messagePassing = layer("messagePassing", {
  samples: (self) => [graphSample((scope, { h, x }, edges) => ({ h: self(scope, h!, edges), x: x! }))],
  apply(scope: Scope, h: Tensor, edges: Edges, attributes?: Tensor): Tensor {
    const width = h.shape.at(-1) as number;
    const hidden = silu(pairDense(scope.child("edge0"), h, h, attributes, width, edges));
    const message = silu(dense(scope.child("edge1"), hidden, width));
    return add(h, mlp(scope.child("node"), concat([h, edges.sum(message)], -1), [width, width]));
  },
});
