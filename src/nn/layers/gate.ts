import { mul, sigmoid, silu, slice, tanh } from "../../engine/ops/index.gen.js";
import { RepError } from "../../error.js";
import { irreps, type Reachable } from "../../group/irreps.js";
import { type Activation, checkParity, type Moment, scaledActivation } from "../activationFunction.js";
import { type Field, field, type GroupName } from "../field.js";
import { layer, type Scope } from "../layer.js";
import { fieldSample } from "../sample.js";

export interface GateOptions {
  /** For each part of 0e and 0o in the result, in order; silu and tanh by default. */
  readonly scalars?: readonly Activation[];
  /** For the gates of each part with l > 0, in order; sigmoid by default. */
  readonly gates?: readonly Activation[];
  /** Which constant scales the functions; "exact" by default. */
  readonly moment?: Moment;
}

/** Irreps that a gate needs to give `out`: its own and one more 0e for each copy of l > 0; sorted, as e3nn has them. */
export function gateInput(out: string): string {
  const gates = irreps(out).reduce((n, { l, multiplicity }) => n + (l > 0 ? multiplicity : 0), 0);
  const scalars = [...irreps(out)].filter(({ l }) => l === 0);
  const others = [...irreps(out)].filter(({ l }) => l > 0);
  const all = irreps([...scalars, { multiplicity: gates, irrep: "0e" }, ...others]);
  return String(all.sort().irreps.simplify());
}

/**
 * Functions of the numbers, and every copy with l > 0 multiplied by a function of a number of its own, its gate.
 * @param x field of `gateInput(out)`; of its 0e the first go into the result, the others are gates in the order of the copies
 * @param out irreps wanted
 * @returns field of Out
 * @throws RepError if x does not have as many copies of each irrep as are needed, or a function of 0o is not odd; a type error
 * where an irrep of out does not occur in x at all
 * @source Weiler et al. 2018, arXiv:1807.02547; e3nn's `Gate`
 */
export const gate = layer("gate", {
  samples: (self) => [
    fieldSample(gateInput("2x0e + 1x0o + 2x1o + 1x2e"), "2x0e + 1x0o + 2x1o + 1x2e", (_, x) =>
      self(_, x, "2x0e + 1x0o + 2x1o + 1x2e" as string),
    ),
  ],
  apply<G extends GroupName, In extends string, const Out extends string>(
    _: Scope,
    x: Field<G, In>,
    out: Out & Reachable<In, Out>,
    { scalars, gates, moment = "exact" }: GateOptions = {},
  ): Field<G, Out> {
    const wanted = irreps(out);
    for (const { irrep } of [...irreps(gateInput(out)), ...x.irreps]) {
      const needed = irreps(gateInput(out)).reduce((n, each) => n + (each.irrep === irrep ? each.multiplicity : 0), 0);
      if (x.multiplicity(irrep) === needed) continue;
      throw new RepError("gate", { expected: gateInput(out), got: String(x.irreps) });
    }
    const next = takers(x);
    let [scalar, gated] = [0, 0];
    // Numbers first: the 0e that are left over are the gates.
    const plain = wanted.map(({ irrep, l, multiplicity }) => {
      if (l > 0) return undefined;
      const f = scalars?.[scalar++] ?? (irrep === "0e" ? silu : tanh);
      checkParity("gate", f, irrep);
      return scaledActivation(f, moment)(next(irrep, multiplicity));
    });
    const parts = wanted.map(({ irrep, multiplicity }, i) => {
      const number = plain[i];
      if (number) return number;
      const f = scaledActivation(gates?.[gated++] ?? sigmoid, moment);
      return mul(next(irrep, multiplicity), f(next("0e", multiplicity)));
    });
    return field<G, Out>(x.group, out, parts);
  },
});

/** Gives the next copies of an irrep, from the first on. */
function takers(x: Field<GroupName, string>) {
  const taken = new Map<string, number>();
  return (irrep: string, count: number) => {
    const start = taken.get(irrep) ?? 0;
    taken.set(irrep, start + count);
    const all = x.part(irrep);
    return count === all.shape.at(-1) ? all : slice(all, -1, start, start + count);
  };
}
