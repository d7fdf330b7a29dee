import { constant, type Tensor } from "../../engine/index.js";
import { add, expand, mul, norm, reshape } from "../../engine/ops/index.gen.js";
import { uniformValue } from "../../engine/tensor.js";
import { RepError, ShapeError } from "../../error.js";
import { irreps } from "../../group/irreps.js";
import { wigner3j } from "../../group/wigner3j.js";
import { type Columns, columnsOf, columnsOfParts } from "../columns.js";
import type { Edges } from "../edges.js";
import { type Field, field, type GroupName } from "../field.js";
import { layer, type Scope } from "../layer.js";
import { convolutionSample } from "../sample.js";
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
 * for each copy: Σ w ⊙ (x_sender ⊗ Y). The coupling with Y is a matrix for each edge, the same for all copies and layers:
 * then a node's sum over edges and components is one product of matrices.
 * @param x field over [nodes]
 * @param y one copy an irrep, over the edges
 * @param out irreps wanted, each in x ⊗ y
 * @param instructions mode "uvu" with weights, all
 * @param weights [edges, weights], in the order of the instructions; or a list of each one's [edges, copies]; or columns, made
 * as they are needed
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
    weights: Tensor | readonly Tensor[] | Columns,
    { coefficients, divisor = 1, ...normalization }: ConvolutionOptions = {},
  ): Field<G, Out> {
    if (x.group !== (y.group as string)) throw new RepError("convolution", { expected: x.group, got: y.group });
    checkPaths(y, instructions);
    const paths = productPaths([x.irreps, y.irreps, irreps(out)], instructions, normalization).map((path, i) => ({
      ...path,
      coefficient: (coefficients?.[i] ?? path.coefficient) / divisor,
    }));
    const { sources, columns } = columnsFor(weights, paths);
    const sent = x.parts.map((part, i) => (paths.some((path) => path.x === i) ? edges.sent(part) : part));
    const entries = {
      sources: sources.map((each) => edges.ofComponents(each)),
      paths: paths.map((path) => entriesOf(path, sent[path.x]!, y.parts[path.y]!, edges)),
    };
    const sums = edges.sumProducts(entries, (own) =>
      own.paths.map(({ sent, scalar: [scalar], maps: [maps] }, i) => {
        const { start, shape } = paths[i]!.weight!;
        const weights = columns(own.sources, start, start + shape[0]!);
        return { sent, maps, weights: scalar ? mul(weights, scalar) : weights };
      }),
    );
    const found = new Map<number, Tensor>();
    paths.forEach((path, i) => {
      const all = mul(sums[i]!, factorOf(path, y.parts[path.y]!));
      const before = found.get(path.out);
      found.set(path.out, before ? add(before, all) : all);
    });
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

function columnsFor(weights: Tensor | readonly Tensor[] | Columns, paths: readonly Path[]): Columns {
  const isList = "length" in weights;
  const found = "columns" in weights ? weights : isList ? columnsOfParts(weights) : columnsOf(weights);
  const expected = isList ? paths.map(({ weight }) => weight!.shape[0]!) : [weightCount(paths)];
  const print = (widths: readonly number[]) => widths.map((width) => `[.., ${width}]`).join(", ") || "none";
  if (print(found.widths) === print(expected)) return found;
  throw new ShapeError("convolution", { expected: `weights ${print(expected)}`, got: print(found.widths) });
}

/** The value that a tensor has everywhere, where it is known: harmonics of degree 0 are constant. */
const valueEverywhere = (x: Tensor): number | undefined =>
  ["expand", "reshape"].includes(x.rule.name) ? valueEverywhere(x.inputs[0]!) : uniformValue(x);

/** What a path's products on edges are made of, beside its weights; the lists have one tensor or none. */
type PathEntries = {
  readonly sent: Tensor;
  /** One more weight: y where it is a scalar, but not the same for all edges. */
  readonly scalar: readonly Tensor[];
  readonly maps: readonly Tensor[];
};

function entriesOf({ degrees: [l1, l2, l3] }: Path, sent: Tensor, y: Tensor, edges: Edges): PathEntries {
  if (l2 > 0) {
    const symbol = constant(wigner3j(l1, l2, l3), [2 * l1 + 1, 2 * l2 + 1, 2 * l3 + 1], y.dtype);
    return { sent, scalar: [], maps: [edges.maps(y, symbol)] };
  }
  const isSame = valueEverywhere(y) !== undefined;
  return { sent, scalar: isSame ? [] : [edges.ofComponents(reshape(y, y.shape.slice(0, -1)))], maps: [] };
}

/** By what a path's sums are to be scaled. */
function factorOf({ degrees: [l1, l2, l3], coefficient }: Path, y: Tensor): number {
  if (l2 > 0) return coefficient;
  // With a scalar all entries of the symbol that are not 0 are equal.
  return coefficient * wigner3j(l1, l2, l3)[0]! * (valueEverywhere(y) ?? 1);
}
