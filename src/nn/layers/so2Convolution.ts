import { printShape } from "../../engine/dim.js";
import type { Tensor } from "../../engine/index.js";
import { concat, matmul, mul, norm, slice } from "../../engine/ops/index.gen.js";
import { InputError, RepError, ShapeError } from "../../error.js";
import type { Group } from "../../group/group.js";
import { specialOrthogonal } from "../../group/groups/index.gen.js";
import { type Irreps, irreps } from "../../group/irreps.js";
import { edgeAngles, edgeRotation } from "../edgeRotation.js";
import type { Edges } from "../edges.js";
import { components, dimensionOf, type Field, field, type GroupName } from "../field.js";
import { layer, type Scope } from "../layer.js";
import { convolutionSample } from "../sample.js";
import { columnsOf, cut, mixer, rowsOf, stacksOf } from "../so2Stacks.js";
import { scalarMlp } from "./scalarMlp.js";

export interface So2ConvolutionOptions {
  /** Components with |m| up to this number take part; all by default. */
  readonly mMax?: number;
  /** [edges, so2WeightCount]: multiply each edge's turned features, those of ±m alike. */
  readonly weights?: Tensor;
  /** By which the sums are divided: √(mean number of neighbours) keeps the variance. 1 by default. */
  readonly divisor?: number;
}

/**
 * Sum over the edges that arrive at a node of the sender's features, mixed in the edge's own frame: turned so that the edge lies
 * along y, cut to |m| ≤ mMax, mixed over degrees and channels by a complex matrix for each m (real for m = 0), turned back.
 * With all m it is what tensor products with harmonics of the edge can do, by O(L³) instead of O(L⁶) operations.
 *
 * On SO(3) all matrices are full. On O(3) a mirror that contains the edge allows the real part only between parts whose
 * parities are both (−1)^l or both not, and the imaginary part between the others; the rest is left out.
 *
 * The frame's turn about the edge is of no effect; positions have finite derivatives of any order, edges along ±y included. An
 * edge of length 0 sends nothing.
 * @param x field over [nodes], all parts with the same multiplicity
 * @param arrows a vector an edge, from receiver to sender or back, over the edges
 * @param out irreps wanted, all with the same multiplicity
 * @returns field of Out over [nodes]; a part that nothing leads to is 0
 * @throws RepError if multiplicities differ, or the group is not of space; ShapeError on another number of weights; InputError if mMax is no number ≥ 0
 * @source Passaro & Zitnick 2023, arXiv:2302.03655; Liao et al. 2023, arXiv:2306.12059
 */
export const so2Convolution = layer("so2Convolution", {
  samples: (self) => [
    convolutionSample("2x0e + 2x1o + 2x2e + 2x3o", "3x0e + 3x1o + 3x2e", (scope, x, arrows, edges) => {
      const lengths = norm(arrows.parts[0]!, { axes: [-2] });
      const weights = scalarMlp(scope.child("radial"), lengths, [so2WeightCount(x.irreps, 2)]);
      return self(scope, x, arrows, edges, "3x0e + 3x1o + 3x2e" as string, { mMax: 2, weights, divisor: 2 });
    }),
    convolutionSample("2x1e + 2x1o + 2x2e", "1x2o + 1x0o + 1x1e + 1x0e", (scope, x, arrows, edges) =>
      self(scope, x, arrows, edges, "1x2o + 1x0o + 1x1e + 1x0e" as string, { mMax: 1 }),
    ),
    {
      ...convolutionSample("2x0e + 2x1e + 2x2e", "3x0e + 3x1e + 3x3e", (scope, x, arrows, edges) => {
        const [own, vectors] = [field("SO(3)", x.type, x.parts), field("SO(3)", "1x1o", arrows.parts)];
        const type: string = "3x0e + 3x1e + 3x3e";
        return field("O(3)", type, self(scope, own, vectors, edges, type).parts);
      }),
      group: specialOrthogonal(3) as unknown as Group,
    },
  ],
  apply<G extends GroupName, X extends string, const Out extends string>(
    scope: Scope,
    x: Field<G, X>,
    arrows: Field<NoInfer<G>, "1x1o">,
    edges: Edges,
    out: Out,
    { mMax = Number.POSITIVE_INFINITY, weights, divisor = 1 }: So2ConvolutionOptions = {},
  ): Field<G, Out> {
    const wanted = irreps(out);
    if (x.group !== (arrows.group as string)) {
      throw new RepError("so2Convolution", { expected: `arrows of ${x.group}`, got: arrows.group });
    }
    check(x, wanted, weights, mMax);
    const [from, to] = [stacksOf(x.group, x.irreps, mMax), stacksOf(x.group, wanted, mMax)];
    const mixed = mixer(scope, from, to, [copiesOf(x.irreps), copiesOf(wanted)]);
    const rows = [rowsOf(from, x.irreps), rowsOf(to, wanted)] as const;
    const most = Math.max(...[...x.irreps, ...wanted].map(({ l }) => l));
    const sent = edges.fromSenders(concat(x.parts, 1));
    const entries = { sent, angles: edgeAngles(components(arrows), most), factors: weights ? [weights] : [] };
    const isSame = JSON.stringify(rows[0]) === JSON.stringify(rows[1]);
    const sums = edges.sumTurned(entries, ({ sent, angles, factors: [factor] }) => {
      const there = edgeRotation(angles, rows[0], columnsOf(x.irreps));
      const back = isSame ? there : edgeRotation(angles, rows[1], columnsOf(wanted));
      return { values: mixed(cut(from, matmul(there, sent), factor)), matrices: back };
    });
    const scaled = mul(sums, 1 / divisor);
    const starts = wanted.map((_, i) => wanted.slice(0, i).reduce((n, { l }) => n + 2 * l + 1, 0));
    const parts = wanted.map(({ l }, i) => slice(scaled, 1, starts[i]!, starts[i]! + 2 * l + 1));
    return field<G, Out>(x.group, out, parts);
  },
});

/** How many weights an edge has: one for each m ≥ 0, part with l ≥ m and copy, in that order; on O(3), of each m the parts of parity (−1)^l first. */
export const so2WeightCount = (x: Irreps, mMax: number = Number.POSITIVE_INFINITY): number =>
  x.reduce((n, { l, multiplicity }) => n + (Math.min(l, mMax) + 1) * multiplicity, 0);

const copiesOf = (type: Irreps): number => type[0]!.multiplicity;

function check(x: Field<GroupName, string>, out: Irreps, weights: Tensor | undefined, mMax: number): void {
  if (mMax < 0 || (!Number.isInteger(mMax) && mMax !== Number.POSITIVE_INFINITY))
    throw new InputError("so2Convolution", { expected: "mMax 0, 1, 2, …", got: String(mMax) });
  if (dimensionOf(x.group) !== 3) throw new RepError("so2Convolution", { expected: "O(3) or SO(3)", got: x.group });
  for (const type of [x.irreps, out]) {
    const other = type.find(({ multiplicity }) => multiplicity !== copiesOf(type));
    if (other || type.length === 0)
      throw new RepError("so2Convolution", { expected: "parts of one multiplicity", got: String(type) });
  }
  const count = so2WeightCount(x.irreps, mMax);
  if (weights && weights.shape.at(-1) !== count)
    throw new ShapeError("so2Convolution", { expected: `weights [.., ${count}]`, got: printShape(weights.shape) });
}
