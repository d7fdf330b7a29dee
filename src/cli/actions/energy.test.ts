// `equivar energy` and `equivar export` by their command lines: what they print, and what they say of bad input.
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Calculator, calculator } from "../../atoms/calculator.js";
import { InputError } from "../../error.js";
import { encode } from "../../train/safetensors.js";
import { typed } from "../testing.js";
import { energy } from "./energy.js";
import { export_ } from "./export_.js";

let dir: string;
beforeAll(() => {
  dir = mkdtempSync(join(tmpdir(), "equivar-energy-"));
});
afterAll(() => rmSync(dir, { recursive: true }));

async function equivar(...words: readonly string[]) {
  const { code, out, err } = await typed({ energy: energy as never, export_: export_ as never }, [...words, "--json"]);
  return { code, result: JSON.parse(out), stderr: err };
}

const file = (name: string, content: string | Uint8Array) => {
  const path = join(dir, name);
  writeFileSync(path, content);
  return path;
};
const golden = JSON.parse(
  readFileSync(new URL("../../../test/golden/sevennet/sevennet-0.json", import.meta.url), "utf8"),
);
const weightsOf = (name: string) =>
  new URL(`../../../test/golden/sevennet/${name}.safetensors`, import.meta.url).pathname;

const water = "3\n\nO 0 0 0.1173\nH 0 0.7572 -0.4692\nH 0 -0.7572 -0.4692\n";
const salt = (cell: string, first = "0 0 0") => `NaCl\n1.0\n${cell}\nNa Cl\n1 1\nDirect\n${first}\n0.5 0.5 0.5\n`;
const cube = "4 0 0\n0 4 0\n0 0 4";

test("gives energy, forces and stress of every frame of every file, with units", async () => {
  const first = file("two.xyz", `${water}${water}`);
  const second = file("POSCAR", salt(cube));
  const { code, result } = await equivar("energy", first, second);
  expect(code).toBe(0);
  expect(result.frames.map(({ file: name, frame }: { file: string; frame: number }) => [name, frame])).toEqual([
    [first, 0],
    [first, 1],
    [second, 0],
  ]);
  const [one, two, three] = result.frames;
  expect(one.energy).toBe(two.energy);
  expect(one.stress).toBeNull();
  expect(one.forces).toHaveLength(3);
  expect(one.energies.reduce((a: number, b: number) => a + b)).toBeCloseTo(one.energy, 5);
  expect(three.stress).toHaveLength(6);
  expect(three.units).toMatchObject({ energy: "eV", forces: "eV/Å" });
});

test("a left-handed cell is a cell", async () => {
  const right = await equivar("energy", file("right.vasp", salt("4 0 0\n0 4 0\n0 0 4")));
  const left = await equivar("energy", file("left.vasp", salt("4 0 0\n0 4 0\n0 0 -4")));
  expect(left.code).toBe(0);
  expect(left.result.frames[0].energy).toBeCloseTo(right.result.frames[0].energy, 5);
});

test("an exported file answers as the model it came from", async () => {
  const [out, poscar] = [join(dir, "model.onnx"), file("b.vasp", salt(cube))];
  const exported = await equivar("export", "sevennet-0", "-o", out);
  expect(exported.code).toBe(0);
  expect(exported.result.inputs.map(({ name }: { name: string }) => name)).toEqual([
    ...["numbers", "vectors", "senders", "receivers", "rows", "reverse", "cell"],
  ]);
  for (const { about } of [...exported.result.inputs, ...exported.result.outputs]) expect(about).not.toBe("");
  // One thread sums otherwise in a session of our own: equal within round-off.
  const energy = (...options: string[]) => equivar("energy", poscar, "--threads", "2", ...options);
  const [own, other] = [await energy(), await energy("--model", out)];
  expect(other.result.frames).toEqual(own.result.frames);
  const refused = await equivar("energy", poscar, "--model", out, "--modality", "PBE");
  expect(refused.code).toBe(2);
});

const cut = (text: string, lines: number) => text.split("\n").slice(0, lines).join("\n");
describe("bad files", () => {
  test.each<[string, string, string, RegExp]>([
    ["an empty file", "empty.xyz", "", /empty\.xyz.*expected.*got/],
    ["an empty POSCAR", "POSCAR.empty", "", /expected/],
    ["a folder's name", ".", "", /expected/],
    ["a frame cut short", "cut.xyz", cut(water, 4), /cut\.xyz.*expected/],
    ["a second frame cut short", "cut2.xyz", `${water}${cut(water, 3)}`, /cut2\.xyz.*expected/],
    ["a wrong number of atoms", "count.xyz", water.replace("3\n", "4\n"), /count\.xyz.*expected/],
    ["a number of atoms that is none", "none.xyz", water.replace("3\n", "x\n"), /none\.xyz.*expected/],
    ["an element that does not exist", "xx.xyz", water.replace("O", "Xx"), /xx\.xyz.*Xx/],
    ["NaN as a coordinate", "nan.xyz", water.replace("0.1173", "NaN"), /nan\.xyz.*expected/],
    ["a word as a coordinate", "word.xyz", water.replace("0.1173", "abc"), /word\.xyz.*expected/],
    ["a cell without volume", "flat.vasp", salt("4 0 0\n0 4 0\n4 4 0"), /volume/],
    ["a cell of NaN", "nan.vasp", salt("4 0 0\n0 4 0\n0 0 nan"), /expected/],
    ["a cell of two vectors", "two.vasp", salt("4 0 0\n0 4 0"), /expected/],
    ["a POSCAR of fewer atoms than it says", "few.vasp", cut(salt(cube), 8), /expected/],
    ["a CIF without atoms", "no.cif", "data_x\n_cell_length_a 4\n", /no\.cif.*expected/],
    ["a CIF that is no CIF", "no2.cif", "hello\n", /no2\.cif.*expected/],
    [
      "a CIF without angles",
      "a.cif",
      "data_x\n_cell_length_a 4\n_cell_length_b 4\n_cell_length_c 4\nloop_\n_atom_site_type_symbol\n_atom_site_fract_x\n_atom_site_fract_y\n_atom_site_fract_z\nNa 0 0\n",
      /a\.cif.*expected/,
    ],
    ["a PDB without atoms", "no.pdb", "HEADER\nEND\n", /no\.pdb.*expected/],
    [
      "a PDB with a broken coordinate",
      "b.pdb",
      "ATOM      1 NA   LIG A   1       x.000   0.000   0.000  1.00  0.00          NA\n",
      /b\.pdb.*expected/,
    ],
    [
      "an SDF cut short",
      "cut.sdf",
      "water\n  program\n\n  3  2  0  0  0  0  0  0  0  0999 V2000\n    0.0    0.0    0.0 O   0  0\n",
      /cut\.sdf.*expected/,
    ],
    ["an ending that no reader knows", "atoms.docx", water, /atoms\.docx.*expected/],
    ["bytes", "bytes.xyz", "\u0000\u0001\u0002\n\u0003", /bytes\.xyz.*expected/],
    [
      "atoms on top of each other",
      "same.xyz",
      water.replace("0.7572", "0").replace("-0.4692", "0.1173"),
      /0\.2 Å apart.*0\.000 Å between atoms 1 and 2/,
    ],
    ["an element that the model has never seen", "po.xyz", "1\n\nPo 0 0 0\n", /trained on.*got Po, atom 1/],
    ["a heavier one", "og.xyz", "2\n\nH 0 0 0\nOg 3 0 0\n", /got Og, atom 2/],
    ["an atom on top of its image", "image.vasp", salt("0.1 0 0\n0 4 0\n0 0 4"), /apart/],
  ])("%s", async (_, name, content, message) => {
    const { code, result, stderr } = await equivar("energy", name === "." ? dir : file(name, content));
    expect(stderr).toMatch(message);
    expect(code).toBe(2);
    expect(result.error.message).toMatch(message);
    expect(stderr).not.toMatch(/\n\s+at /);
  });

  test("a file that is not there, no file, one good and one bad", async () => {
    expect((await equivar("energy", join(dir, "nothing.xyz"))).stderr).toMatch(/nothing\.xyz: expected/);
    expect((await equivar("energy")).code).toBe(2);
    const { code, result } = await equivar("energy", file("good.xyz", water), file("bad.xyz", "x"));
    expect(code).toBe(2);
    expect(result.frames).toBeUndefined();
  });
});

describe("bad models and weights", () => {
  const atoms = () => file("h2o.xyz", water);
  const shipped = () => readFileSync(new URL("../../zoo/weights/sevennet-0.safetensors", import.meta.url));
  test.each<[string, () => readonly string[], RegExp]>([
    [
      "an unknown model",
      () => ["--model", "mace"],
      /expected sevennet-0, sevennet-l3i5, sevennet-mf-0, or an ONNX file, got mace/,
    ],
    ["a model that is not there", () => ["--model", join(dir, "no.onnx")], /expected an ONNX file/],
    ["a model that is no ONNX", () => ["--model", file("text.onnx", "hello")], /onnx: expected|text\.onnx/],
    ["weights that are not given", () => ["--model", "sevennet-l3i5"], /expected a file of its weights, by --weights/],
    ["weights that are not there", () => ["--weights", join(dir, "no.npz")], /no\.npz/],
    ["weights of another architecture", () => ["--weights", weightsOf("sevennet-l3i5")], /weights with .* numbers in/],
    [
      "weights of a smaller one",
      () => ["--model", "sevennet-l3i5", "--weights", weightsOf("sevennet-mf-0"), "--modality", "PBE"],
      /no modality/,
    ],
    [
      "weights of a model without modalities",
      () => ["--model", "sevennet-mf-0", "--modality", "PBE", "--weights", file("0.safetensors", shipped())],
      /numbers in/,
    ],
    ["an empty file of weights", () => ["--weights", file("empty.safetensors", "")], /empty/],
    ["text as weights", () => ["--weights", file("text.safetensors", "hello, these are no weights")], /expected/],
    ["weights cut short", () => ["--weights", file("cut.safetensors", shipped().subarray(0, 100_000))], /expected/],
    ["weights with a damaged header", () => ["--weights", file("bad.safetensors", damaged(shipped()))], /expected/],
    [
      "an array missing",
      () => [
        "--weights",
        file("one.safetensors", encode({ scale: { dtype: "F32", shape: [1], data: Float32Array.of(1) } })),
      ],
      /no such array/,
    ],
    ["a cut .npz", () => ["--weights", file("cut.npz", "PK\u0003\u0004abc")], /expected/],
    [
      "no modality",
      () => ["--model", "sevennet-mf-0", "--weights", weightsOf("sevennet-mf-0")],
      /expected modality R2SCAN or PBE, got none/,
    ],
    [
      "an unknown modality",
      () => ["--model", "sevennet-mf-0", "--modality", "LDA", "--weights", weightsOf("sevennet-mf-0")],
      /got LDA/,
    ],
    ["a modality for a model without", () => ["--modality", "PBE"], /expected no modality/],
    ["an unknown precision", () => ["--precision", "f16"], /f32/],
    ["an unknown option", () => ["--modle", "x"], /modle/],
    ["no threads", () => ["--threads", "0"], /threads/],
  ])("%s", async (_, options, message) => {
    const { code, stderr } = await equivar("energy", atoms(), ...options());
    expect(stderr).toMatch(message);
    expect(code).toBe(2);
    expect(stderr).not.toMatch(/\n\s+at /);
  });

  test.each<[string, () => readonly string[], RegExp]>([
    ["without a file", () => ["sevennet-0"], /output/],
    ["to another ending", () => ["sevennet-0", "-o", join(dir, "x.pt")], /\.onnx/],
    ["to a folder that is not there", () => ["sevennet-0", "-o", join(dir, "none", "x.onnx")], /x\.onnx/],
    ["of an unknown model", () => ["nothing", "-o", join(dir, "y.onnx")], /expected sevennet-0/],
    [
      "of weights of another model",
      () => ["sevennet-0", "-o", join(dir, "z.onnx"), "--weights", weightsOf("sevennet-l3i5")],
      /numbers in/,
    ],
  ])("export %s writes nothing", async (_, words, message) => {
    const { code, stderr } = await equivar("export", ...words());
    expect(stderr).toMatch(message);
    expect(code).toBe(2);
    expect(readdirSync(dir).filter((name) => /^[xyz]\.|tmp$/.test(name))).toEqual([]);
    expect(existsSync(join(dir, "none"))).toBe(false);
  });
});

/** A header whose first bracket is gone. */
function damaged(bytes: Uint8Array): Uint8Array {
  const copy = Uint8Array.from(bytes);
  copy[9] = 0x7b;
  return copy;
}

describe("the calculator", () => {
  const { water: molecule } = golden;
  let calc: Calculator;
  beforeAll(async () => {
    calc = await calculator("sevennet-0", { threads: 1 });
  });
  afterAll(() => calc.close());

  test.each<[string, object, RegExp]>([
    ["no atoms", { numbers: [], positions: [] }, /at least one atom/],
    ["too few positions", { positions: [0, 0, 0] }, /9 coordinates of 3 atoms/],
    [
      "an infinite position",
      {
        positions: [
          [0, 0, 0],
          [0, 0, 1],
          [0, Number.POSITIVE_INFINITY, 0],
        ],
      },
      /finite coordinates of atom 3/,
    ],
    ["an atomic number of 0", { numbers: [8, 1, 0] }, /atomic numbers from 1/],
    ["an atomic number of 119", { numbers: [8, 1, 119] }, /atomic numbers from 1/],
    ["a number that is not whole", { numbers: [8, 1, 1.5] }, /whole/],
    ["a cell of six numbers", { cell: [1, 2, 3, 4, 5, 6] }, /cell of 9/],
    ["repetition without a cell", { cell: undefined, pbc: true }, /a cell, because pbc is true/],
    ["a cell without volume", { cell: [5, 0, 0, 0, 5, 0, 5, 5, 0] }, /volume/],
    ["an element that it does not know", { numbers: [84, 1, 1] }, /got Po, atom 1/],
    [
      "atoms nearer than nuclei come",
      {
        positions: [
          [0, 0, 0],
          [0, 0, 0.1],
          [0, 0, 3],
        ],
      },
      /0\.100 Å between atoms 1 and 2/,
    ],
  ])("says what is wrong with %s", async (_, change, message) => {
    const call = calc({ ...molecule, cell: undefined, pbc: false, ...change });
    await expect(call).rejects.toThrow(message);
    await expect(call).rejects.toThrow(InputError);
  });

  test("says how much memory a million atoms would need, before it starts", async () => {
    const side = 100;
    const positions = Float64Array.from({ length: 3 * side ** 3 }, (_, i) => {
      const [atom, k] = [Math.floor(i / 3), i % 3];
      return 2.5 * (Math.floor(atom / side ** k) % side);
    });
    const cell = [250, 0, 0, 0, 250, 0, 0, 0, 250];
    const call = calc({ numbers: new Int32Array(side ** 3).fill(14), positions, cell });
    await expect(call).rejects.toThrow(/1000000 atoms with .* edges, which need about .* GB/);
  });

  test("refuses a negative margin", async () => {
    await expect(calculator("sevennet-0", { skin: -1 })).rejects.toThrow("calculator: expected a skin of 0 Å or more");
  });
});
