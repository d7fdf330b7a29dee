import type { Diagram } from "./diagram.js";
import type { Blocks } from "./setPartitions.js";

/** What a diagram is made of, by where its blocks reach. In each list the order of the diagram. */
export interface Parts {
  /** Blocks that reach both rows, outputs only, inputs only. */
  readonly through: Blocks;
  readonly above: Blocks;
  readonly below: Blocks;
  /** The same of arms, and the empty one. */
  readonly arms: Readonly<Record<"through" | "above" | "below" | "empty", Blocks>>;
}

export function partsOf({ l, blocks, arms }: Diagram): Parts {
  const sorted = (all: Blocks) => ({
    through: all.filter((block) => block.some((v) => v < l) && block.some((v) => v >= l)),
    above: all.filter((block) => block.length > 0 && block.every((v) => v < l)),
    below: all.filter((block) => block.length > 0 && block.every((v) => v >= l)),
    empty: all.filter((block) => block.length === 0),
  });
  return { ...sorted(blocks), arms: sorted(arms) };
}
