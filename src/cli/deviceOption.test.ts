// `--device` of every command that runs a model: names, devices that are not there, and the CPU.
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { devices } from "#runtime";
import { toOnnx } from "../engine/onnx/toOnnx.js";
import { neg } from "../engine/ops/index.gen.js";
import { f32 } from "../engine/tensor.js";
import { trace } from "../engine/trace.js";
import type { Action } from "./action.js";
import { actions } from "./actions/index.gen.js";
import { deviceOption } from "./deviceOption.js";
import { typed } from "./testing.js";

let dir: string;
const inDir = (name: string) => join(dir, name);
beforeAll(() => {
  dir = mkdtempSync(join(tmpdir(), "equivar-device-"));
  const silicon = "Si\n5.45\n0 0.5 0.5\n0.5 0 0.5\n0.5 0.5 0\nSi\n2\nDirect\n0 0 0\n0.26 0.25 0.25\n";
  writeFileSync(inDir("POSCAR"), silicon);
  writeFileSync(inDir("model.onnx"), toOnnx(trace(({ x }) => ({ y: neg(x) }), { x: f32(3) })));
});
afterAll(() => rmSync(dir, { recursive: true }));

/** A short run of each command, by its words. */
const runs: readonly (readonly string[])[] = [
  ["energy", "POSCAR"],
  ["relax", "POSCAR", "--steps", "1", "--fmax", "1000"],
  ["md", "POSCAR", "--steps", "2"],
  ["eos", "POSCAR", "--points", "5"],
  ["train", "egnn", "--config", "tiny", "--steps", "1"],
  ["zoo", "run", "egnn", "--config", "tiny"],
  ["zoo", "verify", "egnn", "--config", "tiny"],
  ["audit", "model.onnx", "--group", "O(3)", "--in", "x:linear[-1]", "--out", "y:linear[-1]"],
];
const equivar = (words: readonly string[], device: string) => {
  const named = words.map((word) => (/^POSCAR$|\.onnx$/.test(word) ? inDir(word) : word));
  const out = words[0] === "audit" ? [] : ["--out", inDir("runs")];
  return typed(actions as Readonly<Record<string, Action>>, [...named, ...out, "--device", device]);
};

test("every command with the option is tried here, and the names are those of the engine", () => {
  const having = Object.entries(actions).filter(([, { options }]) => "device" in options.shape);
  const tried = runs.map(([first, second]) => (first === "zoo" ? `zoo${second === "run" ? "Run" : "Verify"}` : first));
  expect(having.map(([name]) => name).sort()).toEqual([...tried].sort());
  expect(Object.keys(devices)).toEqual(deviceOption.device.unwrap().options);
});

describe.each(runs)("%s", (...words) => {
  test.each([
    ["tpu", '--device: expected one of cpu, cuda, webgpu, coreml, dml, got "tpu".'],
    ["cudo", 'got "cudo". Did you mean "cuda"?\n'],
  ])("--device %s is none", async (device, message) => {
    const { code, out, err } = await equivar(words, device);
    expect({ code, out }).toEqual({ code: 2, out: "" });
    expect(err).toContain(message);
  });

  const absent = process.platform === "darwin" ? "dml" : "coreml";
  test(`--device ${absent} is not there, and the CPU does not step in`, async () => {
    const { code, out, err } = await equivar(words, absent);
    expect(err).toContain(`device: expected ${absent} on this machine, for onnxruntime-node, got none. It needs`);
    expect({ code, out }).toEqual({ code: 2, out: "" });
  });
});

test.each(runs.filter(([name]) => name !== "zoo"))("%s runs with --device cpu", async (...words) => {
  const { err, code } = await equivar(words, "cpu");
  expect({ err: err.includes("expected"), code }).toEqual({ err: false, code: 0 });
});
