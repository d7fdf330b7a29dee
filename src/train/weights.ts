// Weights that others made: safetensors, NumPy's .npz, PyTorch's .pth.

import { InputError } from "../error.js";
import { decode } from "./safetensors.js";
import type { StoredTensor } from "./storedTensor.js";
import { readNpz } from "./weightFiles/npz.js";
import { refusal } from "./weightFiles/refusal.js";
import { readTorch, type TorchFile, torchFolder } from "./weightFiles/torch.js";
import { openZip } from "./weightFiles/zip.js";

export type { Opaque, Pickled } from "./weightFiles/pickleMachine.js";
export type { TorchFile, TorchValue } from "./weightFiles/torch.js";

/** Tensors by name. */
export type Weights = ReadonlyMap<string, StoredTensor>;

/**
 * Reads a file of weights; its first bytes say the format. Runs in Node and in browsers, and runs nothing of the file.
 * Every size is checked against the file, .npz and .pth against their checksums (safetensors has none), and what a file unpacks
 * to is at most 32 times its size, or 256 MiB; a pickle is of at most 2 million opcodes, nested at most 100 deep.
 *
 * - safetensors
 * - .npz: arrays of numbers and booleans, little-endian, stored or deflated, in C's or Fortran's order (which is turned to C's)
 * - .pth, .pt of PyTorch 1.6 and later: dense tensors in dicts and lists, named by their keys, joined by "."
 * @param bytes the whole file; tensors may be views of it
 * @param where its name, for messages
 * @throws InputError `where: expected …, got …` if the file is none of these, damaged, or beyond the limits
 */
export async function readWeights(bytes: Uint8Array, where: string): Promise<Weights> {
  if (begins(bytes, "PK")) {
    const zip = openZip(bytes, where);
    const folder = torchFolder(zip);
    const tensors = folder === undefined ? await readNpz(zip, where) : (await readTorch(zip, folder, where)).tensors;
    if (tensors.size === 0) throw refusal(where)("tensors", "an empty zip");
    return tensors;
  }
  if (bytes[8] === 0x7b) return readSafetensors(bytes, where); // after eight bytes of length, a JSON object
  const got = bytes.length === 0 ? "an empty file" : `a file of ${bytes.length} bytes that begins ${firstBytes(bytes)}`;
  throw refusal(where)("weights in safetensors, .npz or .pth", got, hintFor(bytes));
}

/**
 * Reads a .pth or .pt with all that it holds beside tensors; limits as of `readWeights`.
 * @throws InputError if it is not PyTorch's, damaged, or beyond the limits
 */
export async function readTorchFile(bytes: Uint8Array, where: string): Promise<TorchFile> {
  const zip = openZip(bytes, where);
  const folder = torchFolder(zip);
  if (folder === undefined) throw refusal(where)("a file of torch.save, with data.pkl", "another zip");
  return readTorch(zip, folder, where);
}

function readSafetensors(bytes: Uint8Array, where: string): Weights {
  try {
    return new Map(Object.entries(decode(bytes).tensors));
  } catch (error) {
    throw error instanceof InputError ? new InputError(where, error.expectation) : error;
  }
}

/** What people try most often, and what to do about it. */
const others: readonly (readonly [first: string, hint: string])[] = [
  ["\x93NUMPY", "one .npy has no name: numpy.savez(file, name=array)"],
  ["\x89HDF", "HDF5 is not read: save the arrays with numpy.savez"],
  ["\x80\x02\x8a\nl\xfc\x9cF\xf9 j\xa8P\x19", "a file of PyTorch before 1.6: load it there and save it again"],
  ["\x80", "a bare pickle: torch.save writes a zip since 1.6"],
  ["version https://git-lfs", "git lfs pull"],
  ["<", "a web page? download the file itself"],
];

const hintFor = (bytes: Uint8Array) => others.find(([first]) => begins(bytes, first))?.[1];
const begins = (bytes: Uint8Array, letters: string) =>
  letters.split("").every((letter, i) => bytes[i] === letter.charCodeAt(0));
const firstBytes = (bytes: Uint8Array) =>
  Array.from(bytes.subarray(0, 8), (byte) => byte.toString(16).padStart(2, "0")).join(" ");
