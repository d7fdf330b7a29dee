import { z } from "zod";
import { action } from "../action.js";

const power = (description: string, placeholder: string) => z.int().min(0).meta({ description, placeholder });

/** `equivar hom NAME K L` */
export const hom = action("hom", {
  about: "Counts the equivariant linear maps between tensor powers, and lists the diagrams that span them.",
  examples: ["equivar hom 'S(4)' 2 2", "equivar hom 'Sp(4)' 1 3"],
  arguments: z.object({
    name: z.string().meta({ description: "the group, which acts on V by its own matrices", placeholder: "NAME" }),
    k: power("tensor power of V that the maps take", "K"),
    l: power("tensor power of V that they return", "L"),
  }),
  async run({ name, k, l }) {
    const { areListed, diagramText, findFamily, homDimension, parseGroup, spanningDiagrams } = await import(
      "../../group/index.js"
    );
    const family = findFamily(name);
    if (!family) {
      const group = parseGroup(name);
      return { result: { name: group.name, k, l, dimension: homDimension(group, k, l), spanning: null } };
    }
    const { rule, n } = family;
    const dimension = rule.dimension(n, k, l);
    const spanning = areListed(name, k, l) ? spanningDiagrams(name, k, l).map(diagramText) : null;
    return { result: { name: `${rule.symbol}(${n})`, k, l, dimension, spanning } };
  },
  print({ name, k, l, dimension, spanning }) {
    const first = `Hom(V^⊗${k}, V^⊗${l}) of ${name}: dimension ${dimension}`;
    if (!spanning || spanning.length === 0) return first;
    const about = spanning.length === dimension ? "A basis" : `Spanned by ${spanning.length} diagrams, not independent`;
    return [first, `${about}; outputs are 1, 2, …, inputs 1', 2', …`, ...spanning.map((text) => `  ${text}`)].join(
      "\n",
    );
  },
});
