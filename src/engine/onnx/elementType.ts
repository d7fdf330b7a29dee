// ONNX's element types, the data types that hold them here, and the numbers of a TensorProto.
import { InputError } from "../../error.js";
import { count } from "../nd.js";
import type { DType } from "../tensor.js";
import { TensorProto_DataLocation as Location, type TensorProto, TensorProto_DataType as Type } from "./gen/onnx_pb.js";

/** ONNX's type of an element; narrow ones are held in a wider data type of ours. */
export type ElementType = DType | "f16" | "bf16" | "i8" | "i16" | "u8" | "u16" | "u32" | "u64";

interface Row {
  readonly code: Type;
  readonly held: DType;
  readonly bytes: number;
  /** How many bits integers have, where they must be wrapped after arithmetic. */
  readonly bits?: number;
  readonly signed?: boolean;
}
const table: Readonly<Record<ElementType, Row>> = {
  f32: { code: Type.FLOAT, held: "f32", bytes: 4 },
  f64: { code: Type.DOUBLE, held: "f64", bytes: 8 },
  f16: { code: Type.FLOAT16, held: "f32", bytes: 2 },
  bf16: { code: Type.BFLOAT16, held: "f32", bytes: 2 },
  i8: { code: Type.INT8, held: "i32", bytes: 1, bits: 8, signed: true },
  i16: { code: Type.INT16, held: "i32", bytes: 2, bits: 16, signed: true },
  i32: { code: Type.INT32, held: "i32", bytes: 4 },
  i64: { code: Type.INT64, held: "i64", bytes: 8 },
  u8: { code: Type.UINT8, held: "i32", bytes: 1, bits: 8 },
  u16: { code: Type.UINT16, held: "i32", bytes: 2, bits: 16 },
  u32: { code: Type.UINT32, held: "i64", bytes: 4, bits: 32 },
  u64: { code: Type.UINT64, held: "i64", bytes: 8 },
  bool: { code: Type.BOOL, held: "bool", bytes: 1 },
};
export const elementTypes = Object.keys(table) as ElementType[];

/** The data type that holds an element type; u64 keeps its 64 bits in i64. */
export const heldIn = (type: ElementType): DType => table[type].held;
/** Bits and sign of an integer narrower than what holds it. */
export const narrow = (type: ElementType): { readonly bits: number; readonly signed: boolean } | undefined => {
  const { bits, signed = false } = table[type];
  return bits === undefined ? undefined : { bits, signed };
};
export const isInteger = (type: ElementType): boolean => /^[iu]\d/.test(type);
export const isUnsigned = (type: ElementType): boolean => type.startsWith("u");
/** Bits of an element. */
export const bitsOf = (type: ElementType): number => 8 * table[type].bytes;

/** The element type of ONNX's code. @throws InputError on strings, complex numbers and what has 8 bits or fewer */
export function elementType(code: number, where: string): ElementType {
  const found = elementTypes.find((type) => table[type].code === code);
  if (found) return found;
  throw new InputError(where, { expected: `one of ${elementTypes.join(", ")}`, got: Type[code] ?? `type ${code}` });
}

export interface Numbers {
  readonly type: ElementType;
  readonly shape: readonly number[];
  /** Rounded to f64. */
  readonly data: Float64Array;
  /** The integers themselves, where f64 rounded some. */
  readonly exact?: BigInt64Array;
}

/**
 * The numbers of a tensor.
 * @param limit most elements
 * @throws InputError unless its data are here, of its type, and as many as its shape says
 */
export function numbersOf(proto: TensorProto, where: string, limit: number): Numbers {
  const type = elementType(proto.dataType, where);
  const shape = proto.dims.map(Number);
  const size = count(shape);
  if (shape.some((dim) => !(dim >= 0)) || !(size <= limit)) {
    throw new InputError(where, { expected: `a shape of at most ${limit} elements`, got: `[${shape.join(", ")}]` });
  }
  if (proto.dataLocation === Location.EXTERNAL || proto.externalData.length > 0) {
    throw new InputError(where, {
      expected: "its data in the file",
      got: "data in another file",
      hint: "readModel reads both files",
    });
  }
  const wide = proto.rawData.length > 0 ? fromRaw(proto.rawData, type) : fromFields(proto, type);
  if (wide.length !== size) {
    throw new InputError(where, {
      expected: `${size} elements of ${type} for [${shape.join(", ")}]`,
      got: `${wide.length}`,
    });
  }
  const data = Float64Array.from(wide as ArrayLike<number | bigint>, Number);
  const big = wide instanceof BigInt64Array || wide instanceof BigUint64Array;
  if (!big || data.every(Number.isSafeInteger)) return { type, shape, data };
  return { type, shape, data, exact: new BigInt64Array(wide.buffer, wide.byteOffset, wide.length) };
}

type Wide = ArrayLike<number> | BigInt64Array | BigUint64Array;

/** Little-endian bytes; a last element that is not whole is dropped, so that the count tells. */
function fromRaw(raw: Uint8Array, type: ElementType): Wide {
  const { bytes } = table[type];
  const whole = raw.length % bytes === 0 ? raw.length / bytes : -1;
  if (whole < 0) return [];
  const { buffer } = new Uint8Array(raw); // aligned, and without what lies beside it
  const half = () => Float64Array.from(new Uint16Array(buffer), type === "f16" ? fromHalf : fromBrain);
  const read: Readonly<Record<ElementType, () => Wide>> = {
    f32: () => new Float32Array(buffer),
    f64: () => new Float64Array(buffer),
    f16: half,
    bf16: half,
    i8: () => new Int8Array(buffer),
    i16: () => new Int16Array(buffer),
    i32: () => new Int32Array(buffer),
    i64: () => new BigInt64Array(buffer),
    u8: () => new Uint8Array(buffer),
    u16: () => new Uint16Array(buffer),
    u32: () => new Uint32Array(buffer),
    u64: () => new BigUint64Array(buffer),
    bool: () => Uint8Array.from(new Uint8Array(buffer), (each) => Number(each !== 0)),
  };
  return read[type]();
}

/** The typed list that ONNX keeps such elements in. */
function fromFields(proto: TensorProto, type: ElementType): Wide {
  if (type === "f32") return proto.floatData;
  if (type === "f64") return proto.doubleData;
  if (type === "i64") return BigInt64Array.from(proto.int64Data);
  if (type === "u64") return BigUint64Array.from(proto.uint64Data);
  if (type === "u32") return proto.uint64Data.map(Number);
  const bits = proto.int32Data;
  if (type === "f16") return bits.map(fromHalf);
  if (type === "bf16") return bits.map(fromBrain);
  return type === "bool" ? bits.map((each) => Number(each !== 0)) : bits;
}

/** IEEE 754 binary16. */
export function fromHalf(bits: number): number {
  const [sign, exponent, fraction] = [bits & 0x8000 ? -1 : 1, (bits >> 10) & 31, bits & 1023];
  if (exponent === 31) return fraction ? Number.NaN : sign * Number.POSITIVE_INFINITY;
  return sign * (exponent === 0 ? fraction * 2 ** -24 : (1024 + fraction) * 2 ** (exponent - 25));
}

/** bfloat16: the upper half of binary32. */
function fromBrain(bits: number): number {
  const view = new DataView(new ArrayBuffer(4));
  view.setUint16(0, bits & 0xffff);
  return view.getFloat32(0);
}
