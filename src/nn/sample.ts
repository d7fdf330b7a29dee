// Inputs on which the layers' laws are tried.
import { reshape, sub } from "../engine/ops/index.gen.js";
import { constant, type Tensor } from "../engine/tensor.js";
import { euclid, invariant, linear, ofIrreps, permute } from "../group/action.js";
import type { Group } from "../group/group.js";
import { euclidean, orthogonal, symmetric } from "../group/groups/index.gen.js";
import { irreps } from "../group/irreps.js";
import { type Edges, paddedEdges } from "./edges.js";
import { type Field, fromFlat, points, scalars, toFlat, vector } from "./field.js";
import type { LayerSample, Scope } from "./layer.js";

/** Channels on which the group does nothing. */
export const channelSample = (call: (scope: Scope, x: Tensor) => Tensor): LayerSample => ({
  group: symmetric(4) as unknown as Group,
  inputs: { x: { shape: [4, 3], action: permute(0) } },
  call: (scope, { x }) => ({ y: call(scope, x!) }),
  outputs: { y: permute(0) },
});

/** A field of O(3) in and one out. */
export const fieldSample = (
  type: string,
  out: string,
  call: (scope: Scope, x: Field<"O(3)", string>) => Field<"O(3)", string>,
): LayerSample => ({
  group: orthogonal(3) as unknown as Group,
  inputs: { x: { shape: [4, irreps(type).dimension], action: ofIrreps(1, type) } },
  call: (scope, { x }) => ({ y: toFlat(call(scope, fromFlat("O(3)", type, x!) as Field<"O(3)", string>)) }),
  outputs: { y: ofIrreps(1, out) },
});

/** Two fields of O(3) in and one out. */
export const productSample = (
  x: string,
  y: string,
  out: string,
  call: (scope: Scope, x: Field<"O(3)", string>, y: Field<"O(3)", string>) => Field<"O(3)", string>,
): LayerSample => ({
  group: orthogonal(3) as unknown as Group,
  inputs: {
    x: { shape: [4, irreps(x).dimension], action: ofIrreps(1, x) },
    y: { shape: [4, irreps(y).dimension], action: ofIrreps(1, y) },
  },
  call: (scope, given) => {
    const [a, b] = [fromFlat("O(3)", x as string, given.x!), fromFlat("O(3)", y as string, given.y!)];
    return { z: toFlat(call(scope, a, b)) };
  },
  outputs: { z: ofIrreps(1, out) },
});

/** Three nodes, all connected, features h and points x; the group renumbers the nodes. */
export const graphSample = (
  call: (scope: Scope, inputs: Readonly<Record<string, Tensor>>, edges: Edges) => Readonly<Record<string, Tensor>>,
): LayerSample => ({
  group: symmetric(3) as unknown as Group,
  inputs: { h: { shape: [3, 4], action: permute(0) }, x: { shape: [3, 3], action: permute(0) } },
  call: (scope, inputs) => call(scope, inputs, triangle()),
  outputs: { h: permute(0), x: permute(0) },
});

/** The same graph in space, moved by E(3). */
export const motionSample = (
  call: (
    scope: Scope,
    state: { h: Field<"O(3)", "4x0e">; x: ReturnType<typeof points<"O(3)">> },
    edges: Edges,
    velocity: Field<"O(3)", "1x1o">,
  ) => { h: Field<"O(3)", "4x0e">; x: { position: Tensor } },
): LayerSample => ({
  group: euclidean(3) as unknown as Group,
  inputs: {
    h: { shape: [3, 4], action: invariant },
    x: { shape: [3, 3], action: euclid(1) },
    v: { shape: [3, 3], action: linear(1) },
  },
  call(scope, { h, x, v }) {
    const state = { h: scalars("O(3)", "4x0e", h!), x: points("O(3)", x!) };
    const after = call(scope, state, triangle(), vector("O(3)", v!));
    return { h: reshape(after.h.parts[0]!, [3, 4]), x: after.x.position };
  },
  outputs: { h: invariant, x: euclid(1) },
});

/** Three nodes, all connected, with a field of O(3) on each and a vector on each edge. */
export const convolutionSample = (
  type: string,
  out: string,
  call: (scope: Scope, x: Field<"O(3)", string>, arrows: Field<"O(3)", "1x1o">, edges: Edges) => Field<"O(3)", string>,
): LayerSample => ({
  group: orthogonal(3) as unknown as Group,
  inputs: {
    x: { shape: [3, irreps(type).dimension], action: ofIrreps(1, type) },
    position: { shape: [3, 3], action: linear(1) },
  },
  call(scope, { x, position }) {
    const edges = triangle();
    const arrows = sub(edges.fromSenders(position!), edges.fromReceivers(position!));
    return { y: toFlat(call(scope, fromFlat("O(3)", type as string, x!), vector("O(3)", arrows), edges)) };
  },
  outputs: { y: ofIrreps(1, out) },
});

/** All edges between three nodes, padded; every node sends its edges to the two others. */
function triangle(): Edges {
  const senders = constant([1, 2, 0, 2, 0, 1], [3, 2], "i32");
  const reverse = constant([2, 4, 0, 5, 1, 3], [3, 2], "i32");
  return paddedEdges({ senders, reverse });
}
