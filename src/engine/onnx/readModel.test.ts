import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { create, toBinary } from "@bufbuild/protobuf";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { compile, numbers, value } from "../session.js";
import { TensorProto_DataLocation as Location, ModelProtoSchema, TensorProto_DataType as Type } from "./gen/onnx_pb.js";
import { importOnnx } from "./importOnnx.js";
import { decode } from "./info.js";
import { readModel } from "./readModel.js";

const golden = new URL("../../../test/golden/externalData/", import.meta.url);

let dir: string;
beforeAll(() => {
  dir = mkdtempSync(join(tmpdir(), "equivar-model-"));
});
afterAll(() => rmSync(dir, { recursive: true }));

test("what PyTorch wrote in two files runs as PyTorch runs it", async () => {
  const { x, y } = JSON.parse(readFileSync(new URL("deep.json", golden), "utf8")) as Record<"x" | "y", number[]>;
  const bytes = await readModel(new URL("deep.onnx", golden));
  const session = await compile(importOnnx(bytes).graph());
  const found = await session.run({ x: value(x, [1, 5, 3], "f32") });
  await session.close();
  expect(found.y!.shape).toEqual([1, 5, 2]);
  expect(Math.max(...numbers(found.y!).data.map((each, i) => Math.abs(each - y[i]!)))).toBeLessThan(1e-6);
});

type Reference = Record<string, string>;
const external = (name: string, reference: Reference) => ({
  name,
  dims: [2n],
  dataType: Type.FLOAT,
  dataLocation: Location.EXTERNAL,
  externalData: Object.entries(reference).map(([key, value]) => ({ key, value })),
});

/** A model with one weight in its graph and one in a node's attribute, each in a file beside it. */
function written(reference: Reference, inAttribute: Reference = reference): string {
  const port = { name: "y", type: { value: { case: "tensorType" as const, value: { elemType: Type.FLOAT } } } };
  const node = [
    { opType: "Constant", output: ["c"], attribute: [{ name: "value", type: 4, t: external("c", inAttribute) }] },
    { opType: "Add", input: ["w", "c"], output: ["y"] },
  ];
  const graph = { initializer: [external("w", reference)], node, output: [port] };
  const path = join(dir, "model.onnx");
  writeFileSync(path, toBinary(ModelProtoSchema, create(ModelProtoSchema, { graph, opsetImport: [{ version: 20n }] })));
  return path;
}

test("tensors of attributes too, parts of files and files in folders, by path and by URL", async () => {
  mkdirSync(join(dir, "a b"));
  writeFileSync(join(dir, "a b", "w.bin"), new Float32Array([1, 2, 3, 4]));
  const location = "a b/w.bin";
  const path = written({ location, offset: "8" }, { location, offset: "4", length: "8" });
  for (const place of [path, pathToFileURL(path)]) {
    const { initializer, node } = decode(await readModel(place)).graph!;
    const raw = [initializer[0]!, node[0]!.attribute[0]!.t!].map(({ rawData }) => [
      ...new Float32Array(new Uint8Array(rawData).buffer),
    ]);
    expect(raw).toEqual([
      [3, 4],
      [2, 3],
    ]);
  }
});

test("a model in one file comes back as it is", async () => {
  const place = new URL("../audit/egnn.onnx", golden);
  expect(await readModel(place)).toEqual(new Uint8Array(readFileSync(place)));
});

describe("clear errors", () => {
  const beside = "expected its data in a file beside the model";
  test.each<[string, Reference, string]>([
    ["no file", { location: "none.bin" }, `onnx: "w": ${beside}, got ENOENT`],
    ["a file above", { location: "../w.bin" }, `onnx: "w": ${beside}, got "../w.bin".`],
    ["a file elsewhere", { location: "/etc/hostname" }, `${beside}, got "/etc/hostname".`],
    ["another drive", { location: "C:\\w.bin" }, `${beside}, got "C:\\w.bin".`],
    ["a way back", { location: "a\\..\\..\\w.bin" }, beside],
    ["no place", {}, `${beside}, got "".`],
    ["an offset that is none", { location: "w.bin", offset: "-4" }, 'expected a number of bytes as offset, got "-4".'],
    [
      "a file too short",
      { location: "w.bin", offset: "4", length: "8" },
      "expected bytes 4 to 12 in w.bin, got a file of 8.",
    ],
    ["an offset beyond the end", { location: "w.bin", offset: "12" }, "got a file of 8."],
  ])("%s", async (_, reference, message) => {
    writeFileSync(join(dir, "w.bin"), new Float32Array([1, 2]));
    await expect(readModel(written(reference))).rejects.toThrow(message);
  });

  test("no model", async () => {
    await expect(readModel(join(dir, "no.onnx"))).rejects.toThrow(
      `model: expected an ONNX file at ${join(dir, "no.onnx")}, got ENOENT`,
    );
  });
});
