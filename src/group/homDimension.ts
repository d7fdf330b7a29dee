import { InputError } from "../error.js";
import { findFamily } from "./diagramHom.js";
import type { Group, Plain } from "./group.js";
import { intertwiners } from "./intertwiners.js";
import { character, tensorPower } from "./representation.js";

const elementLimit = 50_000;
const entryLimit = 2 ** 16;

/**
 * dim Hom_G(V^⊗k, V^⊗l), V the defining representation of any group: by diagrams where it has them, as the mean of
 * χ(g⁻¹)^k χ(g)^l over a finite group of at most 50,000 elements, else as the dimension of `intertwiners`.
 * @throws InputError if k or l is no natural number, or (dim V)^(k + l) is above 2¹⁶ in the last case
 */
export function homDimension<E extends Plain>(G: Group<E>, k: number, l: number): number {
  for (const power of [k, l])
    if (!(Number.isInteger(power) && power >= 0))
      throw new InputError("homDimension", { expected: "powers k, l ≥ 0", got: String(power) });
  const family = findFamily(G);
  if (family) return family.rule.dimension(family.n, k, l);
  if (G.order !== null && G.order <= elementLimit) {
    const mean = (sum: number, g: E) => sum + character(G, G.inverse(g)) ** k * character(G, g) ** l;
    return Math.round(Math.abs(G.elements().reduce(mean, 0)) / G.order); // not −0
  }
  if (G.dimension ** (k + l) > entryLimit)
    throw new InputError("homDimension", {
      expected: `maps of at most ${entryLimit} entries, for a group without diagrams`,
      got: `${G.dimension}^${k + l}`,
    });
  return intertwiners(tensorPower(G, k), tensorPower(G, l)).dimension;
}
