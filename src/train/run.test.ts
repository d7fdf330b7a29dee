import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { InputError } from "../error.js";
import { readRecord } from "./record.js";
import { files, holdsRun } from "./run.js";

let dir: string;
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), "equivar-"));
});
afterEach(() => rmSync(dir, { recursive: true }));

const now = () => Date.UTC(2026, 0, 1);
const config = { slug: "egnn", seed: 0, steps: 60 };
const tensors = { "parameters/w": { dtype: "F32", shape: [1], data: Float32Array.of(1) } } as const;
const record = () => readRecord(join(dir, "record.jsonl"));
const kinds = () => record().map(({ kind, step }) => `${kind} ${step}`);

test("a run stopped before its first checkpoint starts again, under one line that says so", () => {
  expect(holdsRun(dir)).toBe(false);
  const first = files(dir, config, now);
  first.append({ kind: "step", step: 1, loss: 3 });
  first.close();
  expect(holdsRun(dir)).toBe(true);
  const second = files(dir, config, now);
  expect(second.load()).toBeUndefined();
  second.append({ kind: "step", step: 1, loss: 3 });
  second.close();
  expect(kinds()).toEqual(["start 0", "step 1"]);
});

test("a run goes on from its checkpoint, and lines after it are written again", () => {
  const first = files(dir, config, now);
  first.append({ kind: "step", step: 1 });
  first.save("latest", { tensors, state: { step: 1 } });
  first.append({ kind: "step", step: 2 });
  first.close();
  const second = files(dir, config, now);
  expect(second.load()!.state).toEqual({ step: 1, config });
  second.append({ kind: "step", step: 2 });
  second.close();
  expect(kinds()).toEqual(["start 0", "step 1", "step 2"]);
});

test.each(["before", "after"])(
  "another config is refused %s the first checkpoint, and the folder left as it is",
  (when) => {
    const store = files(dir, config, now);
    store.append({ kind: "step", step: 1 });
    if (when === "after") store.save("latest", { tensors, state: { step: 1 } });
    store.close();
    const before = readFileSync(join(dir, "record.jsonl"), "utf8");
    const other = () => files(dir, { ...config, seed: 1 }, now);
    expect(other).toThrow(InputError);
    expect(other).toThrow(
      `run ${dir}: expected the config it was started with, {"slug":"egnn","seed":0,"steps":60}, ` +
        'got {"slug":"egnn","seed":1,"steps":60}. Choose another folder for another run',
    );
    expect(readFileSync(join(dir, "record.jsonl"), "utf8")).toBe(before);
  },
);
