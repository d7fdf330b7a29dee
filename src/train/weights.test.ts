// Files that NumPy and PyTorch wrote, see golden/weights.py.
import { readFileSync } from "node:fs";
import { gunzipSync } from "node:zlib";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { InputError } from "../error.js";
import { encode } from "./safetensors.js";
import { readTorchFile, readWeights, type Weights } from "./weights.js";

const golden = (name: string) => readFileSync(new URL(`../../test/golden/weights/${name}`, import.meta.url));
const pth = (name: string) => gunzipSync(golden(`${name}.pth.gz`));

/** As golden/weights.py writes it. */
const described = (weights: Weights) =>
  Object.fromEntries(
    [...weights].map(([name, { dtype, shape, data }]) => [name, { dtype, shape, values: Array.from(data, Number) }]),
  );
const expected = (name: string) => {
  const arrays: Record<string, { dtype: string; shape: number[]; values: string }> = JSON.parse(String(golden(name)));
  return Object.fromEntries(
    Object.entries(arrays).map(([key, { values, ...rest }]) => [
      key,
      { ...rest, values: values === "" ? [] : values.split(" ").map(Number) },
    ]),
  );
};

describe(".npz of NumPy", () => {
  test("deflated: every dtype, C's and Fortran's order, no axis, no element", async () => {
    expect(described(await readWeights(golden("deflated.npz"), "x"))).toEqual(expected("arrays.json"));
  });
  test("stored", async () => {
    const { zeros, ...rest } = expected("arrays.json");
    expect(zeros).toBeDefined();
    expect(described(await readWeights(golden("stored.npz"), "x"))).toEqual(rest);
  });
  test("64-bit integers are exact", async () => {
    expect((await readWeights(golden("stored.npz"), "x")).get("u64")?.data).toEqual(BigUint64Array.of(2n ** 64n - 1n));
  });
});

describe.each(["protocol2", "protocol5"])(".pth of PyTorch, %s", (name) => {
  test("views with strides and offsets, shared storages, parameters, every dtype, nested dicts and lists", async () => {
    expect(described(await readWeights(pth(name), "x"))).toEqual(expected("checkpoint.json"));
  });
  test("what is no tensor is in the value, and objects of classes are opaque", async () => {
    const { value } = await readTorchFile(pth(name), "x");
    expect(value).toBeInstanceOf(Map);
    const top = value as ReadonlyMap<unknown, unknown>;
    expect(top.get("epoch")).toBe(3);
    const config = top.get("config") as ReadonlyMap<unknown, unknown>;
    expect(config.get("device")).toEqual({ opaque: "torch.device", args: ["cpu"] });
    expect(config.get("path")).toMatchObject({ opaque: "pathlib.PurePosixPath" });
    expect(config.get("numpy")).toMatchObject({ opaque: expect.stringMatching(/^numpy\./) });
    expect(config.get("deque")).toMatchObject({ opaque: "collections.deque" });
    expect(config.get("default")).toMatchObject({ opaque: "collections.defaultdict" });
    expect(config.get("big")).toBe(2n ** 70n);
    expect(config.get("negative")).toBe(-(2 ** 40));
    expect(config.get("float")).toBe(0.1);
    expect(config.get("size")).toEqual([2, 3]);
    expect(config.get(5)).toBe(false);
  });
});

test("safetensors", async () => {
  const data = Float32Array.of(1, 2, 3);
  const weights = await readWeights(encode({ a: { dtype: "F32", shape: [3], data } }), "x");
  expect([...weights]).toEqual([["a", { dtype: "F32", shape: [3], data }]]);
});

test("a file at an odd place in memory reads the same", async () => {
  for (const bytes of [golden("stored.npz"), pth("protocol2")]) {
    const room = new Uint8Array(bytes.length + 3);
    room.set(bytes, 3);
    expect(described(await readWeights(room.subarray(3), "x"))).toEqual(described(await readWeights(bytes, "x")));
  }
});

describe.each([
  ["deflated.npz", golden("deflated.npz")],
  ["stored.npz", golden("stored.npz")],
  ["protocol2.pth", pth("protocol2")],
  ["7net-0.pth", pth("7net-0")],
])("%s damaged", (_, whole) => {
  const runs = { seed: 20261126, numRuns: 150 };
  test("cut anywhere, it is refused", () =>
    fc.assert(
      fc.asyncProperty(fc.nat(whole.length - 1), async (length) => {
        await expect(readWeights(whole.subarray(0, length), "x")).rejects.toBeInstanceOf(InputError);
      }),
      runs,
    ));
  test("with a byte changed anywhere, it is refused or reads as before", async () => {
    const before = described(await readWeights(whole, "x"));
    let refused = 0;
    await fc.assert(
      fc.asyncProperty(fc.nat(whole.length - 1), fc.integer({ min: 1, max: 255 }), async (at, flip) => {
        const bytes = Uint8Array.from(whole);
        bytes[at]! ^= flip;
        try {
          expect(described(await readWeights(bytes, "x"))).toEqual(before);
        } catch (error) {
          if (!(error instanceof InputError)) throw error;
          refused++;
        }
      }),
      runs,
    );
    expect(refused).toBeGreaterThan(50); // of 150: the others change dates, padding, attributes
  });
});
