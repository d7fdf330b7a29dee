import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { afterEach, beforeEach, expect, test } from "vitest";
import { InputError } from "../error.js";
import { checkpoints, loadCheckpoint, saveCheckpoint } from "./checkpoint.js";
import { encode, type StoredTensors } from "./safetensors.js";

let dir: string;
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), "equivar-"));
});
afterEach(() => rmSync(dir, { recursive: true }));

const tensors: StoredTensors = {
  "parameters/w": { dtype: "F32", shape: [2, 2], data: Float32Array.of(1, 2, Number.NaN, -0) },
  "optimizer/step": { dtype: "I64", shape: [], data: BigInt64Array.of(7n) },
};
const state = {
  step: 7,
  epoch: 1,
  key: [1, 2],
  best: Number.POSITIVE_INFINITY,
  metrics: { loss: Number.NaN, none: null },
};

test("what is saved is loaded, NaN and Infinity too", () => {
  const { path, sha256 } = saveCheckpoint(dir, "latest", { tensors, state });
  expect(path).toBe(join(dir, "latest.safetensors"));
  expect(loadCheckpoint(dir, "latest")).toEqual({ tensors, state, sha256 });
  const reversed = Object.fromEntries(Object.entries(tensors).reverse());
  expect(saveCheckpoint(dir, "best", { tensors: reversed, state }).sha256).toBe(sha256);
  expect(readFileSync(join(dir, "best.safetensors"))).toEqual(readFileSync(path));
  expect(checkpoints(dir)).toEqual(["best", "latest"]);
});

test("the JSON beside it is for people, and is not read", () => {
  const { sha256 } = saveCheckpoint(dir, "latest", { tensors, state });
  const json = JSON.parse(readFileSync(join(dir, "latest.json"), "utf8"));
  expect(json).toMatchObject({ sha256, state: { step: 7 }, tensors: { "parameters/w": "F32 [2, 2]" } });
  writeFileSync(join(dir, "latest.json"), "{");
  expect(loadCheckpoint(dir, "latest").sha256).toBe(sha256);
});

test("any changed byte is an InputError", () => {
  const { path } = saveCheckpoint(dir, "latest", { tensors, state });
  const whole = readFileSync(path);
  const damage = fc.tuple(fc.nat(whole.length - 1), fc.integer({ min: 1, max: 255 }));
  fc.assert(
    fc.property(damage, ([at, by]) => {
      const bytes = Uint8Array.from(whole);
      bytes[at]! ^= by;
      writeFileSync(path, bytes);
      expect(() => loadCheckpoint(dir, "latest")).toThrow(InputError);
    }),
    { numRuns: 300 },
  );
});

test("missing, torn and foreign files are said, with a hint", () => {
  expect(() => loadCheckpoint(join(dir, "no"), "latest")).toThrow(
    "expected a file, got ENOENT. It holds no other checkpoint",
  );
  saveCheckpoint(dir, "best", { tensors, state });
  expect(() => loadCheckpoint(dir, "latest")).toThrow("expected a file, got ENOENT. The folder also holds best");
  writeFileSync(join(dir, "latest.safetensors"), readFileSync(join(dir, "best.safetensors")).subarray(0, -1));
  expect(() => loadCheckpoint(dir, "latest")).toThrow("expected a whole safetensors file, got safetensors: expected");
  writeFileSync(join(dir, "latest.safetensors"), encode(tensors));
  expect(() => loadCheckpoint(dir, "latest")).toThrow(
    "expected checkpoint version 1, got a safetensors file without one.",
  );
});

test("names stay in the folder, and state is plain JSON", () => {
  for (const name of ["../x", "", "a/b", ".hidden"])
    expect(() => saveCheckpoint(dir, name, { tensors, state })).toThrow(InputError);
  const save = (value: unknown) => () => saveCheckpoint(dir, "latest", { tensors, state: { value } });
  expect(save(Float32Array.of(1))).toThrow("value: expected plain JSON values, got Float32Array.");
  expect(save(1n)).toThrow("got BigInt.");
  expect(save(new Map())).toThrow("got Map.");
});
