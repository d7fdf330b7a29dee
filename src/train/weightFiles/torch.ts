// PyTorch's files since 1.6, .pth and .pt: a zip of data.pkl, a pickle that names storages, and data/KEY, their raw bytes.
// @source torch/serialization.py, torch/_utils.py (_rebuild_tensor_v2)

import { quote } from "../quote.js";
import { arrays, type Dtype, type StoredTensor, strided, view } from "../storedTensor.js";
import { unpickle } from "./pickle.js";
import { type Hooks, kindOf, type Pickled } from "./pickleMachine.js";
import { memoryLimit, type Refuse, refusal } from "./refusal.js";
import type { Zip } from "./zip.js";

interface Storage {
  readonly storage: string;
  /** Its class: "torch.FloatStorage". */
  readonly type: string;
  /** Elements. */
  readonly count: number;
}
interface TensorView {
  readonly tensor: Storage;
  readonly offset: number;
  readonly shape: readonly number[];
  readonly strides: readonly number[];
}
/** A value of a checkpoint; its tensors are views whose elements `readTorch` gives by name. */
export type TorchValue = Pickled<Storage | TensorView>;

export interface TorchFile {
  /** Every tensor within dicts and lists, named by the keys that lead to it, joined by ".". */
  readonly tensors: ReadonlyMap<string, StoredTensor>;
  /** All that the file holds: configuration, epoch … */
  readonly value: TorchValue;
}

const dtypes: Readonly<Record<string, Dtype>> = {
  "torch.DoubleStorage": "F64",
  "torch.FloatStorage": "F32",
  "torch.HalfStorage": "F16",
  "torch.BFloat16Storage": "BF16",
  "torch.LongStorage": "I64",
  "torch.IntStorage": "I32",
  "torch.ShortStorage": "I16",
  "torch.CharStorage": "I8",
  "torch.ByteStorage": "U8",
  "torch.BoolStorage": "BOOL",
};
const depthLimit = 100;

/** Whether a zip is PyTorch's, and under which folder its entries lie. */
export const torchFolder = (zip: Zip): string | undefined =>
  zip.names.find((name) => /^[^/]+\/data\.pkl$/.test(name))?.slice(0, -"/data.pkl".length);

/**
 * Reads what `torch.save` wrote. Nothing is run: tensors, dicts, lists and scalars are read, any other object stays opaque,
 * and tensors within it are left out.
 * @param folder of `torchFolder`
 * @throws InputError if the file is damaged, big-endian, holds no tensor in dicts, two of one name, or sparse, quantized or
 * complex ones
 */
export async function readTorch(zip: Zip, folder: string, where: string): Promise<TorchFile> {
  const refuse = refusal(where);
  const order = `${folder}/byteorder`;
  const byteOrder = zip.names.includes(order) ? new TextDecoder().decode(await zip.read(order)).trim() : "little";
  if (byteOrder !== "little") throw refuse("little-endian storages", quote(byteOrder));
  const pickle = await zip.read(`${folder}/data.pkl`);
  const value: TorchValue = unpickle(
    pickle,
    `${where} (${folder}/data.pkl)`,
    hooks(refusal(`${where} (${folder}/data.pkl)`)),
  );
  const views = new Map<string, TensorView>();
  const walk = { views, refuse, left: 1000 + 10 * pickle.length };
  collect(walk, value, []);
  if (views.size === 0)
    throw refuse("tensors in a dict", kindOf(value), "save model.state_dict(), not the model: its class is not run");
  checkSizes(views, memoryLimit(zip.size), refuse);
  return { tensors: await readStorages(zip, folder, views, where), value };
}

function hooks(refuse: Refuse): Hooks<Storage | TensorView> {
  return {
    call(name, args) {
      if (name === "collections.OrderedDict") return new Map(pairs(args[0]));
      if (name === "torch.Size" && Array.isArray(args[0])) return args[0] as TorchValue;
      if (name === "torch._utils._rebuild_tensor_v2") return tensorView(args, refuse);
      if (name === "torch._utils._rebuild_parameter" && isTensor(args[0])) return args[0];
      if (/^torch\..*_rebuild_/.test(name))
        throw refuse("dense tensors of torch._utils._rebuild_tensor_v2", quote(name));
      return undefined;
    },
    persistent(id) {
      const [kind, type, key, , count] = Array.isArray(id) ? (id as readonly TorchValue[]) : [];
      const name = typeof type === "object" && type !== null && "opaque" in type ? type.opaque : undefined;
      if (kind !== "storage" || name === undefined || typeof key !== "string" || !isSize(count))
        throw refuse('a reference ("storage", type, key, device, size)', kindOf(id));
      return { storage: key, type: name, count };
    },
  };
}

function* pairs(items: TorchValue | undefined): Generator<[TorchValue, TorchValue]> {
  if (!Array.isArray(items)) return;
  for (const item of items) if (Array.isArray(item) && item.length === 2) yield [item[0], item[1]];
}

function tensorView([storage, offset, shape, strides]: readonly TorchValue[], refuse: Refuse): TensorView {
  const isWhole =
    isStorage(storage) && isSize(offset) && isSizes(shape) && isSizes(strides) && shape.length === strides.length;
  if (!isWhole)
    throw refuse(
      "a tensor's storage, offset, shape and strides",
      [storage, offset, shape, strides].map(kindOf).join(", "),
    );
  const last = shape.reduce((at, size, axis) => at + (size - 1) * strides[axis]!, offset);
  const isEmpty = shape.includes(0);
  if (isEmpty ? offset > storage.count : last >= storage.count)
    throw refuse(
      `a tensor within the ${storage.count} elements of storage ${quote(storage.storage)}`,
      `element ${last}`,
    );
  return { tensor: storage, offset, shape, strides };
}

/** Finds the tensors; a pickle may hold one dict in many places, or a list in itself, so the steps are counted. */
function collect(
  walk: { views: Map<string, TensorView>; refuse: Refuse; left: number },
  value: TorchValue,
  path: readonly unknown[],
) {
  if (--walk.left < 0 || path.length > depthLimit)
    throw walk.refuse(`values nested at most ${depthLimit} deep, few of them shared`, "more");
  if (isTensor(value)) {
    const name = nameOf(path, walk.refuse);
    if (walk.views.has(name)) throw walk.refuse("each name once", `${quote(name)} twice`);
    walk.views.set(name, value);
  } else if (value instanceof Map) {
    for (const [key, item] of value) collect(walk, item, [...path, key]);
  } else if (Array.isArray(value)) {
    for (const [i, item] of value.entries()) collect(walk, item, [...path, i]);
  }
}

function nameOf(path: readonly unknown[], refuse: Refuse): string {
  if (path.length === 0) throw refuse("a dict of tensors", "one tensor without a name");
  const wrong = path.find((key) => typeof key === "object" && key !== null);
  if (wrong !== undefined) throw refuse("tensors under keys of text or numbers", kindOf(wrong));
  return path.map(String).join(".");
}

function checkSizes(views: ReadonlyMap<string, TensorView>, limit: number, refuse: Refuse): void {
  let total = 0;
  for (const [name, { tensor, shape }] of views) {
    const dtype = dtypeOf(tensor);
    if (!dtype) throw refuse(`${quote(name)} in ${Object.keys(dtypes).join(", ")}`, quote(tensor.type));
    total += shape.reduce((product, size) => product * size, 1) * arrays[dtype].BYTES_PER_ELEMENT;
    if (!(total <= limit)) throw refuse(`tensors of at most ${limit} bytes`, `${total} with ${quote(name)}`);
  }
}

async function readStorages(zip: Zip, folder: string, views: ReadonlyMap<string, TensorView>, where: string) {
  const read = new Map<string, Uint8Array>();
  const out = new Map<string, StoredTensor>();
  for (const [name, { tensor, offset, shape, strides }] of views) {
    const entry = `${folder}/data/${tensor.storage}`;
    const refuse = refusal(`${where} (${entry})`);
    if (!zip.names.includes(entry)) throw refuse("an entry of the zip", "none");
    const bytes = read.get(entry) ?? (await zip.read(entry));
    read.set(entry, bytes);
    const dtype = dtypeOf(tensor)!;
    const size = tensor.count * arrays[dtype].BYTES_PER_ELEMENT;
    if (bytes.length !== size) throw refuse(`${size} bytes, ${tensor.count} of ${dtype}`, `${bytes.length}`);
    out.set(name, strided(dtype, view(bytes, 0, tensor.count, dtype), offset, shape, strides));
  }
  return out;
}

const dtypeOf = ({ type }: Storage) => (Object.hasOwn(dtypes, type) ? dtypes[type] : undefined);
const isSize = (value: unknown): value is number => Number.isSafeInteger(value) && (value as number) >= 0;
const isSizes = (value: unknown): value is readonly number[] => Array.isArray(value) && value.every(isSize);
const isTensor = (value: unknown): value is TensorView =>
  typeof value === "object" && value !== null && "tensor" in value;
const isStorage = (value: unknown): value is Storage =>
  typeof value === "object" && value !== null && "storage" in value;
