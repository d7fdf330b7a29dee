// A tensor as weight files and checkpoints hold it: typed array, shape, and the name of the type.

/** Array type of each dtype, in the reference's order of storage: the widest first, so that all are aligned. */
export const arrays = {
  U64: BigUint64Array,
  I64: BigInt64Array,
  F64: Float64Array,
  F32: Float32Array,
  U32: Uint32Array,
  I32: Int32Array,
  /** Bits of bfloat16. */
  BF16: Uint16Array,
  /** Bits of IEEE half. */
  F16: Uint16Array,
  U16: Uint16Array,
  I16: Int16Array,
  I8: Int8Array,
  U8: Uint8Array,
  /** 0 or 1. */
  BOOL: Uint8Array,
} as const;

export type Dtype = keyof typeof arrays;
type ArrayOf = { [D in Dtype]: InstanceType<(typeof arrays)[D]> };

/** A stored tensor: row-major data, as many elements as the shape says (shape [] is one). */
export type StoredTensor = {
  [D in Dtype]: { readonly dtype: D; readonly shape: readonly number[]; readonly data: ArrayOf[D] };
}[Dtype];
export type StoredTensors = Readonly<Record<string, StoredTensor>>;

/** Elements that lie in a file, little-endian, from byte `begin` on: a view where they are aligned, else a copy. */
export function view(bytes: Uint8Array, begin: number, count: number, dtype: Dtype): ArrayOf[Dtype] {
  const make: new (buffer: ArrayBufferLike, at: number, count: number) => ArrayOf[Dtype] = arrays[dtype];
  const size = arrays[dtype].BYTES_PER_ELEMENT;
  if ((bytes.byteOffset + begin) % size === 0) return new make(bytes.buffer, bytes.byteOffset + begin, count);
  return new make(Uint8Array.from(bytes.subarray(begin, begin + count * size)).buffer, 0, count);
}

/**
 * The tensor that a strided view shows, in row-major order; without a copy where its elements lie so.
 * @param data elements of the dtype
 * @param offset element where the view begins
 * @param strides elements from one index to the next, one an axis; the caller has checked that no index leaves the data
 */
export function strided(
  dtype: Dtype,
  data: StoredTensor["data"],
  offset: number,
  shape: readonly number[],
  strides: readonly number[],
): StoredTensor {
  const count = shape.reduce((product, size) => product * size, 1);
  if (isRowMajor(shape, strides)) return { dtype, shape, data: data.subarray(offset, offset + count) } as StoredTensor;
  const out = new arrays[dtype](count);
  const [from, to] = [data as Float64Array, out as Float64Array]; // of one type, whichever it is
  const index = shape.map(() => 0);
  for (let at = offset, i = 0; i < count; i++) {
    to[i] = from[at]!;
    for (let axis = shape.length - 1; axis >= 0; axis--) {
      at += strides[axis]!;
      if (++index[axis]! < shape[axis]!) break;
      at -= strides[axis]! * shape[axis]!;
      index[axis] = 0;
    }
  }
  return { dtype, shape, data: out } as StoredTensor;
}

function isRowMajor(shape: readonly number[], strides: readonly number[]): boolean {
  let expected = 1;
  for (let axis = shape.length - 1; axis >= 0; expected *= shape[axis]!, axis--)
    if (shape[axis] !== 1 && strides[axis] !== expected) return false;
  return true;
}
