// Convolutions in blocks of channels: that they are used, and that they agree with what f64 computes.
import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { key, normal } from "../random.js";
import { channelBlock } from "./channelBlock.js";
import type { ConvOptions } from "./convolution.js";
import type { Dim } from "./dim.js";
import { vjp } from "./grad.js";
import type { Graph } from "./graph.js";
import { count } from "./nd.js";
import { emit } from "./onnx/emit.js";
import { toOnnx } from "./onnx/toOnnx.js";
import { conv } from "./ops/index.gen.js";
import { compile, numbers, type SessionOptions, type Value, value } from "./session.js";
import { constant, f32 } from "./tensor.js";
import { difference } from "./testing.js";
import { trace } from "./trace.js";

/** y and its derivatives by x and the weight, for the cotangent y. */
const convolved = (x: readonly Dim[], w: readonly number[], options: ConvOptions): Graph =>
  trace(
    ({ x, w }) => {
      const y = conv(x, w, options);
      return { y: [y, ...vjp([y], [x, w], [y])] };
    },
    { x: f32(...x), w: f32(...w) },
  );

async function results(graph: Graph, [x, w]: readonly (readonly number[])[], options: SessionOptions) {
  const session = await compile(graph, options);
  const drawn = (shape: readonly number[], seed: number): Value =>
    value(normal(key(seed), count(shape)), shape, options.precision ?? "f32");
  const found = await session.run({ x: drawn(x!, 1), w: drawn(w!, 2) });
  await session.close();
  return Object.values(found).map(numbers);
}

const inBlocks = (bytes: Uint8Array): boolean => Buffer.from(bytes).includes("com.microsoft.nchwc");

test("x64 processors of the last ten years have blocks of 8 or 16", async () => {
  expect(process.arch === "x64" ? [8, 16] : [8, 16, undefined]).toContain(await channelBlock());
});

describe("agrees with f64", () => {
  const cases: [string, readonly number[], readonly number[], ConvOptions][] = [
    ["a row", [5, 16, 211], [32, 16, 4], { padding: [[3, 0]], dilations: 2 }],
    ["a row, strides", [9, 32, 300], [16, 32, 5], { padding: 2, strides: 2 }],
    ["a plane", [3, 16, 21, 23], [32, 16, 3, 3], { padding: "same" }],
    [
      "a plane, all options",
      [5, 32, 31, 40],
      [16, 32, 2, 5],
      { padding: [[1, 0], 3], strides: [1, 2], dilations: [3, 1] },
    ],
    ["more padding than the kernel spans", [4, 16, 16, 16], [16, 16, 2, 2], { padding: 3 }],
    ["a body", [2, 16, 9, 10, 11], [16, 16, 3, 3, 3], { padding: "same" }],
    ["a body, more channels", [2, 32, 9, 10, 11], [16, 32, 3, 2, 1], { padding: [[2, 1], 1, 0] }],
    ["a body, fewer channels", [3, 16, 11, 10, 11], [48, 16, 2, 3, 3], { padding: [0, 1, 0], dilations: [3, 1, 1] }],
    ["a body, strides in planes", [3, 16, 12, 18, 21], [16, 16, 3, 3, 3], { padding: 1, strides: [1, 2, 2] }],
    ["a body, a plane of weights", [3, 16, 12, 8, 21], [16, 16, 1, 3, 3], { padding: [0, 1, 1] }],
  ];
  test.each(cases)("%s", async (_, x, w, options) => {
    const graph = convolved(x, w, options);
    expect(inBlocks(emit(graph, { channelBlock: 16 }))).toBe(true);
    expect(inBlocks(toOnnx(graph))).toBe(false);
    const want = await results(graph, [x, w], { precision: "f64", threads: 1 });
    const named = ["B", x[1]!, ...x.slice(2).map((n, axis) => (x.length === 5 && axis === 0 ? n : `n${axis}`))];
    for (const shape of [x, ["B", ...x.slice(1)], named]) {
      for (const threads of [1, 2]) {
        const found = await results(convolved(shape, w, options), [x, w], { threads });
        for (const [i, each] of want.entries()) expect(difference(found[i]!, each), `result ${i}`).toBeLessThan(3e-6);
      }
    }
  });

  test("also where the optimised model is kept", async () => {
    const cache = mkdtempSync(join(tmpdir(), "equivar-cache-"));
    const [, x, w, options] = cases[2]!;
    const graph = convolved(x, w, options);
    const run = (options: SessionOptions) => results(graph, [x, w], { threads: 1, ...options });
    const [plain, made, kept] = [await run({}), await run({ cache }), await run({ cache })];
    expect(readdirSync(cache)).toHaveLength(1);
    rmSync(cache, { recursive: true });
    expect([made, kept]).toEqual([plain, plain]);
  });
});

test("not for few places, channels that fill no block, groups, single elements, unknown depths, constant weights of planes", () => {
  const isBlocked = (x: readonly Dim[], w: readonly number[], options?: ConvOptions) =>
    inBlocks(
      emit(
        trace(({ x, w }) => conv(x, w, options), { x: f32(...x), w: f32(...w) }),
        { channelBlock: 16 },
      ),
    );
  const isBlockedByConstant = (x: readonly Dim[], w: readonly number[]) =>
    inBlocks(
      emit(
        trace(({ x }) => conv(x, constant(normal(key(1), count(w)), w)), { x: f32(...x) }),
        { channelBlock: 16 },
      ),
    );
  expect(isBlocked([1, 16, 12, 12], [16, 16, 3, 3])).toBe(false); // 100 places
  expect(isBlocked([8, 16, 32, 32], [16, 16, 3, 3])).toBe(true);
  expect(isBlocked([8, 24, 32, 32], [16, 24, 3, 3])).toBe(false);
  expect(isBlocked([8, 16, 32, 32], [24, 16, 3, 3])).toBe(false);
  expect(isBlocked([8, 32, 32, 32], [32, 16, 3, 3], { groups: 2 })).toBe(false);
  expect(isBlocked([8, 16, 32, 32], [16, 16, 1, 1])).toBe(false);
  expect(isBlocked([8, 16, "D", 32, 32], [16, 16, 3, 3, 3])).toBe(false);
  expect(isBlocked(["B", 16, 3, 3], [16, 16, 3, 3])).toBe(false);
  expect(isBlocked(["B", 16, "H", "W"], [16, 16, 3, 3])).toBe(true);
  // ONNX Runtime lays out constant weights of planes, and of no others.
  expect(isBlockedByConstant([8, 16, 32, 32], [16, 16, 3, 3])).toBe(false);
  expect(isBlockedByConstant([8, 16, 1024], [16, 16, 3])).toBe(true);
  expect(isBlockedByConstant([8, 16, 16, 16, 16], [16, 16, 3, 3, 3])).toBe(true);
});
