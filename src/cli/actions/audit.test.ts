// `equivar audit` on the tiny EGNN as it is shipped, by its command line.
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { toOnnx } from "../../engine/onnx/toOnnx.js";
import { initialize } from "../../nn/scope.js";
import { key } from "../../random.js";
import { shippedModel } from "../../train/step.js";
import { taskOf } from "../../zoo/fit.js";
import { egnn } from "../../zoo/methods/egnn.js";
import { typed } from "../testing.js";
import { audit } from "./audit.js";

let dir: string;
let model: string;
beforeAll(() => {
  dir = mkdtempSync(join(tmpdir(), "equivar-audit-"));
  model = join(dir, "model.onnx");
  const task = taskOf(egnn, egnn.model, egnn.config.tiny);
  writeFileSync(model, toOnnx(shippedModel(task, initialize(task.parameters, key(1)))));
});
afterAll(() => rmSync(dir, { recursive: true }));

/** One command line; the result is read as JSON. */
async function equivar(...words: readonly string[]) {
  const { code, out, err } = await typed({ audit: audit as never }, ["audit", ...words, "--json"]);
  return { code, result: JSON.parse(out), stderr: err };
}
const sizes = ["--size", "nodes=5", "--size", "slots=4", "--below", "senders=5"];
const motion = ["--in", "position:euclid[-1]", "--in", "velocity:linear[-1]", "--out", "predicted:euclid[-1]"];

describe("the right claim holds", () => {
  test("under E(3)", async () => {
    const { code, result } = await equivar(model, "--group", "E(3)", ...motion, ...sizes);
    expect(code).toBe(0);
    expect(result).toMatchObject({ verdict: "equivariant", certificate: { status: "unknown" } });
    expect(result.error.f32.max).toBeLessThan(1e-5);
    expect(result.error.f32.mean).toBeGreaterThan(0);
    expect(result.witness).toMatchObject({ pair: expect.any(Number), output: "predicted" });
    expect(Object.keys(result.witness.element)).toEqual(["rotation", "translation"]);
  });

  test("under S(5), which also renames the senders", async () => {
    const nodes = ["position", "velocity", "charge"].flatMap((name) => ["--in", `${name}:permute[0]`]);
    const claim = [...nodes, "--in", "senders:permute[0] * relabel", "--out", "predicted:permute[0]"];
    expect(await equivar(model, "--group", "S(5)", ...claim, ...sizes)).toMatchObject({
      code: 0,
      result: { verdict: "equivariant" },
    });
  });
});

test("a wrong claim is broken", async () => {
  const wrong = motion.map((word) => (word === "velocity:linear[-1]" ? "velocity:invariant" : word));
  const { code, result } = await equivar(model, "--group", "E(3)", ...wrong, ...sizes);
  expect(code).toBe(1);
  expect(result.verdict).toBe("broken");
  expect(result.error.f32.mean).toBeGreaterThan(1e-3);
});

describe("bad usage says what is wanted, and exits with 2", () => {
  const good = ["--group", "E(3)", ...motion, ...sizes];
  test.each<[string, readonly string[], string]>([
    ["a group", ["--group", "E3", ...sizes], 'group: expected the name of a group, got "E3". Known names: '],
    ["a size of nothing", [...good, "--size", "node=5"], '--size: expected one of nodes, slots, got "node"'],
    [
      "no size",
      ["--group", "E(3)", ...motion],
      "audit: expected a size for dimension nodes of input position, got none. --size nodes=5",
    ],
    [
      "a size that is no number",
      [...good, "--size", "nodes=five"],
      '--size: expected NAME=N, as in nodes=5, got "nodes=five"',
    ],
    [
      "an input",
      ["--group", "E(3)", "--in", "positions:euclid[-1]", ...sizes],
      '--in: expected one of position, velocity, charge, senders, got "positions"',
    ],
    ["an output", [...good, "--out", "energy:invariant"], '--out: expected one of predicted, got "energy"'],
    ["no action", [...good, "--in", "charge"], '--in: expected NAME:ACTION, as in position:euclid[-1], got "charge"'],
    ["an action", [...good, "--in", "charge:turn[0]"], "action: expected invariant, linear[AXIS], euclid[AXIS], "],
    [
      "an action of another group",
      ["--group", "S(5)", ...motion, ...sizes],
      "euclid[-1]: expected a group of motions, E(n), SE(n) or T(n), got [",
    ],
  ])("%s", async (_, words, message) => {
    const { code, result, stderr } = await equivar(model, ...words);
    expect(code).toBe(2);
    expect(result.error.message).toContain(message);
    expect(stderr).toContain(message);
  });

  test("a file that is missing, and one that is no model", async () => {
    const missing = join(dir, "other.onnx");
    expect((await equivar(missing, ...good)).result.error.message).toContain(
      `model: expected an ONNX file at ${missing}, got ENOENT`,
    );
    const text = join(dir, "text.onnx");
    writeFileSync(text, "no model");
    expect(await equivar(text, ...good)).toMatchObject({ code: 2, result: { error: { where: "onnx" } } });
  });
});
