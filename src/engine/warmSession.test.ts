// Sessions from kept models: the same bytes, and whatever is in the folder, never a wrong one.
import { mkdtempSync, readdirSync, readFileSync, renameSync, rmSync, utimesSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { InferenceSession } from "onnxruntime-common";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { load } from "#runtime";
import { toOnnx } from "./onnx/toOnnx.js";
import { normal, type Op, type Operand, op } from "./op.js";
import { add, matmul, mul, sigmoid } from "./ops/index.gen.js";
import { compile, type SessionOptions, value } from "./session.js";
import { f32 } from "./tensor.js";
import { trace } from "./trace.js";
import { warmSession } from "./warmSession.js";

let cache: string;
beforeEach(() => {
  cache = mkdtempSync(join(tmpdir(), "equivar-cache-"));
});
afterEach(() => rmSync(cache, { recursive: true }));

const silu = (shift: number) =>
  trace(({ x, w }) => add(mul(matmul(x, w), sigmoid(matmul(x, w))), shift), { x: f32("rows", 8), w: f32(8, 3) });
const numbersOf = (n: number) => Float64Array.from({ length: n }, (_, i) => Math.sin(1 + i));
const feeds = { x: value(numbersOf(32), [4, 8], "f32"), w: value(numbersOf(24), [8, 3], "f32") };

async function run(graph = silu(1), options: SessionOptions = { cache }): Promise<Uint8Array> {
  const session = await compile(graph, { threads: 1, ...options });
  const { output } = await session.run(feeds);
  await session.close();
  return new Uint8Array(output!.data.buffer.slice(0));
}
const kept = () => readdirSync(cache).map((name) => join(cache, name));

/** Makes a session as `compile` does, and says how. */
async function made(bytes: Uint8Array, graphOptimizationLevel: "all" | "basic" | "disabled" = "all") {
  const { InferenceSession } = await load();
  const calls: (string | undefined)[] = [];
  const create = (bytes: Uint8Array, options: InferenceSession.SessionOptions) => {
    calls.push(options.graphOptimizationLevel);
    return InferenceSession.create(bytes, options);
  };
  await (await warmSession(cache, bytes, { graphOptimizationLevel, intraOpNumThreads: 1 }, create)).release();
  return calls;
}

test("a second session gives the same bytes without optimisation", async () => {
  const bytes = toOnnx(silu(1));
  expect(await made(bytes)).toEqual(["all"]);
  expect(await made(bytes)).toEqual(["disabled"]);
  const [cold, first, second] = [await run(silu(1), {}), await run(), await run()];
  expect(first).toEqual(cold);
  expect(second).toEqual(cold);
});

test("another graph is another file; what is optimised little is not kept", async () => {
  for (const level of ["disabled", "basic"] as const) expect(await made(toOnnx(silu(1)), level)).toEqual([level]);
  expect(kept()).toEqual([]);
  for (const shift of [1, 2]) expect(await made(toOnnx(silu(shift)))).toEqual(["all"]);
  expect(kept()).toHaveLength(2);
});

describe("a file is made anew if", () => {
  const weight = Buffer.from(Float32Array.of(Math.SQRT2).buffer);
  const flipped = (bytes: Uint8Array, at: number) => bytes.map((byte, i) => (i === at ? byte ^ 1 : byte));
  test.each<[string, (bytes: Uint8Array) => Uint8Array]>([
    ["empty", () => new Uint8Array()],
    ["text", () => Buffer.from("this is no model, although it is longer than its digest")],
    ["cut", (bytes) => bytes.subarray(0, bytes.length / 2)],
    ["longer", (bytes) => Buffer.concat([bytes, bytes])],
    ["changed in its digest", (bytes) => flipped(bytes, 3)],
    ["changed in a bit of a weight", (bytes) => flipped(bytes, Buffer.from(bytes).indexOf(weight))],
  ])("it is %s", async (_, damage) => {
    const cold = await run(silu(Math.SQRT2));
    const [path] = kept();
    const whole = readFileSync(path!);
    expect(whole.indexOf(weight)).toBeGreaterThan(32);
    writeFileSync(path!, damage(new Uint8Array(whole)));
    expect(await run(silu(Math.SQRT2))).toEqual(cold);
    expect(kept()).toEqual([path]);
    expect(readFileSync(path!).equals(whole)).toBe(true);
  });

  test("it is another model's", async () => {
    const cold = await run(silu(1));
    const [path] = kept();
    rmSync(path!);
    await run(silu(2));
    renameSync(kept()[0]!, path!);
    expect(await run(silu(1))).toEqual(cold);
  });
});

test.each([
  ["is a file", () => join(import.meta.dirname, "warmSession.test.ts")],
  ["is in a file", () => join(import.meta.dirname, "warmSession.test.ts", "folder")],
  ["cannot be made", () => "/proc/equivar"],
])("a folder that %s changes nothing", async (_, folder) => {
  expect(await run(silu(1), { cache: folder() })).toEqual(await run(silu(1), {}));
});

test("sessions made at once agree, and leave one file", async () => {
  const [first, ...others] = await Promise.all(Array.from({ length: 4 }, () => run()));
  for (const other of others) expect(other).toEqual(first);
  expect(kept()).toHaveLength(1);
});

test("an error of the model is said, and nothing is kept", async () => {
  const unknown = op<[x: Operand]>("unknown", {
    vjp: "none",
    onnx: "NoSuchOp",
    reference: ([x]) => x!,
    samples: [[normal()]],
  }) as Op<[x: Operand]>;
  const graph = trace(({ x }) => unknown(x), { x: f32(2) });
  await expect(compile(graph, { cache })).rejects.toThrow("No Op registered for NoSuchOp");
  expect(kept()).toEqual([]);
});

test("files of ours that are a month older than a new one go, others stay", async () => {
  await run(silu(1));
  const [old] = kept();
  const own = join(cache, "notes.model");
  writeFileSync(own, "");
  for (const path of [old!, own]) utimesSync(path, new Date(2020, 0), new Date(2020, 0));
  await run(silu(2));
  expect(kept()).toContain(own);
  expect(kept()).not.toContain(old);
  expect(kept()).toHaveLength(2);
});
