// The examples of docs/potentials.md run as they stand, on an exported file, in ONNX Runtimes that are not ours.
import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Calculator, calculator, loadPotential, potentialOnnx, structureOf } from "../src/atoms/index.js";
import { inverseCell, timesMatrix } from "../src/data/index.js";
import { root } from "./checkout.js";

const document = readFileSync(join(root, "docs/potentials.md"), "utf8");
const example = (language: string): string => {
  const found = [...document.matchAll(new RegExp(`^\`\`\`${language}\\n([\\s\\S]*?)^\`\`\``, "gm"))];
  expect(found).toHaveLength(1);
  return found[0]![1]!;
};
const golden = JSON.parse(readFileSync(join(root, "test/golden/sevennet/sevennet-0.json"), "utf8"));

/** @throws Error with all that the command printed if it fails */
function run(cwd: string, command: string, ...args: string[]): string {
  const { status, stdout, stderr, error } = spawnSync(command, args, { cwd, encoding: "utf8" });
  if (status !== 0) throw new Error(`${command} ${args.join(" ")} exited with ${status}:\n${stdout}${stderr}${error}`);
  return stdout;
}
const works = (command: string, ...args: string[]) => spawnSync(command, args).status === 0;

const isCi = process.env.CI === "true";
const python = process.env.PYTHON ?? "python3";
const hasPython = works(python, "-c", "import numpy, onnxruntime");
/** CI fetches what is missing; others see the test skipped, with the reason, unless they named a Python. */
const skipsPython = !hasPython && !isCi && process.env.PYTHON === undefined;
if (skipsPython) console.warn(`skipped: ${python} has no numpy and onnxruntime: pip install them, or set PYTHON`);

// Neither npm's onnxruntime-node nor PyPI's onnxruntime has the headers; Debian's libonnxruntime-dev has, from 13 on.
const include = [process.env.ONNXRUNTIME_INCLUDE, "/usr/include/onnxruntime", "/usr/local/include/onnxruntime"].find(
  (folder) => folder && existsSync(join(folder, "onnxruntime_cxx_api.h")),
);
const library = join(root, `node_modules/onnxruntime-node/bin/napi-v6/${process.platform}/${process.arch}`);
const skipsCpp =
  include === undefined || !existsSync(join(library, "libonnxruntime.so.1")) || !works("g++", "--version");
if (skipsCpp) console.warn("skipped: no g++ with onnxruntime_cxx_api.h: set ONNXRUNTIME_INCLUDE to its folder");

let folder: string;
let calc: Calculator;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "equivar-export-"));
  writeFileSync(join(folder, "sevennet.onnx"), potentialOnnx(await loadPotential("sevennet-0")));
  calc = await calculator("sevennet-0");
});
afterAll(async () => {
  await calc?.close();
  if (folder) rmSync(folder, { recursive: true, force: true });
});

describe.skipIf(skipsPython)("the Python example", () => {
  let command = python;
  beforeAll(() => {
    if (hasPython) return;
    run(folder, python, "-m", "venv", "venv");
    command = join(folder, "venv/bin/python");
    run(folder, command, "-m", "pip", "install", "--quiet", "numpy", "onnxruntime");
  }, 300_000);

  /** Runs the example, on other atoms if they are given, and reads what it was run on and what it found. */
  function found(atoms?: object) {
    const own = /^numbers = [\s\S]*?(?=\n\n)/m;
    const code = example("python");
    expect(code).toMatch(own);
    const given = `numbers, positions, cell, pbc = (np.array(x) for x in json.loads(${JSON.stringify(JSON.stringify(atoms))}))`;
    const names = ["numbers", "positions", "cell", "pbc", "energy", "forces", "stress"];
    const print = `print(json.dumps({${names.map((name) => `"${name}": np.array(${name}).tolist()`).join(", ")}}))`;
    const script = ["import json", atoms ? code.replace(own, given) : code, print].join("\n");
    writeFileSync(join(folder, "example.py"), script);
    return JSON.parse(run(folder, command, "example.py").trim().split("\n").at(-1)!);
  }

  async function compare(name: string, { energy, forces, stress, pbc, ...atoms }: ReturnType<typeof found>) {
    const node = await calc({ ...atoms, pbc: pbc.map(Boolean) });
    const difference = Math.max(
      Math.abs(energy - node.energy),
      ...forces.flat().map((x: number, i: number) => Math.abs(x - node.forces[i]!)),
      ...(node.stress ? stress.map((x: number, i: number) => Math.abs(x - node.stress![i]!)) : []),
    );
    console.info(`${name}: differs from Node's by ${difference.toExponential(1)} at most`);
    // Sums in f32, in an order of its own.
    expect(difference).toBeLessThanOrEqual(1e-4);
    expect(Math.max(...forces.flat())).toBeGreaterThan(0.1);
  }

  test("gives Node's energy, forces and stress", () => compare("the example", found()));

  test.each(["water", "ethanol", "triclinic_random", "nacl_8_rattled", "cu_111_slab_rattled"])(
    "and those of %s",
    async (name) => {
      const { numbers, positions, cell, pbc } = golden[name];
      const structure = structureOf({ numbers, positions, pbc, ...(cell && { cell }) });
      const rows = (flat: ArrayLike<number>) =>
        Array.from({ length: flat.length / 3 }, (_, i) => [0, 1, 2].map((k) => flat[3 * i + k]!));
      const box = structure.cell ?? Float64Array.of(1, 0, 0, 0, 1, 0, 0, 0, 1);
      const fractions = timesMatrix(structure.positions, inverseCell(box));
      const within = fractions.map((x, i) => (pbc[i % 3] ? x - Math.floor(x) : x));
      await compare(name, found([numbers, rows(timesMatrix(within, box)), rows(box), pbc.map(Number)]));
    },
  );
});

test.skipIf(skipsCpp)("the C++ example gives Node's energy and forces", async () => {
  writeFileSync(join(folder, "example.cpp"), example("cpp"));
  const link = ["-l:libonnxruntime.so.1", `-L${library}`, `-Wl,-rpath,${library}`];
  run(folder, "g++", "-std=c++17", "-Wall", "-Werror", `-I${include}`, "example.cpp", ...link, "-o", "example");
  const printed = (run(folder, join(folder, "example")).match(/-?\d+\.\d+/g) ?? []).map(Number);
  const { numbers, positions } = golden.water;
  const { energy, forces } = await calc({ numbers, positions });
  expect(printed).toHaveLength(1 + forces.length);
  const difference = Math.max(...[energy, ...forces].map((x, i) => Math.abs(x - printed[i]!)));
  console.info(`C++: differs from Node's by ${difference.toExponential(1)} at most`);
  expect(difference).toBeLessThanOrEqual(1e-4);
});
