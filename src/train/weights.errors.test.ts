// Every sentence that a wrong or damaged file of weights is refused with. The files are made here, wrong on purpose.
import { deflateRawSync } from "node:zlib";
import { describe, expect, test } from "vitest";
import { InputError } from "../error.js";
import { encode } from "./safetensors.js";
import { crc32 } from "./weightFiles/crc32.js";
import { readTorchFile, readWeights } from "./weights.js";

const latin1 = (text: string) => Uint8Array.from(text, (letter) => letter.charCodeAt(0));
const u16 = (value: number) => String.fromCharCode(value & 255, value >> 8);
const u32 = (value: number) => u16(value % 65536) + u16(Math.floor(value / 65536));
const join = (...parts: readonly (string | Uint8Array)[]) =>
  Uint8Array.from(parts.flatMap((part) => [...(typeof part === "string" ? latin1(part) : part)]));

interface EntryOptions {
  readonly method: number;
  readonly flags: number;
  readonly crc: number;
  readonly size: number;
  readonly packed: Uint8Array;
  readonly packedSize: number;
  readonly localName: string;
  readonly header: number;
}
type Entry = readonly [name: string, bytes: Uint8Array, options?: Partial<EntryOptions>];

/** A zip of these entries; an option is written as it is, right or wrong. */
function zip(entries: readonly Entry[], end: { count?: number; size?: number; start?: number; disk?: number } = {}) {
  let body = "";
  let directory = "";
  for (const [name, bytes, options = {}] of entries) {
    const { method = 0, flags = 0, crc = crc32(bytes), size = bytes.length } = options;
    const packed = options.packed ?? (method === 8 ? deflateRawSync(bytes) : bytes);
    const { localName = name, header = body.length, packedSize = packed.length } = options;
    const fields = u16(method) + u32(0) + u32(crc) + u32(packedSize) + u32(size);
    body += `PK\x03\x04${u16(20)}${u16(flags)}${fields}${u16(localName.length)}${u16(0)}${localName}`;
    body += Array.from(packed, (byte) => String.fromCharCode(byte)).join("");
    directory += `PK\x01\x02${u16(20)}${u16(20)}${u16(flags)}${fields}${u16(name.length)}${u16(0).repeat(4)}${u32(0)}${u32(header)}${name}`;
  }
  const { count = entries.length, size = directory.length, start = body.length, disk = 0 } = end;
  const last = `PK\x05\x06${u16(disk)}${u16(0)}${u16(count)}${u16(count)}${u32(size)}${u32(start)}${u16(0)}`;
  return latin1(body + directory + last);
}

/** A .npy of version 1 with this header. */
const npy = (header: string, data: Uint8Array = new Uint8Array(8), version = 1) =>
  join(`\x93NUMPY${String.fromCharCode(version, 0)}${u16(header.length)}${header}`, data);
const fields = (descr = "'<f4'", order = "False", shape = "(2,)") =>
  `{'descr': ${descr}, 'fortran_order': ${order}, 'shape': ${shape}, }\n`;
const npz = (array: Uint8Array, options: Partial<EntryOptions> = {}) => zip([["a.npy", array, options]]);
const good = npy(fields());

// Pickles, an opcode after another.
const text = (value: string) => `X${u32(value.length)}${value}`;
const storage = (type = "torch\nFloatStorage", key = "0", count = "K\x04") =>
  `(${text("storage")}c${type}\n${text(key)}${text("cpu")}${count}tQ`;
const tensor = (shape = "K\x04\x85", strides = "K\x01\x85", offset = "K\x00", from = storage()) =>
  `ctorch._utils\n_rebuild_tensor_v2\n(${from}${offset}${shape}${strides}\x89ccollections\nOrderedDict\n)RtR`;
const dict = (...items: readonly [string, string][]) => `}(${items.map(([key, value]) => text(key) + value).join("")}u`;
const pickle = (value: string, protocol = "\x80\x02") => latin1(`${protocol}${value}.`);
const torch = (data: Uint8Array, more: readonly Entry[] = [["a/data/0", new Uint8Array(16)]]) =>
  zip([["a/data.pkl", data], ...more]);
const torchOf = (value: string) => torch(pickle(value));
const held = (value: string) => torchOf(dict(["w", value]));

test("the files that the tables damage are read where they are right", async () => {
  expect([...(await readWeights(npz(good), "x")).keys()]).toEqual(["a"]);
  expect([...(await readWeights(npz(good, { method: 8 }), "x")).keys()]).toEqual(["a"]);
  expect([...(await readWeights(held(tensor()), "x")).keys()]).toEqual(["w"]);
});

const refuses = async (bytes: Uint8Array, message: string) => {
  const error = await readWeights(bytes, "model.bin").catch((thrown: unknown) => thrown);
  expect(error).toBeInstanceOf(InputError);
  expect((error as Error).message).toContain(message);
  expect((error as Error).message).toMatch(/^model\.bin( \(.*\))?: expected /s);
};

describe("no format of ours", () => {
  test.each<[string, Uint8Array, string]>([
    ["nothing", new Uint8Array(), "expected weights in safetensors, .npz or .pth, got an empty file."],
    ["text", latin1("hello, world"), "got a file of 12 bytes that begins 68 65 6c 6c 6f 2c 20 77."],
    ["one .npy", good, "numpy.savez"],
    ["HDF5", latin1("\x89HDF\r\n\x1a\n"), "HDF5 is not read"],
    ["PyTorch before 1.6", latin1("\x80\x02\x8a\nl\xfc\x9cF\xf9 j\xa8P\x19."), "of PyTorch before 1.6"],
    ["a pickle", latin1("\x80\x04}."), "A bare pickle: "],
    ["a pointer of Git LFS", latin1("version https://git-lfs.github.com/spec/v1\n"), "Git lfs pull"],
    ["a web page", latin1("<!doctype html>"), "A web page?"],
    [
      "safetensors, cut",
      encode({ a: { dtype: "F32", shape: [1], data: Float32Array.of(1) } }).subarray(0, 40),
      "at most 32 bytes",
    ],
  ])("%s", (_, bytes, message) => refuses(bytes, message));

  test("readTorchFile refuses another zip", async () => {
    await expect(readTorchFile(npz(good), "x")).rejects.toThrow(
      "x: expected a file of torch.save, with data.pkl, got another zip.",
    );
  });
});

describe("zip", () => {
  const zeros = new Uint8Array(1000);
  test.each<[string, Uint8Array, string]>([
    ["cut", npz(good).subarray(0, 60), "expected the directory of a zip at the end, got none. Is the file whole?"],
    ["longer than its end", join(npz(good), "x"), "directory of a zip at the end"],
    ["empty", zip([]), "expected tensors, got an empty zip."],
    ["PK alone", latin1("PK"), "directory of a zip"],
    ["of parts", zip([["a.npy", good]], { disk: 1 }), "expected a zip of one part"],
    ["zip64", zip([["a.npy", good]], { count: 0xffff }), "got a zip64 archive."],
    ["directory beyond the file", zip([["a.npy", good]], { start: 1e6 }), "expected a directory that ends by byte"],
    [
      "an entry too many",
      zip([["a.npy", good]], { count: 2 }),
      "expected 2 entries in the directory, got 1 and other bytes.",
    ],
    [
      "an entry too few",
      zip(
        [
          ["a.npy", good],
          ["b.npy", good],
        ],
        { count: 1 },
      ),
      "expected a directory of 102 bytes, got 51.",
    ],
    ["directory elsewhere", zip([["a.npy", good]], { start: 3 }), "expected 1 entries in the directory, got 0"],
    [
      "a name twice",
      zip([
        ["a.npy", good],
        ["a.npy", good],
      ]),
      'expected each name once, got "a.npy" twice.',
    ],
    [
      "one entry as two",
      zip([
        ["a.npy", good],
        ["b.npy", good, { header: 0 }],
      ]),
      'expected "b.npy" in its local header, got "a.npy".',
    ],
    [
      "overlap",
      zip([
        ["a.npy", good, { packedSize: 100, size: 100 }],
        ["b.npy", good],
      ]),
      'expected "b.npy" to begin at byte',
    ],
    ["two names", npz(good, { localName: "b.npy" }), 'expected "a.npy" in its local header, got "b.npy".'],
    ["header elsewhere", npz(good, { header: 7 }), 'expected a local header of "a.npy" at byte 7, got other bytes.'],
    ["header beyond", npz(good, { header: 1e6 }), "at byte 1000000"],
    ["not UTF-8", zip([["\xff.npy", good]]), "expected names in UTF-8, got other bytes."],
    ["encrypted", npz(good, { flags: 1 }), 'expected "a.npy" not encrypted'],
    ["bzip2", npz(good, { method: 12 }), 'expected "a.npy" stored (0) or deflated (8), got method 12.'],
    ["bytes beyond the directory", npz(good, { packedSize: 1e6, size: 1e6 }), 'expected "a.npy" within'],
    ["stored in another size", npz(good, { size: 3 }), 'expected a size of "a.npy" that'],
    ["checksum", npz(good, { crc: 1 }), "model.bin (a.npy): expected bytes of checksum 00000001, got "],
    [
      "no deflate",
      npz(good, { method: 8, packed: latin1("\xff\xff\xff\xff") }),
      "(a.npy): expected deflated bytes, got others.",
    ],
    ["deflate cut", npz(good, { method: 8, packed: deflateRawSync(good).subarray(0, 20) }), "(a.npy): expected "],
    ["more than it says", npz(zeros, { method: 8, size: 10 }), "(a.npy): expected 10 bytes unpacked, got more."],
    ["less than it says", npz(zeros, { method: 8, size: 1001 }), "(a.npy): expected 1001 bytes unpacked, got 1000."],
    ["more than deflate can", npz(zeros, { method: 8, size: 2 ** 28 }), 'expected a size of "a.npy" that'],
    [
      "a bomb",
      npz(zeros, { method: 8, packed: new Uint8Array(300_000), size: 300e6 }),
      "expected entries of at most 268435456 bytes, got 300000000.",
    ],
  ])("%s", (_, bytes, message) => refuses(bytes, message));
});

describe(".npz", () => {
  test.each<[string, Uint8Array, string]>([
    ["another entry", zip([["readme.txt", latin1("x")]]), 'expected arrays, NAME.npy, got "readme.txt".'],
    ["no magic", npz(latin1("hello, world, hello")), "(a.npy): expected the first bytes of a .npy file"],
    ["too short", npz(latin1("\x93NUMPY\x01")), "the first bytes of a .npy file"],
    ["version", npz(npy(fields(), undefined, 9)), "expected .npy of version 1, 2 or 3, got 9."],
    [
      "header beyond the end",
      npz(join(`\x93NUMPY\x01\x00${u16(999)}`, "{}")),
      "expected a header of at most 2 bytes, got 999.",
    ],
    ["huge header", npz(npy(" ".repeat(10_001))), "expected a header of at most 10000 bytes, got 10001."],
    ["no dict", npz(npy("hello")), 'expected a header with descr, fortran_order and shape, got "hello".'],
    ["a field missing", npz(npy("{'descr': '<f4', 'shape': (2,)}")), "expected a header with descr"],
    ["a field more", npz(npy(fields().replace("{", "{'x': 1, "))), "expected a header with descr"],
    ["a field twice", npz(npy(fields().replace("{", "{'shape': (2,), "))), "expected a header with descr"],
    ["a record", npz(npy(fields("[('x', '<f4')]"))), "Arrays of records are not read"],
    ["code", npz(npy(fields("'<f4'", "False", "(print(1),)"))), "expected a header with descr"],
    ["negative size", npz(npy(fields("'<f4'", "False", "(-2,)"))), "expected a header with descr"],
    [
      "a size of 40 digits",
      npz(npy(fields("'<f4'", "False", `(0, 1${"0".repeat(40)})`))),
      "expected a header with descr",
    ],
    ["big-endian", npz(npy(fields("'>f4'"))), 'got ">f4". Save it little-endian'],
    ["objects", npz(npy(fields("'|O'"))), 'got "|O". An array of objects is a pickle, and none is run'],
    [
      "complex",
      npz(npy(fields("'<c8'"))),
      'expected descr in <f8, <f4, <f2, <i8, <i4, <i2, |i1, <u8, <u4, <u2, |u1, |b1, got "<c8".',
    ],
    ["inherited", npz(npy(fields("'toString'"))), 'got "toString".'],
    ["too few elements", npz(npy(fields("'<f4'", "False", "(3,)"))), "expected 12 bytes of F32 [3], got 8."],
    ["too many elements", npz(npy(fields("'<f4'", "True", "(1, 1)"))), "expected 4 bytes of F32 [1, 1], got 8."],
  ])("%s", (_, bytes, message) => refuses(bytes, message));
});

describe(".pth", () => {
  const nested = (depth: number) => "]".repeat(depth) + "a".repeat(depth - 1);
  /** A list of two of a list of two …: 2^40 values by 120 opcodes. */
  const laughs = `]${Array.from({ length: 40 }, (_, i) => `q${String.fromCharCode(i)}0](h${String.fromCharCode(i)}h${String.fromCharCode(i)}e`).join("")}`;
  test.each<[string, Uint8Array, string]>([
    ["big-endian", torch(pickle("N"), [["a/byteorder", latin1("big")]]), 'expected little-endian storages, got "big".'],
    ["empty pickle", torch(new Uint8Array()), "(a/data.pkl): expected 1 more bytes of the pickle, got 0."],
    ["no stop", torch(latin1("\x80\x02}")), "expected 1 more bytes of the pickle, got 0."],
    ["protocol", torch(pickle("}", "\x80\x07")), "expected pickle protocol 2 to 5, got 7."],
    ["opcode", torchOf("\xfe"), "expected an opcode of pickle protocols 2 to 5, got 0xfe."],
    ["opcode that calls by itself", torchOf("(cos\nsystem\no"), "got 0x6f."],
    ["extension", torchOf("\x82\x01"), "got 0x82."],
    ["nothing on the stack", torchOf("0"), "expected a value on the pickle's stack, got none."],
    ["below the mark", torchOf("N(\x85"), "expected a value on the pickle's stack, got none."],
    ["no mark", torchOf("t"), "expected a mark on the pickle's stack, got none."],
    ["two values", torchOf("NN"), "expected one value, got 2."],
    ["not in the memo", torchOf("h\x05"), "expected a value that the pickle has put by, got number 5."],
    ["2,000,001 values", torchOf("N".repeat(2_000_001)), "expected a pickle of at most 2000000 opcodes, got more."],
    ["text beyond the end", torchOf(`X${u32(2 ** 31)}abc`), "expected 2147483648 more bytes of the pickle, got 4."],
    ["text beyond 2^53", torchOf(`\x8d${"\xff".repeat(8)}`), "more bytes of the pickle, got 1."],
    ["text not UTF-8", torchOf(`X${u32(1)}\xff`), "expected text in UTF-8, got other bytes."],
    [
      "huge integer",
      torchOf(`\x8b${u32(2000)}${"\x01".repeat(2000)}`),
      "expected an integer of at most 1024 bytes, got 2000.",
    ],
    ["items of a number", torchOf("K\x01K\x02K\x03s"), "expected a dict to set items of, got 1."],
    ["odd items", torchOf("}(K\x02u"), "expected keys and values in pairs, got 1 values."],
    ["append to a dict", torchOf("}K\x02a"), "expected a list to append to, got a dict."],
    ["call of a number", torchOf("K\x01)R"), "expected a class or function by name before its arguments, got 1."],
    ["call of an object", torchOf("cos\nsystem\n)R)R"), "expected a class or function by name"],
    ["arguments that are none", torchOf("cos\nsystem\nK\x01R"), "expected arguments of os.system as a tuple, got 1."],
    ["class named by numbers", torchOf("K\x01K\x02\x93"), "expected a name of a class as text, got 1."],
    [
      "another reference",
      torchOf(`${text("x")}Q`),
      'expected a reference ("storage", type, key, device, size), got "x".',
    ],
    [
      "storage without a class",
      torchOf(`(${text("storage")}${text("x")}${text("0")}${text("cpu")}K\x04tQ`),
      "expected a reference",
    ],
    [
      "storage of negative size",
      held(tensor("K\x04\x85", "K\x01\x85", "K\x00", storage(undefined, "0", "J\xff\xff\xff\xff"))),
      "expected a reference",
    ],
    ["one tensor", torchOf(tensor()), "expected a dict of tensors, got one tensor without a name."],
    ["no tensor", torchOf(dict(["epoch", "K\x01"])), "expected tensors in a dict, got a dict. Save model.state_dict()"],
    [
      "a model",
      torchOf("cnet\nModel\n)\x81}b"),
      'expected tensors in a dict, got "net.Model". Save model.state_dict()',
    ],
    [
      "a name twice",
      torchOf(dict(["a.b", tensor()], ["a", dict(["b", tensor()])])),
      'expected each name once, got "a.b" twice.',
    ],
    [
      "a key that is a list",
      torchOf(`}]${tensor()}s`),
      "expected tensors under keys of text or numbers, got a list of 0.",
    ],
    [
      "beyond the storage",
      held(tensor("K\x05\x85")),
      'expected a tensor within the 4 elements of storage "0", got element 4.',
    ],
    [
      "offset beyond",
      held(tensor("K\x04\x85", "K\x01\x85", "K\x01")),
      'within the 4 elements of storage "0", got element 4.',
    ],
    ["stride beyond", held(tensor("K\x02\x85", "K\x04\x85")), "got element 4."],
    [
      "negative stride",
      held(tensor("K\x02\x85", "J\xff\xff\xff\xff\x85", "K\x03")),
      "expected a tensor's storage, offset, shape and strides",
    ],
    ["shape without strides", held(tensor("K\x02\x85", ")")), "expected a tensor's storage, offset, shape and strides"],
    ["no storage", held(tensor("K\x02\x85", "K\x01\x85", "K\x00", "N")), "got null, 0, a list of 1, a list of 1."],
    [
      "complex",
      held(tensor(undefined, undefined, undefined, storage("torch\nComplexFloatStorage"))),
      'got "torch.ComplexFloatStorage".',
    ],
    ["sparse", held("ctorch._utils\n_rebuild_sparse_tensor\n)R"), 'got "torch._utils._rebuild_sparse_tensor".'],
    [
      "one element as 2^40",
      held(tensor("J\0\0\x10\0J\0\0\x10\0\x86", "K\x00K\x00\x86")),
      'got 4398046511104 with "w".',
    ],
    [
      "2^1000 elements",
      held(tensor(`(${"J\0\0\x10\0".repeat(50)}t`, `(${"K\0".repeat(50)}t`)),
      "expected tensors of at most",
    ],
    [
      "storage missing",
      torch(pickle(dict(["w", tensor()])), []),
      "model.bin (a/data/0): expected an entry of the zip, got none.",
    ],
    [
      "storage short",
      torch(pickle(dict(["w", tensor()])), [["a/data/0", new Uint8Array(15)]]),
      "expected 16 bytes, 4 of F32, got 15.",
    ],
    [
      "storage of another size",
      torch(pickle(dict(["w", tensor()])), [["a/data/0", new Uint8Array(32)]]),
      "expected 16 bytes, 4 of F32, got 32.",
    ],
    ["deep lists", torchOf(nested(200)), "expected values nested at most 100 deep"],
    ["a list in itself", torchOf("]q\0h\0a"), "expected values nested at most 100 deep"],
    ["lists of shared lists", torchOf(laughs), "few of them shared, got more."],
  ])("%s", (_, bytes, message) => refuses(bytes, message));

  test("what a pickle would run is not run, only named", async () => {
    const command = `cposix\nsystem\n(${text("exit 1")}tR`;
    const { value, tensors } = await readTorchFile(torchOf(dict(["w", tensor()], ["x", command])), "x");
    expect((value as Map<string, unknown>).get("x")).toEqual({ opaque: "posix.system", args: ["exit 1"] });
    expect([...tensors.keys()]).toEqual(["w"]);
  });
  test("a tensor named __proto__ is a tensor", async () => {
    expect([...(await readWeights(torchOf(dict(["__proto__", tensor()])), "x")).keys()]).toEqual(["__proto__"]);
  });
});
