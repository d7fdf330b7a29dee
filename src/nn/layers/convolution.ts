import { constant, type Tensor } from "../../engine/index.js";
import { add, expand, matmul, mul, norm, reshape } from "../../engine/ops/index.gen.js";
import { RepError, ShapeError } from "../../error.js";
import { irreps } from "../../group/irreps.js";
import { wigner3j } from "../../group/wigner3j.js";
import { type Columns, columnsOf } from "../columns.js";
import type { Edges } from "../edges.js";
import { type Field, field, type GroupName } from "../field.js";
import { layer, type Scope } from "../layer.js";
import { convolutionSample } from "../sample.js";
import { splitAxis } from "../splitAxis.js";
import {
  type Couples,
  convolutionPaths,
  type Instruction,
  type Path,
  type ProductNormalization,
  productPaths,
  weightCount,
} from "../tensorProductPaths.js";
import { scalarMlp } from "./scalarMlp.js";
import { sphericalHarmonics } from "./sphericalHarmonics.js";

export { convolutionPaths } from "../tensorProductPaths.js";

export interface ConvolutionOptions extends ProductNormalization {
  /** √α of each path, as a trained model states them; if not given, by the normalization. */
  readonly coefficients?: readonly number[];
  /** By which the sums are divided: √(mean number of neighbours) keeps the variance. 1 by default. */
  readonly divisor?: number;
}

/**
 * Sum over the edges that arrive at a node of the sender's field times harmonics of the edge, path by path with a weight
 * for each copy: Σ w ⊙ (x_sender ⊗ Y). Because coupling is linear, products are summed first, as Σ Y (w x_sender)ᵀ, and
 * coupled once a node.
 * @param x field over [nodes]
 * @param y one copy an irrep, over the edges
 * @param out irreps wanted, each in x ⊗ y
 * @param instructions mode "uvu" with weights, all; those of the same parts of x and y are best neighbours, as `convolutionPaths` has them
 * @param weights [edges, weights], in the order of the instructions; or their columns, made as they are needed
 * @returns field of Out over [nodes]; a part that no path leads to is 0
 * @throws RepError if parts do not couple or y has more than one copy; a type error where irreps are literals and one does not
 * occur in x ⊗ y. ShapeError if there are not as many weights as the paths have
 * @source Thomas et al. 2018, arXiv:1802.08219; Batzner et al. 2022, arXiv:2101.03164, eq. 4
 */
export const convolution = layer("convolution", {
  samples: (self) => [
    convolutionSample("2x0e + 3x1o", "2x0e + 3x0e + 2x1o + 3x1o + 3x2e", (scope, x, arrows, edges) => {
      const y = sphericalHarmonics<"O(3)", string, string>(scope, arrows, "1x0e + 1x1o", { normalize: false });
      const { out, instructions } = convolutionPaths(x.irreps, y.irreps, ["0e", "1o", "2e"]);
      const lengths = norm(arrows.parts[0]!, { axes: [-2] });
      const weights = scalarMlp(scope.child("radial"), lengths, [13]);
      return self(scope, x, y, edges, String(out), instructions, weights, { divisor: 2 });
    }),
  ],
  apply<G extends GroupName, X extends string, Y extends string, const Out extends string>(
    _: Scope,
    x: Field<G, X>,
    y: Field<NoInfer<G>, Y>,
    edges: Edges,
    out: Out & Couples<X, Y, Out>,
    instructions: readonly Instruction[],
    weights: Tensor | Columns,
    { coefficients, divisor = 1, ...normalization }: ConvolutionOptions = {},
  ): Field<G, Out> {
    if (x.group !== (y.group as string)) throw new RepError("convolution", { expected: x.group, got: y.group });
    checkPaths(y, instructions);
    const paths = productPaths([x.irreps, y.irreps, irreps(out)], instructions, normalization).map((path, i) => ({
      ...path,
      coefficient: (coefficients?.[i] ?? path.coefficient) / divisor,
    }));
    const columns = "columns" in weights ? weights : columnsOf(weights);
    const count = weightCount(paths);
    if (columns.count !== count) {
      throw new ShapeError("convolution", { expected: `weights [.., ${count}]`, got: `[.., ${columns.count}]` });
    }
    const found = new Map<number, Tensor>();
    const senders = x.parts.map((part, i) =>
      paths.some((path) => path.x === i) ? edges.fromSenders(part) : undefined,
    );
    for (const group of grouped(paths)) {
      const coupled = messages(senders[group[0]!.x]!, y.parts[group[0]!.y]!, edges, group, columns);
      group.forEach((path, i) => {
        const before = found.get(path.out);
        found.set(path.out, before ? add(before, coupled[i]!) : coupled[i]!);
      });
    }
    const parts = irreps(out).map(({ l, multiplicity }, k) => {
      const zero = () => expand(constant(0, [], x.parts[0]!.dtype), [x.parts[0]!.shape[0]!, 2 * l + 1, multiplicity]);
      return found.get(k) ?? zero();
    });
    return field<G, Out>(x.group, out, parts);
  },
});

function checkPaths(y: Field<GroupName, string>, instructions: readonly Instruction[]): void {
  const many = y.irreps.find(({ multiplicity }) => multiplicity !== 1);
  if (many) throw new RepError("convolution", { expected: "one copy of each irrep of y", got: String(y.irreps) });
  const other = instructions.find(([, , , mode, weighted]) => mode !== "uvu" || !weighted);
  if (other)
    throw new RepError("convolution", { expected: "instructions of mode uvu with weights", got: `[${other}]` });
}

/** Runs of paths between the same parts. */
function grouped(paths: readonly Path[]): Path[][] {
  const groups: Path[][] = [];
  for (const path of paths) {
    const last = groups.at(-1);
    if (last && last[0]!.x === path.x && last[0]!.y === path.y) last.push(path);
    else groups.push([path]);
  }
  return groups;
}

/** The sums of all paths from one part of x and one of y: [nodes, 2 l3 + 1, u] each. */
function messages(x: Tensor, y: Tensor, edges: Edges, paths: readonly Path[], weights: Columns): Tensor[] {
  const [a, u] = x.shape.slice(-2) as [number, number];
  const b = y.shape.at(-2) as number;
  const [n, start] = [paths.length, paths[0]!.weight!.start];
  const lead = x.shape.slice(0, -2);
  const own = weights.columns(start, start + n * u);
  // [edges, path, a, u]: every path's weights times the same features.
  const weighted = mul(reshape(own, [...own.shape.slice(0, -1), n, 1, u]), reshape(x, [...lead, 1, a, u]));
  const coupled = (sums: Tensor) => matmul(couplings(paths, a, b), reshape(sums, [sums.shape[0]!, b * n * a, u]));
  const all = edges.sumOuter(reshape(y, y.shape.slice(0, -1)), reshape(weighted, [...lead, n * a * u]), coupled);
  return splitAxis(
    all,
    -2,
    paths.map(({ degrees: [, , l] }) => 2 * l + 1),
  );
}

/** Of all paths: rows are the components of their results, columns [b, path, a]. */
function couplings(paths: readonly Path[], a: number, b: number): Tensor {
  const n = paths.length;
  const rows = paths.flatMap(({ degrees: [l1, l2, l3], coefficient }, p) => {
    const symbol = wigner3j(l1, l2, l3); // [a, b, c]
    const size = 2 * l3 + 1;
    return Array.from({ length: size }, (_, c) => {
      const row = new Float64Array(b * n * a);
      for (let j = 0; j < b; j++)
        for (let i = 0; i < a; i++) row[(j * n + p) * a + i] = coefficient * symbol[(i * b + j) * size + c]!;
      return row;
    });
  });
  const data = Float64Array.from(
    { length: rows.length * b * n * a },
    (_, i) => rows[Math.floor(i / (b * n * a))]![i % (b * n * a)]!,
  );
  return constant(data, [rows.length, b * n * a]);
}
