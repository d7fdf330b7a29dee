// Two checkpoints of the package sevenn 0.13.0, cut to a convolution each, and what the package makes of them when it loads
// them: golden/weights.py.
import { readFileSync } from "node:fs";
import { gunzipSync } from "node:zlib";
import { describe, expect, test } from "vitest";
import { InputError } from "../../error.js";
import { wigner3j } from "../../group/wigner3j.js";
import type { StoredTensor } from "../../train/storedTensor.js";
import { readTorchFile, readWeights, type TorchFile, type TorchValue } from "../../train/weights.js";
import { type SevennetConfig, sevennetCheckpoint, sevennetConfig } from "./checkpoint.js";

const golden = (name: string) => readFileSync(new URL(`../../../test/golden/weights/${name}`, import.meta.url));

/** The cut leaves one layer: the irreps of the others are taken away, and its number made 0. */
async function load(name: string, layer: number): Promise<{ tensors: TorchFile["tensors"]; config: SevennetConfig }> {
  const { tensors, value } = await readTorchFile(gunzipSync(golden(`${name}.pth.gz`)), name);
  const config = sevennetConfig(value, name);
  const renamed = [...tensors].map(([key, tensor]) => [key.replace(`.${layer}_`, ".0_"), tensor] as const);
  return { tensors: new Map(renamed), config: { ...config, irreps: config.irreps.slice(layer, layer + 2) } };
}

const symbols = (tensors: TorchFile["tensors"]) =>
  [...tensors].flatMap(([name, { data }]) => {
    const degrees = /_w3j_(\d)_(\d)_(\d)$/.exec(name)?.slice(1).map(Number) as [number, number, number] | undefined;
    return degrees ? [{ degrees, data: data as Float32Array }] : [];
  });

describe.each([
  ["7net-0", 1],
  ["7net-l3i5", 2],
] as const)("%s", (name, layer) => {
  test("columns and signs are those that the package has after loading, to the bit", async () => {
    const { tensors, config } = await load(name, layer);
    const ours = sevennetCheckpoint(tensors, config);
    const theirs = await readWeights(golden(`${name}.npz`), name);
    expect(theirs.size).toBeGreaterThan(2);
    for (const [key, tensor] of theirs) expect(ours.get(key.replace(`${layer}_`, "0_"))).toEqual(tensor);
    expect([...ours.keys()].filter((key) => !key.includes("_w3j_")).sort()).toEqual(
      [...theirs.keys()]
        .map((key) => key.replace(`${layer}_`, "0_"))
        .filter((key) => !key.includes("_w3j_"))
        .sort(),
    );
    const weight = "0_convolution.weight_nn.layer2.weight";
    expect(ours.get(weight)).not.toEqual(tensors.get(`model_state_dict.${weight}`)); // there was something to do
  });

  test("afterwards each symbol is today's", async () => {
    const { tensors, config } = await load(name, layer);
    const stored = symbols(sevennetCheckpoint(tensors, config));
    expect(stored.length).toBeGreaterThan(7);
    for (const { degrees, data } of stored)
      for (const [i, value] of wigner3j(...degrees).entries()) expect(Math.abs(value - data[i]!)).toBeLessThan(1e-7);
  });
});

test("the signs follow the rule of e3nn before 0.5: up to degree 3 the orders of (1, 2, 2) and (1, 3, 3) are negative", async () => {
  const { tensors } = await load("7net-l3i5", 2);
  const stored = symbols(tensors);
  expect(stored.length).toBe(24);
  for (const { degrees, data } of stored) {
    const product = wigner3j(...degrees).reduce((sum, value, i) => sum + value * data[i]!, 0);
    const sorted = [...degrees].sort((a, b) => a - b).join();
    expect(Math.sign(product)).toBe(sorted === "1,2,2" || sorted === "1,3,3" ? -1 : 1);
    const [l1, l2, l3] = degrees;
    if (!(l1 <= l2 && l2 <= l3)) continue;
    const middle = data[(l1 * (2 * l2 + 1) + l2) * (2 * l3 + 1) + l3]!;
    const first = data.find((value) => Math.abs(value) > 1e-6)!;
    expect(Math.abs(middle) > 1e-6 ? middle : first).toBeGreaterThan(0);
  }
});

test("a checkpoint of 0.11 or later keeps its columns and signs", async () => {
  const { tensors, config } = await load("7net-0", 1);
  const name = "0_convolution.weight_nn.layer2.weight";
  const raw = tensors.get(`model_state_dict.${name}`);
  for (const version of ["0.11.0", "0.11.2.dev0", "0.13.0", "1.0.0"])
    expect(sevennetCheckpoint(tensors, { ...config, version }).get(name)).toBe(raw);
  for (const version of ["0.9.1", "0.10.3", "0.11.0.dev0"])
    expect(sevennetCheckpoint(tensors, { ...config, version }).get(name)).not.toEqual(raw);
});

test("modules named in words, before 0.10, have their names of today", () => {
  const one: StoredTensor = { dtype: "F32", shape: [1], data: Float32Array.of(1) };
  const none: StoredTensor = { dtype: "F32", shape: [0], data: new Float32Array() };
  const names = [
    "EdgeEmbedding.basis_function.coeffs",
    "0 self connection intro.linear.weight",
    "0 convolution.denumerator",
  ];
  const more = [
    "reducing nn input to hidden.linear.weight",
    "rescale atomic energy.shift",
    "reduce_hidden_to_energy.linear.weight",
  ];
  const raw = [...names, ...more].map((name) => [`model_state_dict.${name}`, one] as const);
  const without = [["model_state_dict.a.bias", none] as const, ["optimizer_state_dict.state.0.step", one] as const];
  const tensors = sevennetCheckpoint(new Map([...raw, ...without]), { version: "0.13.0", irreps: [], lmax: 2 });
  expect([...tensors.keys()]).toEqual([
    "edge_embedding.basis_function.coeffs",
    "0_self_connection_intro.linear.weight",
    "0_convolution.denominator",
    "reduce_input_to_hidden.linear.weight",
    "rescale_atomic_energy.shift",
    "reduce_hidden_to_energy.linear.weight",
  ]);
});

describe("what is wrong is said", () => {
  const config = (change: Record<string, TorchValue>) =>
    new Map([
      [
        "config",
        new Map(
          Object.entries({ version: "0.9.1", irreps_manual: ["1x0e", "1x0e"], lmax: 1, is_parity: false, ...change }),
        ),
      ],
    ]);
  test.each<[string, TorchValue, string]>([
    ["no dict", 3, "x: expected a checkpoint of SevenNet with its version, got undefined."],
    ["no configuration", new Map(), "with its version, got undefined."],
    ["irreps to be derived", config({ irreps_manual: false }), "with irreps_manual, got false."],
    ["parity", config({ is_parity: true }), "with is_parity False, got true."],
    ["no lmax", config({ lmax: null }), "with lmax, got null."],
  ])("%s", (_, value, message) => {
    expect(() => sevennetConfig(value, "x")).toThrow(InputError);
    expect(() => sevennetConfig(value, "x")).toThrow(message);
  });
  test("lmax_edge, where given, is the harmonics' degree", () => {
    expect(sevennetConfig(config({ lmax_edge: 3 }), "x")).toEqual({
      version: "0.9.1",
      irreps: ["1x0e", "1x0e"],
      lmax: 3,
    });
  });

  const symbol = "model_state_dict.0_convolution.convolution._compiled_main_left_right._w3j_1_1_1";
  const weight = "model_state_dict.0_convolution.weight_nn.layer2.weight";
  test.each<[string, (good: Map<string, unknown>) => void, Partial<SevennetConfig>, string]>([
    ["another model", (good) => good.clear(), {}, "expected tensors named model_state_dict.…, got none."],
    [
      "other irreps",
      () => {},
      { irreps: ["4x0e", "4x0e"] },
      "layer2.weight of 4 columns, by the irreps, got [1, 960].",
    ],
    [
      "no radial network",
      (good) => good.delete(weight),
      {},
      "expected 0_convolution.weight_nn.layer0.weight …, got none.",
    ],
    ["no symbol", (good) => good.delete(symbol), {}, "_w3j_1_1_1, got none."],
    [
      "another symbol",
      (good) => good.set(symbol, { dtype: "F32", shape: [27], data: new Float32Array(27).fill(0.1) }),
      {},
      "as the Wigner 3j symbol or its negative, got a product of",
    ],
    [
      "a symbol too short",
      (good) => good.set(symbol, { dtype: "F32", shape: [2], data: new Float32Array(2) }),
      {},
      "got a product of 0 with it.",
    ],
    [
      "integers",
      (good) => good.set(weight, { dtype: "I32", shape: [1, 960], data: new Int32Array(960) }),
      {},
      "in F32 or F64, got I32.",
    ],
  ])("%s", async (_, damage, change, message) => {
    const { tensors, config } = await load("7net-0", 1);
    const damaged = new Map(tensors);
    damage(damaged as Map<string, unknown>);
    expect(() => sevennetCheckpoint(damaged, { ...config, ...change })).toThrow(InputError);
    expect(() => sevennetCheckpoint(damaged, { ...config, ...change })).toThrow(message);
  });
});
