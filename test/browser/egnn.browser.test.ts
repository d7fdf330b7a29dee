// The same training step in headless Chromium, from a bundle, gives the losses of Node.
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { isSkipped, type Visit, visit } from "./chromium.js";
import { type Training, trainEgnn } from "./training.js";

describe.skipIf(isSkipped)("EGNN in Chromium", () => {
  let node: Training;
  let open: Visit;
  beforeAll(async () => {
    node = await trainEgnn(); // one after the other: each has its time of a step
    open = await visit(join(import.meta.dirname, "vite.config.ts"));
  });
  afterAll(() => open?.close());

  test("20 steps have Node's losses", async () => {
    const training = await open.page.evaluate(() => window.training);
    expect(open.complaints).toEqual([]);
    expect(open.outside()).toEqual([]);
    expect(open.requests.filter((url) => url.includes("vega"))).toEqual([]); // only figures load it

    expect(training.losses).toHaveLength(20);
    const apart = training.losses.map((loss, i) => Math.abs(loss / node.losses[i]! - 1));
    // Both add in f32, but not in one order: 20 steps differ by some 1e-6.
    expect(Math.max(...apart)).toBeLessThanOrEqual(1e-4);
    expect(node.losses.at(-1)).toBeLessThan(node.losses[0]! / 2);
    console.info(
      `losses differ by ${Math.max(...apart).toExponential(1)} at most; a step takes ` +
        `${training.msPerStep.toFixed(0)} ms in Chromium, ${node.msPerStep.toFixed(0)} ms in Node`,
    );
  });
});
