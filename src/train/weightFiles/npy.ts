// NumPy's .npy: a magic, a header that is a Python dict, then the elements.
// @source https://numpy.org/doc/stable/reference/generated/numpy.lib.format.html

import { quote } from "../quote.js";
import { arrays, type Dtype, type StoredTensor, strided, view } from "../storedTensor.js";
import { type Refuse, refusal } from "./refusal.js";

/** Ours of NumPy's `descr`. */
const dtypes: Readonly<Record<string, Dtype>> = {
  "<f8": "F64",
  "<f4": "F32",
  "<f2": "F16",
  "<i8": "I64",
  "<i4": "I32",
  "<i2": "I16",
  "|i1": "I8",
  "<u8": "U64",
  "<u4": "U32",
  "<u2": "U16",
  "|u1": "U8",
  "|b1": "BOOL",
};
const headerLimit = 10_000; // bytes, as NumPy's own

/**
 * The array of a .npy file, versions 1 to 3; one in Fortran's order is copied into row-major order.
 * @throws InputError if it is damaged, or of a dtype other than little-endian numbers and booleans (no objects: those are pickles)
 */
export function readNpy(bytes: Uint8Array, where: string): StoredTensor {
  const refuse = refusal(where);
  const { header, begin } = readHeader(bytes, refuse);
  const { descr, isFortran, shape } = parseHeader(header, refuse);
  const dtype = Object.hasOwn(dtypes, descr) ? dtypes[descr] : undefined;
  if (!dtype) throw refuse(`descr in ${Object.keys(dtypes).join(", ")}`, quote(descr), hintFor(descr));
  const count = shape.reduce((product, size) => product * size, 1);
  const size = count * arrays[dtype].BYTES_PER_ELEMENT;
  if (size !== bytes.length - begin)
    throw refuse(`${size} bytes of ${dtype} [${shape.join(", ")}]`, `${bytes.length - begin}`);
  const data = view(bytes, begin, count, dtype);
  if (!isFortran) return { dtype, shape, data } as StoredTensor;
  return strided(
    dtype,
    data,
    0,
    shape,
    shape.map((_, axis) => shape.slice(0, axis).reduce((product, size) => product * size, 1)),
  );
}

function readHeader(bytes: Uint8Array, refuse: Refuse): { header: string; begin: number } {
  const isNpy = "\x93NUMPY".split("").every((letter, i) => bytes[i] === letter.charCodeAt(0));
  if (!isNpy || bytes.length < 12) throw refuse("the first bytes of a .npy file", "others");
  const version = bytes[6]!;
  if (version < 1 || version > 3) throw refuse(".npy of version 1, 2 or 3", `${version}`);
  const data = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  const [from, length] = version === 1 ? [10, data.getUint16(8, true)] : [12, data.getUint32(8, true)];
  const limit = Math.min(headerLimit, bytes.length - from);
  if (length > limit) throw refuse(`a header of at most ${limit} bytes`, `${length}`);
  return { header: new TextDecoder().decode(bytes.subarray(from, from + length)), begin: from + length };
}

/** The three fields in any order, each once, and nothing else. */
function parseHeader(header: string, refuse: Refuse) {
  const wrong = () =>
    refuse("a header with descr, fortran_order and shape", quote(header), "arrays of records are not read");
  let rest = header;
  const field = (name: string, value: string): string => {
    const found = new RegExp(`(['"])${name}\\1\\s*:\\s*${value}\\s*,?`).exec(rest);
    if (!found) throw wrong();
    rest = rest.slice(0, found.index) + rest.slice(found.index + found[0].length);
    return found[2]!;
  };
  const descr = field("descr", `['"]([^'"]*)['"]`);
  const isFortran = field("fortran_order", "(True|False)") === "True";
  const text = field("shape", "\\(((?:\\s*\\d+L?\\s*,)*(?:\\s*\\d+L?)?\\s*)\\)");
  if (!/^\s*\{\s*\}\s*$/.test(rest)) throw wrong();
  const shape = text
    .split(",")
    .filter((size) => size.trim() !== "")
    .map((size) => Number.parseInt(size, 10));
  if (!shape.every(Number.isSafeInteger)) throw wrong();
  return { descr, isFortran, shape };
}

function hintFor(descr: string): string | undefined {
  if (descr.startsWith(">")) return "save it little-endian: array.astype(array.dtype.newbyteorder('<'))";
  return descr.startsWith("|O") ? "an array of objects is a pickle, and none is run" : undefined;
}
