import { action } from "../action.js";
import { methodsOf } from "../methods.js";

/** `equivar zoo list` */
export const zooList = action("zooList", {
  about: "Lists the published methods.",
  examples: ["equivar zoo list"],
  async run() {
    const methods = await methodsOf([]);
    const rows = methods.map(({ n, slug, paper, family, symmetry, exampleNodes }) => ({
      n,
      slug,
      title: paper.title,
      family,
      symmetry: symmetry.map(({ group }) => group(exampleNodes[0]!).name).join(" x "),
    }));
    return { result: { methods: rows } };
  },
  print: ({ methods }) =>
    methods
      .map(({ n, slug, title, symmetry }) => `${String(n).padStart(3)}  ${slug}  ${title}  (${symmetry})`)
      .join("\n"),
});
