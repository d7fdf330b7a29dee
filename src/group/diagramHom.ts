import { InputError } from "../error.js";
import { type Diagram, type DiagramRule, listLimit } from "./diagram.js";
import { diagrams } from "./diagrams/index.gen.js";

/** A group by its name, as "S(5)", "A(5)", "O(3)", "SO(3)", "Sp(4)". */
type Named = string | { readonly name: string };

/**
 * The diagrams that span Hom_G(V^⊗k, V^⊗l), V the defining representation: of S(n) and A(n) a basis, of O(n), SO(n) and
 * Sp(n) one for small k + l only.
 * @throws InputError if the group has no diagrams, or there are more than 200,000 of them
 */
export function spanningDiagrams(group: Named, k: number, l: number): readonly Diagram[] {
  const { rule, n } = familyOf(group);
  return rule.spanning(n, k, l);
}

/** Are they few enough to be listed? */
export function areListed(group: Named, k: number, l: number): boolean {
  const { rule, n } = familyOf(group);
  return rule.count(n, k, l) <= listLimit;
}

/**
 * dim Hom_G(V^⊗k, V^⊗l) by counting diagrams, exact; rounded above 2⁵³.
 * @throws InputError if the group has no diagrams
 */
export function dimHom(group: Named, k: number, l: number): number {
  const { rule, n } = familyOf(group);
  return rule.dimension(n, k, l);
}

/** The family of diagrams of a group and the dimension of V; undefined where it has none. */
export function findFamily(group: Named): { readonly rule: DiagramRule; readonly n: number } | undefined {
  const [, symbol, n] = /^\s*(\w+)\(\s*(\d+)\s*\)\s*$/.exec(typeof group === "string" ? group : group.name) ?? [];
  const rule = Object.values(diagrams).find((one) => one.symbol === symbol);
  return rule && { rule, n: Number(n) };
}

function familyOf(group: Named) {
  const found = findFamily(group);
  if (found) return found;
  const forms = Object.values(diagrams).map(({ symbol }) => `${symbol}(n)`);
  const got = JSON.stringify(typeof group === "string" ? group : group.name);
  throw new InputError("diagrams", { expected: `a group with diagrams: ${forms.join(", ")}`, got });
}
