import { broadcast, type Shape } from "../../engine/dim.js";
import type { Tensor } from "../../engine/index.js";
import { add, expand, slice } from "../../engine/ops/index.gen.js";
import { constant } from "../../engine/tensor.js";
import { RepError, ShapeError } from "../../error.js";
import { irreps } from "../../group/irreps.js";
import { couple } from "../couple.js";
import { type Field, field, type GroupName } from "../field.js";
import { layer, type Scope } from "../layer.js";
import { productSample } from "../sample.js";
import {
  type Couples,
  type Instruction,
  type Path,
  type ProductNormalization,
  productPaths,
  weightCount,
} from "../tensorProductPaths.js";

export {
  type Coupled,
  type Couples,
  type Instruction,
  type Mode,
  type Path,
  type ProductNormalization,
  productPaths,
  weightCount,
} from "../tensorProductPaths.js";

export interface TensorProductOptions extends ProductNormalization {
  /** [weights] for all rows, or [...batch, weights]; in the order of e3nn. If not given: a parameter `weight`, standard normal. */
  readonly weights?: Tensor | undefined;
  /** √α of each path, as a trained model states them; if not given, by the normalization. */
  readonly coefficients?: readonly number[] | undefined;
}

/**
 * The tensor product of two fields, path by path, in the modes of e3nn.
 * @param x, y fields; their batch axes broadcast
 * @param out irreps wanted, each in x ⊗ y; a part that no path leads to is 0
 * @param instructions by numbers of parts: [0, 1, 0, "uvu", true]
 * @returns field of Out; from fields of variance 1 one of variance 1
 * @throws RepError if parts do not couple or their multiplicities do not fit the mode; an irrep of Out that is not in
 * x ⊗ y is a type error where all are literals. ShapeError if there are not as many weights as the paths have
 * @source Geiger & Smidt 2022, arXiv:2207.09453
 */
export const tensorProduct = layer("tensorProduct", {
  samples: (self) => [
    ...(
      [
        ["uvw", "2x1o + 3x2e", "2x1o", "2x1o + 3x2e"],
        ["uvu", "3x1o + 3x2e", "2x1o", "3x3o + 3x1e"],
        ["uvv", "2x1o + 3x2e", "3x1o", "3x2o + 3x2e"],
        ["uuw", "2x1o + 2x2e", "2x1o", "3x1o + 1x0e"],
        ["uuu", "3x1o + 3x2e", "3x1o", "3x1o + 3x2e"],
        ["uvuv", "2x1o + 2x2e", "3x1o", "6x2o + 6x0e"],
      ] as const
    ).map(([mode, x, y, out]) => {
      const paths: readonly Instruction[] = [
        [1, 0, 0, mode, true],
        [0, 0, 1, mode, true],
      ];
      return productSample(x, y, out, (scope, x, y) => self(scope, x, y, out as string, paths));
    }),
    productSample("2x1o", "3x2e", "1x0o + 6x3o", (scope, x, y) =>
      self(scope, x, y, "1x0o + 6x3o" as string, [[0, 0, 1, "uvuv", false]], {
        irreps: "norm",
        paths: "path",
      }),
    ),
  ],
  apply<G extends GroupName, X extends string, Y extends string, const Out extends string>(
    scope: Scope,
    x: Field<G, X>,
    y: Field<NoInfer<G>, Y>,
    out: Out & Couples<X, Y, Out>,
    instructions: readonly Instruction[],
    { weights, coefficients, ...normalization }: TensorProductOptions = {},
  ): Field<G, Out> {
    if (x.group !== (y.group as string)) throw new RepError("tensorProduct", { expected: x.group, got: y.group });
    const paths = stated(productPaths([x.irreps, y.irreps, irreps(out)], instructions, normalization), coefficients);
    const count = weightCount(paths);
    const all = weights ?? (count > 0 ? scope.normal("weight", [count], 1) : undefined);
    if (count > 0 && all!.shape.at(-1) !== count) {
      throw new ShapeError("tensorProduct", {
        expected: `weights [.., ${count}]`,
        got: `[${all!.shape.join(", ")}]`,
      });
    }
    const batch = batchOf(x, y);
    const parts = irreps(out).map(({ l, multiplicity }, k) => {
      const terms = paths
        .filter((path) => path.out === k)
        .map((path) => couple(x.parts[path.x]!, y.parts[path.y]!, path, weightsOf(path, all)));
      if (terms.length > 0) return terms.reduce((sum, each) => add(sum, each));
      return expand(constant(0, [], x.parts[0]?.dtype), [...batch, 2 * l + 1, multiplicity]);
    });
    return field<G, Out>(x.group, out, parts);
  },
});

const stated = (paths: readonly Path[], coefficients: readonly number[] | undefined): readonly Path[] =>
  coefficients ? paths.map((path, i) => ({ ...path, coefficient: coefficients[i]! })) : paths;

/** The weights of a path, flat on the last axis. */
function weightsOf({ weight }: Path, all: Tensor | undefined): Tensor | undefined {
  if (!weight) return undefined;
  const count = weight.shape.reduce((a, b) => a * b, 1);
  return all!.shape.at(-1) === count ? all : slice(all!, -1, weight.start, weight.start + count);
}

function batchOf(x: Field<GroupName, string>, y: Field<GroupName, string>): Shape {
  const batches = [x, y].map(({ parts }) => parts[0]?.shape.slice(0, -2) ?? []);
  return broadcast(...batches) ?? [];
}
