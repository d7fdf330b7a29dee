import { add as addTensors, concat, mul, silu, square, sub, sum } from "../../engine/ops/index.gen.js";
import { RepError } from "../../error.js";
import type { Edges } from "../edges.js";
import {
  add,
  channels,
  components,
  type Field,
  type GroupName,
  type Points,
  scalars,
  translate,
  vector,
} from "../field.js";
import { xavierUniform } from "../initializer.js";
import { layer, type Scope } from "../layer.js";
import { motionSample } from "../sample.js";
import { dense } from "./dense.js";
import { mlp } from "./mlp.js";
import { pairDense } from "./pairDense.js";

/** What a layer passes on: invariant features and points. */
export interface EgnnState<G extends GroupName, H extends string> {
  readonly h: Field<G, H>;
  readonly x: Points<G>;
}
export interface EgnnOptions<G extends GroupName> {
  /** Velocities at the start; with them the layer is the velocity variant, eq. 7. */
  readonly velocity?: Field<G, "1x1o">;
  /** Invariant features of the edges, [edges, c]. */
  readonly attributes?: ReturnType<typeof channels>;
}

/**
 * E(n)-equivariant graph convolution: messages from squared distances, points moved along differences.
 * C is 1/(number of neighbours). The authors' code also clamps each component of a move to ±100, which no rotation
 * respects; the paper does not, nor does this.
 * @param state h invariants of `width`, x points
 * @returns h of the same type, x moved
 * @throws RepError if their groups differ; a type error where they are known
 * @source Satorras et al. 2021, arXiv:2102.09844, eq. 3–7; with v⁰ in eq. 7, as the authors' code has it
 */
export const egnnLayer = layer("egnnLayer", {
  samples: (self) => [
    motionSample((scope, state, edges, velocity) => self(scope, state, edges, { velocity })),
    motionSample((scope, state, edges) => self(scope, state, edges)),
  ],
  apply<G extends GroupName, H extends string>(
    scope: Scope,
    { h, x }: { readonly h: Field<G, H>; readonly x: Points<NoInfer<G>> },
    edges: Edges,
    { velocity, attributes }: EgnnOptions<NoInfer<G>> = {},
  ): EgnnState<G, H> {
    const other = [x, velocity].find((each) => each && each.group !== h.group);
    if (other) throw new RepError("egnnLayer", { expected: h.group, got: other.group });
    const features = channels(h as Field<G, never>);
    const width = features.shape.at(-1) as number;
    const difference = sub(edges.fromReceivers(x.position), edges.fromSenders(x.position));
    const squared = sum(square(difference), { axes: [-1], keepDims: true });
    const edge = attributes ? concat([squared, attributes], -1) : squared;
    // eq. 3
    const hidden = silu(pairDense(scope.child("edge0"), features, features, edge, width, edges));
    const message = silu(dense(scope.child("edge1"), hidden, width));
    // eq. 4; without the small gain of the last layer, training explodes
    const last = { bias: false, initial: xavierUniform(width, 1, 0.001) };
    const move = edges.mean(mul(difference, mlp(scope.child("coordinate"), message, [width, 1], { last })));
    const moved = translate(x, vector(x.group, move));
    const drift = velocity && mul(mlp(scope.child("velocity"), features, [width, 1]), components(velocity));
    // eq. 5 and 6
    const update = mlp(scope.child("node"), concat([features, edges.sum(message)], -1), [width, width]);
    return {
      h: add(h, scalars(h.group, h.type, update) as Field<G, NoInfer<H>>),
      x: drift ? { group: x.group, position: addTensors(moved.position, drift) } : moved,
    };
  },
});
