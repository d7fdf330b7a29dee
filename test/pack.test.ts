// The package as a user gets it: built from what a clone holds, packed, installed in an empty folder, run by plain Node and
// read by the compiler.
import { spawnSync } from "node:child_process";
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { checkoutFiles, root } from "./checkout.js";

const folder = mkdtempSync(join(tmpdir(), "equivar-pack-"));
const [checkout, user] = [join(folder, "checkout"), join(folder, "user")];
const installed = join(user, "node_modules/equivar");
const json = (path: string) => JSON.parse(readFileSync(path, "utf8"));

/** @throws Error with all that the command printed if it fails */
function run(cwd: string, command: string, ...args: string[]): string {
  const { status, stdout, stderr } = spawnSync(command, args, { cwd, encoding: "utf8" });
  if (status !== 0) throw new Error(`${command} ${args.join(" ")} exited with ${status}:\n${stdout}${stderr}`);
  return stdout;
}

beforeAll(() => {
  for (const path of checkoutFiles()) {
    mkdirSync(dirname(join(checkout, path)), { recursive: true });
    cpSync(join(root, path), join(checkout, path));
  }
  symlinkSync(join(root, "node_modules"), join(checkout, "node_modules"));
  run(checkout, "npm", "run", "build");
  mkdirSync(user);
  run(checkout, "npm", "pack", "--pack-destination", user);
  install();
}, 240_000);
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/**
 * As `npm install TARBALL`, but with a lock file of the versions that the repository is tested with: npm then asks no
 * registry for them and takes them from its cache, where `npm ci` has left them.
 */
function install(): void {
  const { version, packages } = json(join(root, "package-lock.json"));
  const { dependencies, bin, engines } = json(join(root, "package.json"));
  const tarball = `file:equivar-${version}.tgz`;
  const project = { name: "user", version: "1.0.0", type: "module", dependencies: { equivar: tarball } };
  const needed = Object.entries<{ dev?: boolean }>(packages).filter(([path, { dev }]) => path !== "" && !dev);
  const lock = {
    lockfileVersion: 3,
    packages: {
      "": project,
      "node_modules/equivar": { version, resolved: tarball, dependencies, bin, engines },
      ...Object.fromEntries(needed),
    },
  };
  writeFileSync(join(user, "package.json"), JSON.stringify(project));
  writeFileSync(join(user, "package-lock.json"), JSON.stringify(lock));
  run(user, "npm", "ci", "--ignore-scripts", "--prefer-offline", "--no-audit", "--no-fund");
}

/** Runs a program in the user's folder. */
function program(name: string, lines: readonly string[]): string {
  writeFileSync(join(user, name), lines.join("\n"));
  return run(user, process.execPath, name);
}

const rooms = readdirSync(join(root, "src")).filter((room) => existsSync(join(root, "src", room, "index.ts")));

describe("plain Node", () => {
  test("traces, differentiates and evaluates", () => {
    const printed = program("use.js", [
      'import { constant, evaluate, f32, grad, mul, nodeCount, sum, trace } from "equivar/engine";',
      'import { irreps } from "equivar/group";',
      'import { norm, vector, withParameters } from "equivar/nn";',
      "const energy = (x) => sum(mul(x, mul(x, x)));",
      'const graph = trace(({ x }) => grad(energy)(x), { x: f32("atoms", 3) });',
      "const slope = await evaluate(grad(energy)(constant([1, 2, 3], [1, 3])));",
      'const model = withParameters((scope) => norm(scope, vector("O(3)", constant([2, 3, 6], [1, 3])))).value;',
      'const length = await evaluate(model.part("0e"));',
      'const { dimension } = irreps("4x0e + 2x1o");',
      "console.log(JSON.stringify([Object.keys(graph.outputs), graph.inputs[0].shape, [...slope.data], [...length.data], dimension]));",
    ]);
    expect(JSON.parse(printed)).toEqual([["output"], ["atoms", 3], [3, 12, 27], [7], 10]);
  });

  test("imports each room and nothing else", () => {
    const hidden = ["cli", "cli/main.js", "engine/testing", "engine/testing.js", "engine/ops", "nn/sample", "random"];
    const names = JSON.stringify([...rooms, ...hidden]);
    const printed = program("rooms.js", [
      `const kind = (name) => import("equivar/" + name).then((room) => typeof room, ({ code }) => code);`,
      `console.log(JSON.stringify(await Promise.all(${names}.map(kind))));`,
    ]);
    expect(JSON.parse(printed)).toEqual([...rooms.map(() => "object"), ...hidden.map(() => "ERR_MODULE_NOT_FOUND")]);
  });

  test("runs the command", () => {
    const { version } = json(join(root, "package.json"));
    const npx = (...words: string[]) => run(user, "npx", "--no", "--", "equivar", ...words); // --no: never from a registry
    expect(npx("--version").trim()).toBe(version);
    expect(JSON.parse(npx("zoo", "list", "--json")).methods).toContainEqual(expect.objectContaining({ slug: "egnn" }));
  });
});

describe("weights", () => {
  test("are in the package once, and the command and the library find them", () => {
    const files = readdirSync(installed, { recursive: true, encoding: "utf8" });
    expect(files.filter((path) => path.endsWith(".safetensors"))).toEqual(["src/zoo/weights/sevennet-0.safetensors"]);
    writeFileSync(join(user, "water.xyz"), "3\n\nO 0 0 0.119262\nH 0 0.763239 -0.477047\nH 0 -0.763239 -0.477047\n");
    const { frames } = JSON.parse(run(user, "npx", "--no", "--", "equivar", "energy", "water.xyz", "--json"));
    expect(frames[0].energy).toBeCloseTo(-14.093515, 4); // test/golden/sevennet/sevennet-0.json
    const printed = program("potential.js", [
      'import { calculator } from "equivar/atoms";',
      'import { allStructures } from "equivar/data";',
      'import { readFileSync } from "node:fs";',
      'const calc = await calculator("sevennet-0");',
      'const [water] = await allStructures(readFileSync("water.xyz", "utf8"), "water.xyz");',
      "console.log((await calc(water)).energy);",
    ]);
    expect(Number(printed)).toBeCloseTo(frames[0].energy, 4);
  });
});

describe("files", () => {
  test("each that package.json names is there, types before code", () => {
    const { exports, imports, bin } = json(join(installed, "package.json"));
    const targets = (entry: unknown): string[] =>
      typeof entry === "string" ? [entry] : Object.values(entry as object).flatMap(targets);
    const paths = targets([exports, imports, bin]).flatMap((path) => rooms.map((room) => path.replace("*", room)));
    expect(paths.length).toBeGreaterThan(3 * rooms.length);
    expect(paths.filter((path) => !existsSync(join(installed, path)))).toEqual([]);
    // A condition that stands after one that holds is never read: source, types, default.
    expect(Object.keys(exports["./*"])).toEqual(["source", "types", "default"]);
  });

  test("each that a source map names is there, and no test is", () => {
    const files = readdirSync(installed, { recursive: true, encoding: "utf8" });
    const maps = files.filter((path) => path.endsWith(".map"));
    const lost = maps.filter((path) => {
      const { sources } = json(join(installed, path)) as { sources: string[] };
      return !sources.every((source) => existsSync(join(installed, dirname(path), source)));
    });
    expect(maps.length).toBeGreaterThan(0);
    expect(lost).toEqual([]);
    expect(files.filter((path) => /\.test\./.test(path))).toEqual([]);
  });
});

describe("types", () => {
  test.each([
    ["NodeNext", "NodeNext"],
    ["Bundler", "ESNext"],
  ])("are read by the compiler with module resolution %s", (moduleResolution, module) => {
    const compilerOptions = {
      strict: true,
      noEmit: true,
      target: "ES2022",
      lib: ["ES2022", "DOM"],
      types: [],
      module,
      moduleResolution,
    };
    writeFileSync(join(user, "tsconfig.json"), JSON.stringify({ compilerOptions, files: ["use.ts"] }));
    writeFileSync(
      join(user, "use.ts"),
      [
        'import { constant, evaluate, grad, type Nd, silu, sum } from "equivar/engine";',
        'import { irreps } from "equivar/group";',
        'import { type Field, pointwise, type Scope, vector } from "equivar/nn";',
        ...rooms.map((room) => `export * as ${room} from "equivar/${room}";`),
        "export const slope: Promise<Nd> = evaluate(grad(sum)(constant([1, 2], [2])));",
        'export const dimension: number = irreps("4x0e + 2x1o").dimension;',
        'export const velocity: Field<"O(3)", "1x1o"> = vector("O(3)", constant([1, 2, 3], [3]));',
        "// @ts-expect-error a pointwise nonlinearity on a vector: a type, not `any`, crosses the package's border",
        "export const broken = (scope: Scope) => pointwise(scope, velocity, silu);",
      ].join("\n"),
    );
    // Without skipLibCheck: our declarations are checked too.
    run(user, process.execPath, join(root, "node_modules/typescript/bin/tsc"), "-p", ".");
  });
});
