import { segmentMax } from "../ops/segmentMax.js";
import { segmentMin } from "../ops/segmentMin.js";
import { segmentSum } from "../ops/segmentSum.js";
import { rewrite } from "../rewrite.js";
import { f32, input } from "../sample.js";
import { oneHotPays, segmentPlan } from "../segments.js";
import { constant, constantData, type Tensor } from "../tensor.js";

const ids = constant(
  Array.from({ length: 100 }, (_, i) => (i * 7) % 31),
  [100],
  "i64",
);

/** Destinations that are constants are planned: without a plan, several threads reduce 7 to 9 times slower than one. */
export const knownPlan = rewrite("knownPlan", {
  roots: ["segmentSum", "segmentMax", "segmentMin"],
  examples: [
    () => segmentSum(input(f32(100)), ids, 31),
    () => segmentMax(input(f32(100, 2)), ids, 32),
    () => segmentMin(input(f32(100)), ids, 31),
  ],
  apply: (node) => {
    const [x, ids, plan] = node.inputs;
    const { segments } = node.attributes;
    const known = constantData(ids!);
    if (plan || !known || known.length < few || typeof segments !== "number") return undefined;
    // What is out of range is the session's to refuse.
    if (!known.every((id) => id >= 0 && id < segments)) return undefined;
    if (node.rule.name === "segmentSum" && oneHotPays(x!.shape, segments)) return undefined;
    const { shape, data } = segmentPlan(known, segments);
    return data.length <= loose * known.length ? withPlan(node, constant(data, shape, "i64")) : undefined;
  },
});

/** With fewer rows there is nothing to gain; a plan of more places for each row, as of one large segment, gains nothing. */
const [few, loose] = [64, 4];

const withPlan = (node: Tensor, plan: Tensor): Tensor => ({ ...node, inputs: [...node.inputs, plan] });
