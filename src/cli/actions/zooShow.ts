import { z } from "zod";
import { action } from "../action.js";
import { methodsOf } from "../methods.js";

/** `equivar zoo show SLUG` */
export const zooShow = action("zooShow", {
  about: "Shows a method: paper, symmetry, baselines, claims, configurations.",
  examples: ["equivar zoo show egnn"],
  arguments: z.object({ slug: z.string().meta({ description: "name of the method", placeholder: "SLUG" }) }),
  async run({ slug }) {
    const [method] = await methodsOf([slug]);
    const { n, family, about, paper, symmetry, baselines, claims, config, tolerance, exampleNodes } = method!;
    const result = {
      n,
      slug,
      family,
      about,
      paper,
      symmetry: symmetry.map(({ group, inputs, outputs }) => ({
        group: group(exampleNodes[0]!).name,
        inputs: Object.fromEntries(Object.entries(inputs).map(([name, { name: text }]) => [name, text])),
        outputs: Object.fromEntries(Object.entries(outputs).map(([name, { name: text }]) => [name, text])),
      })),
      tolerance,
      baselines: Object.fromEntries(Object.entries(baselines).map(([name, each]) => [name, each.about])),
      claims: claims.map(({ id, metric, printed }) => ({ id, metric, ...(printed && { printed }) })),
      config: Object.fromEntries(
        Object.entries(config).map(
          ([
            name,
            {
              training: { optimizer, schedule, ...training },
              ...rest
            },
          ]) => [name, { ...rest, ...training, optimizer: optimizer.name, schedule: schedule?.name ?? "flat" }],
        ),
      ),
    };
    return { result };
  },
  print: ({ slug, about, paper, symmetry, baselines, claims, config }) =>
    [
      `${slug}: ${about}`,
      `  ${paper.title}, ${paper.by}, ${paper.year}${paper.arxiv ? `, arXiv:${paper.arxiv}` : ""}`,
      ...symmetry.map(({ group, inputs, outputs }) => `  ${group}: ${pairs(inputs)} -> ${pairs(outputs)}`),
      ...Object.entries(baselines).map(([name, text]) => `  baseline ${name}: ${text}`),
      ...claims.map(({ id, printed }) => `  claim: ${id}${printed ? ` (paper: ${printed})` : ""}`),
      ...Object.entries(config).map(([name, each]) => `  ${name}: ${JSON.stringify(each)}`),
    ].join("\n"),
});

const pairs = (actions: Readonly<Record<string, string>>): string =>
  Object.entries(actions)
    .map(([name, text]) => `${name}:${text}`)
    .join(" ");
