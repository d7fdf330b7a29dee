import { spawn } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { afterEach, beforeEach, expect, test } from "vitest";
import { InputError } from "../error.js";
import { removeStale, writeAtomic } from "./atomicFile.js";

let dir: string;
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), "equivar-"));
});
afterEach(() => rmSync(dir, { recursive: true }));

test("writes and replaces text and bytes, and leaves nothing else", () => {
  writeAtomic(join(dir, "a.txt"), "größer");
  writeAtomic(join(dir, "a.txt"), "å");
  writeAtomic(join(dir, "b"), Uint8Array.of(1, 2).subarray(1));
  expect(readFileSync(join(dir, "a.txt"), "utf8")).toBe("å");
  expect([...readFileSync(join(dir, "b"))]).toEqual([2]);
  expect(readdirSync(dir).sort()).toEqual(["a.txt", "b"]);
});

test("a place that cannot be written is an InputError, and leaves no temporary file", () => {
  expect(() => writeAtomic(join(dir, "missing", "a"), "")).toThrow(InputError);
  expect(() => writeAtomic(join(dir, "missing", "a"), "")).toThrow("got ENOENT.");
  mkdirSync(join(dir, "folder"));
  expect(() => writeAtomic(join(dir, "folder"), "")).toThrow(InputError);
  expect(readdirSync(dir)).toEqual(["folder"]);
});

test("temporary files of dead writers go, those of the living stay", () => {
  const dead = 2 ** 22 + 1; // above Linux's largest process number
  for (const name of [`.a.${dead}-0.tmp`, `.a.${process.ppid}-0.tmp`, ".note.tmp", "a.1-0.tmp"])
    writeFileSync(join(dir, name), "");
  removeStale(dir);
  expect(readdirSync(dir).sort()).toEqual([`.a.${process.ppid}-0.tmp`, ".note.tmp", "a.1-0.tmp"]);
});

test("kill -9 at any moment leaves a whole file, and the next write clears up", async () => {
  const path = join(dir, "big");
  const script = `
    import { writeAtomic } from ${JSON.stringify(pathToFileURL(join(import.meta.dirname, "atomicFile.ts")).href)};
    for (let i = 0; ; i++) {
      process.stdout.write(".");
      writeAtomic(${JSON.stringify(path)}, new Uint8Array(3_000_000).fill(65 + (i % 26)));
    }`;
  for (const writes of [2, 3, 5, 8]) {
    const child = spawn(process.execPath, ["--import", "tsx", "--input-type=module", "-e", script]);
    let seen = 0;
    child.stdout.on("data", (dots: Buffer) => (seen += dots.length) >= writes && child.kill("SIGKILL"));
    const signal = await new Promise((resolve) => child.on("exit", (_, by) => resolve(by)));
    expect(signal).toBe("SIGKILL");
    const bytes = readFileSync(path);
    expect(bytes.length).toBe(3_000_000);
    expect(bytes.every((byte) => byte === bytes[0])).toBe(true);
  }
  writeAtomic(join(dir, "other"), "");
  expect(readdirSync(dir).sort()).toEqual(["big", "other"]);
});
