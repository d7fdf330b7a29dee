// The cache of the commands that ask a potential: where it is, that it changes nothing but time, and how to do without.
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { homedir, tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, expect, test, vi } from "vitest";
import { energy } from "./actions/energy.js";
import { cacheFolder } from "./openCalculator.js";
import { typed } from "./testing.js";

let dir: string;
beforeAll(() => {
  dir = mkdtempSync(join(tmpdir(), "equivar-open-"));
  writeFileSync(join(dir, "water.xyz"), "3\n\nO 0 0 0.1173\nH 0 0.7572 -0.4692\nH 0 -0.7572 -0.4692\n");
});
afterEach(() => vi.unstubAllEnvs());
afterAll(() => rmSync(dir, { recursive: true }));

/** What `equivar energy` prints with that folder of caches. */
async function printed(caches: string, ...words: readonly string[]) {
  vi.stubEnv("XDG_CACHE_HOME", caches);
  const { code, out } = await typed({ energy: energy as never }, [
    "energy",
    join(dir, "water.xyz"),
    "--json",
    ...words,
  ]);
  expect(code).toBe(0);
  return out;
}
const files = (caches: string) => readdirSync(join(caches, "equivar"));

test("a command keeps its optimised model, and prints the same with it, without it and where it cannot be kept", async () => {
  const caches = join(dir, "caches");
  const without = await printed(caches, "--no-cache");
  expect(() => files(caches)).toThrow("ENOENT");
  expect(await printed(caches)).toBe(without);
  const kept = files(caches);
  expect(kept).toEqual([expect.stringMatching(/^[0-9a-f]{64}\.model$/)]);
  expect(await printed(caches)).toBe(without);
  expect(files(caches)).toEqual(kept);
  expect(await printed(join(dir, "water.xyz"))).toBe(without);
});

test.each([
  ["/tmp/caches", "/tmp/caches/equivar"],
  ["caches", join(homedir(), ".cache/equivar")],
  ["", join(homedir(), ".cache/equivar")],
  [undefined, join(homedir(), ".cache/equivar")],
])("with XDG_CACHE_HOME %j it is %s", (given, folder) => {
  expect(cacheFolder(given)).toBe(folder);
});
