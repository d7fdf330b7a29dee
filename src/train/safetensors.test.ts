import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { InputError } from "../error.js";
import { decode, encode, type StoredTensors } from "./safetensors.js";

const f32 = (shape: number[], ...values: number[]) =>
  ({ dtype: "F32", shape, data: Float32Array.from(values) }) as const;

/** A file with this header, unchecked. */
const file = (header: string | Uint8Array, bytes = 0, length?: number | bigint) => {
  const text = typeof header === "string" ? new TextEncoder().encode(header) : header;
  const out = new Uint8Array(8 + text.length + bytes);
  new DataView(out.buffer).setBigUint64(0, BigInt(length ?? text.length), true);
  out.set(text, 8);
  return out;
};
const info = (begin: number, end: number, dtype = "F32", shape: unknown = [(end - begin) / 4]) =>
  JSON.stringify({ dtype, shape, data_offsets: [begin, end] });

const tensors = fc.dictionary(
  fc.oneof(fc.string(), fc.nat(20).map(String)).filter((name) => name !== "__metadata__"),
  fc.oneof(
    fc.float32Array({ maxLength: 6 }).map((data) => ({ dtype: "F32" as const, shape: [data.length], data })),
    fc.float64Array({ maxLength: 3 }).map((data) => ({ dtype: "F64" as const, shape: [1, data.length, 1], data })),
    fc.bigInt64Array({ maxLength: 3 }).map((data) => ({ dtype: "I64" as const, shape: [data.length], data })),
    fc.int32Array({ minLength: 1, maxLength: 1 }).map((data) => ({ dtype: "I32" as const, shape: [], data })),
    fc.uint8Array({ max: 1, maxLength: 5 }).map((data) => ({ dtype: "BOOL" as const, shape: [data.length], data })),
    fc.uint16Array({ maxLength: 3 }).map((data) => ({ dtype: "BF16" as const, shape: [data.length], data })),
    fc.constant({ dtype: "F16" as const, shape: [0, 3], data: new Uint16Array(0) }),
  ),
  { maxKeys: 6, noNullPrototype: true },
);
const metadata = fc.dictionary(fc.string(), fc.string(), { maxKeys: 3, noNullPrototype: true });

/** The file moved by `shift` bytes in memory. */
const moved = (bytes: Uint8Array, shift: number) => {
  const room = new Uint8Array(bytes.length + shift);
  room.set(bytes, shift);
  return room.subarray(shift);
};

describe("the format", () => {
  // The header that the reference's Python package 0.8.0 writes for the same tensors.
  test("golden bytes", () => {
    const stored: StoredTensors = {
      b: f32([2], 1, 2),
      a: { dtype: "I32", shape: [2], data: Int32Array.of(3, 4) },
      c: { dtype: "BOOL", shape: [1], data: Uint8Array.of(1) },
      d: { dtype: "F64", shape: [], data: Float64Array.of(5) },
      e: { dtype: "I64", shape: [1], data: BigInt64Array.of(-1n) },
      f: { dtype: "F16", shape: [0, 3], data: new Uint16Array(0) },
    };
    const bytes = encode(stored, { k: "v" });
    const length = Number(new DataView(bytes.buffer).getBigUint64(0, true));
    expect(length % 8).toBe(0);
    expect(new TextDecoder().decode(bytes.subarray(8, 8 + length)).trimEnd()).toBe(
      '{"__metadata__":{"k":"v"},' +
        '"e":{"dtype":"I64","shape":[1],"data_offsets":[0,8]},"d":{"dtype":"F64","shape":[],"data_offsets":[8,16]},' +
        '"b":{"dtype":"F32","shape":[2],"data_offsets":[16,24]},"a":{"dtype":"I32","shape":[2],"data_offsets":[24,32]},' +
        '"f":{"dtype":"F16","shape":[0,3],"data_offsets":[32,32]},"c":{"dtype":"BOOL","shape":[1],"data_offsets":[32,33]}}',
    );
    expect(decode(bytes)).toEqual({ tensors: stored, metadata: { k: "v" } });
  });
  test("decode undoes encode, wherever the bytes lie; views where aligned", () =>
    fc.assert(
      fc.property(tensors, metadata, fc.nat(9), (stored, meta, shift) => {
        const bytes = moved(encode(stored, meta), shift);
        const read = decode(bytes);
        expect(read).toEqual({ tensors: stored, metadata: meta });
        if (shift % 8 === 0) for (const { data } of Object.values(read.tensors)) expect(data.buffer).toBe(bytes.buffer);
      }),
    ));
  test("the order of the tensors does not matter", () => {
    const [a, b] = [f32([1], 1), f32([1], 2)];
    expect(encode({ a, b, 10: a, 9: b })).toEqual(encode({ 9: b, 10: a, b, a }));
  });
  test("a tensor named __proto__ is a tensor", () => {
    const stored = { ["__proto__"]: f32([1], 7) };
    expect(Object.keys(decode(encode(stored)).tensors)).toEqual(["__proto__"]);
  });
});

describe("what is wrong is said", () => {
  test.each<[string, Uint8Array, string]>([
    ["too short", new Uint8Array(7), "expected at least 8 bytes, got 7."],
    ["header beyond the end", file("{}", 0, 3), "expected a header of at most 2 bytes, got 3."],
    ["huge header", file("{}", 0, 2n ** 64n - 1n), "got 18446744073709551615."],
    ["no UTF-8", file(Uint8Array.of(0x7b, 0xff, 0x7d)), "expected a header of UTF-8 JSON"],
    ["byte order mark", file("\ufeff{}"), "expected a header of UTF-8 JSON"],
    ["no JSON", file("{,}"), "expected a header of UTF-8 JSON"],
    ["deep JSON", file("[".repeat(100_000)), "expected a header of UTF-8 JSON"],
    ["no object", file("[]"), "expected a JSON object as header, got []."],
    ["a name twice", file(`{"a":${info(0, 4)},"\\u0061":${info(0, 4)}}`, 4), 'expected each name once, got "a" twice.'],
    ["a field twice", file('{"a":{"dtype":"F32","dtype":"F32"}}'), '"dtype" twice'],
    ["metadata not text", file('{"__metadata__":{"a":1}}'), "expected __metadata__ of text by key"],
    ["info not an object", file('{"a":3}'), 'expected "a" as an object, got 3.'],
    ["unknown dtype", file(`{"a":${info(0, 1, "F4")}}`, 1), 'got "F4".'],
    ["inherited dtype", file(`{"a":${info(0, 1, "toString")}}`, 1), 'got "toString".'],
    ["shape missing", file('{"a":{"dtype":"F32"}}'), 'expected a shape of "a", got undefined.'],
    ["negative size", file(`{"a":${info(0, 4, "F32", [-1, -1])}}`, 4), "in integers, got [-1,-1]."],
    ["fractional size", file(`{"a":${info(0, 4, "F32", [0.5, 2])}}`, 4), "in integers"],
    ["overflow", file(`{"a":${info(0, 0, "F32", [2 ** 52, 2 ** 52, 0])}}`), "in integers"],
    ["offsets missing", file('{"a":{"dtype":"F32","shape":[]}}'), "expected data_offsets [begin, end]"],
    ["three offsets", file('{"a":{"dtype":"F32","shape":[],"data_offsets":[0,1,2]}}'), "expected data_offsets"],
    ["negative offsets", file(`{"a":${info(-4, 0)}}`), "as integers, got [-4,0]."],
    ["size against shape", file(`{"a":${info(0, 8, "F32", [3])}}`, 8), 'expected 12 bytes for "a", F32 [3], got 8.'],
    ["more than the shape", file(`{"a":${info(0, 8, "F32", [1])}}`, 8), 'expected 4 bytes for "a", F32 [1], got 8.'],
    ["overlap", file(`{"a":${info(0, 8)},"b":${info(4, 12)}}`, 12), 'expected "b" to begin at 8, without gap'],
    ["gap", file(`{"a":${info(0, 4)},"b":${info(8, 12)}}`, 12), 'expected "b" to begin at 4'],
    ["file too short", file(`{"a":${info(0, 4)}}`, 3), "expected 4 bytes of data, got 3."],
    ["file too long", file(`{"a":${info(0, 4)}}`, 5), "expected 4 bytes of data, got 5."],
  ])("%s", (_, bytes, message) => {
    expect(() => decode(bytes)).toThrow(InputError);
    expect(() => decode(bytes)).toThrow(message);
  });
  test("encoding", () => {
    expect(() => encode({ a: f32([3], 1, 2) })).toThrow('expected 3 elements in "a" [3], got 2.');
    expect(() => encode({ __metadata__: f32([], 1) })).toThrow(InputError);
    const wrong = { dtype: "I64", shape: [1], data: Int32Array.of(1) } as unknown as StoredTensors[string];
    expect(() => encode({ a: wrong })).toThrow('expected "a" (I64) as BigInt64Array, got Int32Array.');
  });
});

describe("damaged files throw InputError or read as what they say, never beyond their bytes", () => {
  const survives = (bytes: Uint8Array) => {
    try {
      const all = Object.values(decode(bytes).tensors);
      const size = all.reduce((sum, { data }) => sum + data.byteLength, 0);
      expect(size).toBeLessThanOrEqual(bytes.length - 8);
      for (const { data } of all.filter(({ data }) => data.buffer === bytes.buffer)) {
        expect(data.byteOffset).toBeGreaterThanOrEqual(bytes.byteOffset);
        expect(data.byteOffset + data.byteLength).toBeLessThanOrEqual(bytes.byteOffset + bytes.length);
      }
    } catch (error) {
      if (!(error instanceof InputError)) throw error;
    }
  };
  const edits = fc.array(fc.tuple(fc.nat(), fc.oneof(fc.nat(255), fc.constantFrom(...'0123456789{}[]",:\\-e '))), {
    minLength: 1,
    maxLength: 4,
  });
  test("bytes changed, cut or added", () =>
    fc.assert(
      fc.property(tensors, edits, fc.integer({ min: -20, max: 20 }), fc.nat(9), (stored, changes, grow, shift) => {
        const whole = encode(stored, { m: "x" });
        const bytes = new Uint8Array(Math.max(0, whole.length + (grow % 7 === 0 ? grow : 0)));
        bytes.set(whole.subarray(0, bytes.length));
        for (const [at, value] of changes)
          if (bytes.length > 0) bytes[at % bytes.length] = typeof value === "string" ? value.charCodeAt(0) : value;
        survives(moved(bytes, shift));
      }),
      { numRuns: 2000 },
    ));
  test("any JSON as header", () => {
    const wild = fc.oneof(
      fc.json(),
      fc
        .dictionary(
          fc.string(),
          fc.record({
            dtype: fc.constantFrom("F32", "BOOL", "x"),
            shape: fc.array(fc.integer()),
            data_offsets: fc.anything(),
          }),
        )
        .map((header) => JSON.stringify(header, (_, part) => (typeof part === "bigint" ? `${part}` : part))),
    );
    fc.assert(
      fc.property(wild, fc.nat(40), (header, bytes) => survives(file(header, bytes))),
      { numRuns: 1000 },
    );
  });
  test("any bytes", () => fc.assert(fc.property(fc.uint8Array({ maxLength: 200 }), survives), { numRuns: 1000 }));
});
