// The safetensors format: 8 bytes header length (u64, little-endian), a JSON header, then the tensors without gaps.
// @source https://github.com/huggingface/safetensors, "Format"; order and limits as its Rust package 0.8

import { InputError } from "../error.js";
import { quote } from "./quote.js";
import { arrays, type Dtype, type StoredTensor, type StoredTensors, view } from "./storedTensor.js";

export type { Dtype, StoredTensor, StoredTensors } from "./storedTensor.js";

export type Metadata = Readonly<Record<string, string>>;

const order = Object.keys(arrays) as Dtype[];
const headerLimit = 100_000_000; // bytes; the reference refuses more
const metadataName = "__metadata__";

/**
 * Bytes of a safetensors file. The same tensors in any order give the same bytes.
 * @param tensors by name; stored by dtype (widest first), then by name in UTF-16 order
 * @param metadata free text by key, in the given order
 * @throws InputError if a tensor's data does not fit its shape and dtype, or a name is reserved
 */
export function encode(tensors: StoredTensors, metadata: Metadata = {}): Uint8Array {
  const sorted = Object.entries(tensors)
    .map(([name, tensor]) => ({ name, tensor, bytes: bytesOf(name, tensor) }))
    .sort((a, b) => order.indexOf(a.tensor.dtype) - order.indexOf(b.tensor.dtype) || (a.name < b.name ? -1 : 1));
  let end = 0;
  const entries = sorted.map(({ name, tensor: { dtype, shape }, bytes }) => {
    const info = { dtype, shape, data_offsets: [end, (end += bytes.length)] };
    return `${JSON.stringify(name)}:${JSON.stringify(info)}`; // an object would move names like "10" to the front
  });
  if (Object.keys(metadata).length > 0) entries.unshift(`"${metadataName}":${JSON.stringify(metadata)}`);
  const header = new TextEncoder().encode(`{${entries.join()}}`);
  const start = 8 + Math.ceil(header.length / 8) * 8;
  if (start - 8 > headerLimit) fail(`a header of at most ${headerLimit} bytes`, `${start - 8}`);
  const out = new Uint8Array(start + end);
  out.fill(0x20, 8, start);
  out.set(header, 8);
  new DataView(out.buffer).setBigUint64(0, BigInt(start - 8), true);
  let at = start;
  for (const { bytes } of sorted) {
    out.set(bytes, at);
    at += bytes.length;
  }
  return out;
}

/**
 * Reads a safetensors file. Every claim of the header is checked before a tensor is made.
 * @returns tensors by name, as views of `bytes` where the file is aligned (ours and the reference's are), else copies
 * @throws InputError if anything is not as the format says
 */
export function decode(bytes: Uint8Array): { readonly tensors: StoredTensors; readonly metadata: Metadata } {
  const { header, start } = readHeader(bytes);
  const { [metadataName]: metadata = {}, ...rest } = header;
  if (!isObject(metadata) || !Object.values(metadata).every((value) => typeof value === "string"))
    fail(`${metadataName} of text by key`, quote(metadata));
  const infos = Object.entries(rest).map(([name, info]) => readInfo(name, info));
  infos.sort((a, b) => a.begin - b.begin || a.end - b.end);
  let at = 0;
  for (const { name, begin, end } of infos) {
    if (begin !== at) fail(`${quote(name)} to begin at ${at}, without gap or overlap`, `${begin}`);
    at = end;
  }
  if (at !== bytes.length - start) fail(`${at} bytes of data`, `${bytes.length - start}`);
  const tensors = infos.map(({ name, dtype, shape, begin, count }) => [
    name,
    { dtype, shape, data: view(bytes, start + begin, count, dtype) },
  ]);
  return { tensors: Object.fromEntries(tensors) as StoredTensors, metadata: metadata as Metadata };
}

/** Raw bytes of a tensor, without a copy. Typed arrays are little-endian on every platform that runs ONNX Runtime. */
export function bytesOf(name: string, { dtype, shape, data }: StoredTensor): Uint8Array {
  if (name === metadataName) fail(`a name other than ${metadataName}`, "it");
  if (!Object.hasOwn(arrays, dtype)) fail(`dtype of ${quote(name)} in ${order.join(", ")}`, quote(dtype));
  if (!(data instanceof arrays[dtype])) fail(`${quote(name)} (${dtype}) as ${arrays[dtype].name}`, quote(data));
  const count = elements(name, shape);
  if (data.length !== count) fail(`${count} elements in ${quote(name)} ${quote(shape)}`, `${data.length}`);
  return new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
}

function readHeader(bytes: Uint8Array): { header: Record<string, unknown>; start: number } {
  if (bytes.length < 8) fail("at least 8 bytes", `${bytes.length}`);
  const length = new DataView(bytes.buffer, bytes.byteOffset, 8).getBigUint64(0, true);
  const limit = Math.min(headerLimit, bytes.length - 8);
  if (length > limit) fail(`a header of at most ${limit} bytes`, `${length}`, "is this a safetensors file, and whole?");
  const start = 8 + Number(length);
  let header: unknown;
  let twice: string | undefined;
  try {
    const text = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes.subarray(8, start));
    header = JSON.parse(text);
    twice = repeatedKey(text);
  } catch (error) {
    fail("a header of UTF-8 JSON", error instanceof Error ? error.message : String(error));
  }
  if (!isObject(header)) fail("a JSON object as header", quote(header));
  if (twice !== undefined) fail("each name once", `${quote(twice)} twice`);
  return { header, start };
}

function readInfo(name: string, info: unknown) {
  const where = quote(name);
  if (!isObject(info)) fail(`${where} as an object`, quote(info));
  const { dtype, shape, data_offsets: offsets } = info;
  if (typeof dtype !== "string" || !isDtype(dtype)) fail(`dtype of ${where} in ${order.join(", ")}`, quote(dtype));
  if (!Array.isArray(shape)) fail(`a shape of ${where}`, quote(shape));
  if (!Array.isArray(offsets) || offsets.length !== 2) fail(`data_offsets [begin, end] of ${where}`, quote(offsets));
  const [begin, end] = offsets;
  if (!isSize(begin) || !isSize(end)) fail(`data_offsets of ${where} as integers`, quote(offsets));
  const count = elements(name, shape);
  const size = count * arrays[dtype].BYTES_PER_ELEMENT;
  if (end - begin !== size) fail(`${size} bytes for ${where}, ${dtype} ${quote(shape)}`, `${end - begin}`);
  return { name, dtype, shape: shape as number[], begin, end, count };
}

/** Number of elements; a product that overflows is refused even where a later dimension is 0, as in the reference. */
function elements(name: string, shape: readonly unknown[]): number {
  let count = 1;
  for (const size of shape) {
    if (!isSize(size) || !isSize((count *= size))) fail(`a shape of ${quote(name)} in integers`, quote(shape));
  }
  return count;
}

/** First key that an object of a valid JSON text holds twice; `JSON.parse` would keep the last in silence. */
function repeatedKey(text: string): string | undefined {
  const open: Set<string>[] = [];
  for (let i = 0; i < text.length; i++) {
    if (text[i] === "{") open.push(new Set());
    else if (text[i] === "}") open.pop();
    else if (text[i] === '"') {
      const from = i++;
      while (text[i] !== '"') i += text[i] === "\\" ? 2 : 1;
      if (!isColonNext(text, i + 1)) continue; // a value, not a key
      const name: string = JSON.parse(text.slice(from, i + 1));
      if (open.at(-1)!.has(name)) return name;
      open.at(-1)!.add(name);
    }
  }
  return undefined;
}

function isColonNext(text: string, at: number): boolean {
  while (" \t\n\r".includes(text[at] ?? ".")) at++;
  return text[at] === ":";
}

const isDtype = (name: string): name is Dtype => Object.hasOwn(arrays, name);
const isSize = (value: unknown): value is number => Number.isSafeInteger(value) && (value as number) >= 0;
const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

function fail(expected: string, got: string, hint?: string): never {
  throw new InputError("safetensors", hint ? { expected, got, hint } : { expected, got });
}
