// What holds for the repository as a whole, and that CI swallows no failure.
import { spawnSync } from "node:child_process";
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { checkoutFiles, root } from "./checkout.js";

const start = "npm ci && npm run build && npx equivar zoo verify egnn";
const tests = "npm ci && npm test";

test("the README's first two commands start and test", () => {
  const fenced = readFileSync(join(root, "README.md"), "utf8").matchAll(/^```.*\n([\s\S]*?)^```/gm);
  const lines = [...fenced].flatMap(([, code]) => code!.split("\n")).map((line) => line.replace(/#.*/, "").trim());
  expect(lines.filter((line) => line !== "").slice(0, 2)).toEqual([start, tests]);
});

test("no file of the checkout is over 5 MB", () => {
  const files = checkoutFiles();
  expect(files).toContain("package.json");
  expect(files.filter((path) => statSync(join(root, path)).size > 5e6)).toEqual([]);
});

describe("rooms", () => {
  const rooms = readdirSync(join(root, "src")).filter((name) => statSync(join(root, "src", name)).isDirectory());

  test("each but the command has a public surface, `equivar/ROOM`", () => {
    expect(rooms.filter((room) => !existsSync(join(root, "src", room, "index.ts")))).toEqual(["cli"]);
  });

  test("each has a row of allowed arrows", async () => {
    const { default: config } = await import(join(root, ".dependency-cruiser.mjs"));
    const rows = config.forbidden.map(({ from }: { from: { path?: string } }) => from.path);
    expect(rooms.filter((room) => !rows.includes(`^src/${room}/`))).toEqual([]);
  });
});

const file = (status: string, ...results: string[]) => ({
  status,
  assertionResults: results.map((each) => ({ status: each })),
});
const green = [file("passed", "passed", "passed", "skipped")];
const folder = mkdtempSync(join(tmpdir(), "equivar-ci-"));
const report = join(folder, "runs/vitest.json");
const writeReport = (testResults: readonly object[]) => writeFileSync(report, JSON.stringify({ testResults }));

beforeAll(() => {
  for (const path of [".ci", "scripts"]) cpSync(join(root, path), join(folder, path), { recursive: true });
  mkdirSync(join(folder, "runs"));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe("scripts/tally.mjs", () => {
  test.each([
    ["all pass", green, 0, "2 0"],
    ["a test fails", [...green, file("failed", "failed", "passed")], 1, "3 1"],
    ["a file does not load", [...green, file("failed")], 1, "2 1"],
    ["a hook throws after its tests", [file("failed", "passed")], 1, "1 1"],
    ["only the exit code tells of a failure", green, 1, "2 1"],
    ["only the report tells of a failure", [file("failed", "failed")], 0, "0 1"],
    ["nothing is tested", [], 0, "0 1"],
  ])("where %s", (_, files, exit, printed) => {
    writeReport(files);
    const { stdout } = spawnSync(process.execPath, ["scripts/tally.mjs", report, `${exit}`], { cwd: folder });
    expect(String(stdout).trim()).toBe(printed);
  });
});

describe(".ci/run", () => {
  /** Runs it in a repository of stand-ins: its test command writes a report and exits. */
  function run({ tests = `cp green.json ${report}`, check = "true", start = "true", readme = "" }) {
    writeReport(green); // left by an earlier run: must not count
    cpSync(report, join(folder, "green.json"));
    const commands = `text\n\`\`\`bash\n# to start\n${start}\n\`\`\`\n\n\`\`\`\n${tests}\n\`\`\`\n`;
    writeFileSync(join(folder, "README.md"), readme || commands);
    writeFileSync(join(folder, "package.json"), JSON.stringify({ scripts: { check } }));
    const env = { ...process.env, CHROMIUM: process.execPath }; // any program that is there: nothing is installed
    const { stdout, status } = spawnSync(join(folder, ".ci/run"), { cwd: tmpdir(), encoding: "utf8", env });
    return { last: stdout.trimEnd().split("\n").at(-1), status };
  }

  // Two steps beside the tests: the checks, and the README's first command.
  test.each([
    ["all is well", {}, "4 passed, 0 failed"],
    ["the tests leave no report", { tests: "true && false" }, "2 passed, 1 failed"],
    ["the tests fail after their report", { tests: `cp green.json ${report} && exit 1` }, "4 passed, 1 failed"],
    ["a check fails", { check: "exit 3" }, "3 passed, 1 failed"],
    ["the start fails", { start: "true && false" }, "3 passed, 1 failed"],
    ["the README has no commands", { readme: "text\n" }, "1 passed, 2 failed"],
  ])("where %s", (_, stand, last) => {
    expect(run(stand)).toEqual({ last, status: last.endsWith(" 0 failed") ? 0 : 1 });
  });
});
