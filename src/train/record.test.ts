import { appendFileSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import fc from "fast-check";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { InputError } from "../error.js";
import { fromJson, newRun, openRecord, readRecord, toJson } from "./record.js";

let dir: string;
let path: string;
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), "equivar-"));
  path = join(dir, "record.jsonl");
});
afterEach(() => rmSync(dir, { recursive: true }));

/** The lines of a run of n steps from `step`, validated each second step, with a claim at the end. */
function train(from: number | undefined, n: number, now: () => number) {
  const record = openRecord(dir, from === undefined ? { now } : { now, resumeFrom: from });
  if (record.lines.length === 0) record.append({ kind: "start", step: 0, config: { width: 8 } });
  for (let step = (from ?? 0) + 1; step <= n; step++) {
    record.append({ kind: "step", step, loss: 1 / step });
    if (step % 2 === 0) record.append({ kind: "valid", step, loss: 2 / step });
  }
  record.append({ kind: "claim", holds: true });
  record.close();
}
const withoutTimes = () => readRecord(path).map(({ time, ...rest }) => rest);

test("lines are objects with time and kind first", () => {
  const record = openRecord(dir, { now: () => 0 });
  record.append({ kind: "step", step: 1, loss: Number.NaN });
  record.append({ step: 2, kind: "step", note: "zwei\nZeilen" });
  record.close();
  expect(readFileSync(path, "utf8").split("\n")[0]).toBe(
    '{"time":"1970-01-01T00:00:00.000Z","kind":"step","step":1,"loss":{"$number":"NaN"}}',
  );
  expect(withoutTimes()).toEqual([
    { kind: "step", step: 1, loss: Number.NaN },
    { kind: "step", step: 2, note: "zwei\nZeilen" },
  ]);
});

test("a run killed at any byte and resumed from any checkpoint before it leaves the same record", () => {
  train(undefined, 8, () => 0);
  const whole = readFileSync(path);
  const expected = withoutTimes();
  fc.assert(
    fc.property(fc.nat(whole.length), fc.nat(8), (cut, saved) => {
      writeFileSync(path, whole.subarray(0, cut));
      const done = readRecord(path).filter(({ kind, step }) => kind === "step" && step! <= saved);
      // The checkpoint of a step is written after all its lines, so a cut between them resumes from the step before.
      const last = done.at(-1)?.step ?? 0;
      const isWhole = last % 2 === 1 || readRecord(path).some(({ kind, step }) => kind === "valid" && step === last);
      train(Math.max(0, isWhole ? last : last - 1), 8, () => 1000);
      expect(withoutTimes()).toEqual(expected);
    }),
  );
});

test("a torn last line is ignored, and gone when the record is opened", () => {
  train(undefined, 2, () => 0);
  const whole = readFileSync(path, "utf8");
  appendFileSync(path, '{"time":"1970-01-01T00:00:00.000Z","kind":"st');
  expect(readRecord(path)).toHaveLength(5);
  openRecord(dir, { now: () => 0 }).close();
  expect(readFileSync(path, "utf8")).toBe(whole);
});

test("opening clears temporary files of killed writers", () => {
  const stale = join(dir, `.latest.safetensors.${2 ** 22 + 1}-0.tmp`);
  writeFileSync(stale, "");
  openRecord(dir, { now: () => 0 }).close();
  expect(existsSync(stale)).toBe(false);
});

test("what is no record is said", () => {
  expect(() => readRecord(path)).toThrow("got ENOENT.");
  expect(() => openRecord(join(dir, "no"), { now: () => 0 })).toThrow(InputError);
  writeFileSync(path, '{"time":"","kind":"a"}\n[]\n');
  expect(() => readRecord(path)).toThrow(`${path}:2: expected a JSON object with time and kind, got [].`);
});

test("JSON keeps every value, NaN and Infinity too (−0 becomes 0)", () => {
  const number = fc.double().map((x) => x + 0);
  fc.assert(
    fc.property(fc.jsonValue(), number, (json, x) => {
      expect(fromJson(toJson({ json, x }))).toEqual({ json: JSON.parse(JSON.stringify(json)), x });
    }),
    { seed: 20260101 },
  );
  expect(fromJson(toJson([Number.NaN, -Infinity, Infinity]))).toEqual([Number.NaN, -Infinity, Infinity]);
});

describe("newRun", () => {
  const now = Date.UTC(2025, 0, 2, 3, 4, 5, 678);
  test("never gives a folder twice", () => {
    const runs = [1, 2, 3].map(() => newRun(join(dir, "runs"), "egnn", now));
    const stamp = "egnn-20250102-030405";
    expect(runs.map((run) => basename(run))).toEqual([stamp, `${stamp}-2`, `${stamp}-3`]);
  });
  test("stays in its folder", () => {
    for (const slug of ["../x", "a b", ""]) expect(() => newRun(dir, slug, now)).toThrow(InputError);
    writeFileSync(join(dir, "file"), "");
    expect(() => newRun(join(dir, "file"), "egnn", now)).toThrow(InputError);
  });
});
