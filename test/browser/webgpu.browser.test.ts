// `device: "webgpu"` in headless Chromium, with an adapter and without one, gives Node's numbers.
import { join } from "node:path";
import { afterEach, describe, expect, test } from "vitest";
import { isSkipped, type Visit, visit } from "./chromium.js";
import { attention } from "./webgpu/attention.js";

const warning = "equivar: expected a WebGPU adapter, got none. WebAssembly computes instead";

describe.skipIf(isSkipped)("webgpu in Chromium", () => {
  let open: Visit;
  afterEach(() => open?.close());

  test.each([
    ["with an adapter", true, []],
    ["without one, with a warning, by the CPU", false, [warning]],
  ])("computes %s", async (_, gpu, complaints) => {
    open = await visit(join(import.meta.dirname, "webgpu/vite.config.ts"), gpu);
    const [page, node] = [await open.page.evaluate(() => window.counted("webgpu")), await attention("cpu")];
    expect(page.dispatches > 0).toBe(gpu); // or the CPU has done it all
    expect(node.gradient).toHaveLength(48 * 32);
    expect(Math.hypot(...node.gradient)).toBeGreaterThan(1);
    // All add in f32, in different orders.
    expect(Math.abs(page.total / node.total - 1)).toBeLessThanOrEqual(1e-5);
    const apart = node.gradient.map((x, i) => Math.abs(x - page.gradient[i]!));
    expect(Math.max(...apart)).toBeLessThanOrEqual(1e-5 * Math.max(...node.gradient.map(Math.abs)));
    expect(open.complaints.filter((line) => line !== "No available adapters.")).toEqual(complaints); // Chromium's own
    expect(open.outside()).toEqual([]);
    // The build with WebGPU is twice the other's size: only who asks for it, and can use it, gets it.
    const builds = open.requests.filter((url) => url.endsWith(".wasm"));
    expect(builds).toEqual([expect.stringContaining(gpu ? "asyncify" : "ort-wasm-simd-threaded-")]);
  });
});
