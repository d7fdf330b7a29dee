import { type ElementType, fromHalf, heldIn } from "../../src/engine/onnx/elementType.js";
import type { Value } from "../../src/engine/session.js";
import type { Known } from "./case.js";

/** Of every case; the tolerance of onnx's own runner. */
const [rtol, atol] = [1e-3, 1e-7];

/** What differs, as onnx's own runner sees it: data type, shape, then |got − want| ≤ atol + rtol · |want|. */
export function differs(got: Value, want: Known): string | undefined {
  if (got.dtype !== heldIn(want.type)) return `${got.dtype} where ${want.type} is expected`;
  if (got.shape.join() !== want.shape.join()) return `[${got.shape}] where [${want.shape}] is expected`;
  let worst: string | undefined;
  want.data.forEach((b, i) => {
    const a = rounded(Number(got.data[i]), want.type);
    const near = Object.is(a, b) || a === b || Math.abs(a - b) <= atol + rtol * Math.abs(b);
    if (!near) worst ??= `${a} where ${b} is expected, at ${i} of ${want.data.length}`;
  });
  return worst;
}

/** A result of a narrow float type is rounded to it when it leaves the graph. */
function rounded(x: number, type: ElementType): number {
  if (type === "f16") return toHalf(x);
  return type === "bf16" ? toBrain(x) : x;
}

function toHalf(x: number): number {
  if (!Number.isFinite(x) || x === 0) return x;
  const step = 2 ** (Math.max(Math.floor(Math.log2(Math.abs(x))), -14) - 10);
  const value = toEven(x / step) * step;
  return Math.abs(value) > fromHalf(0x7bff) ? Math.sign(x) * Number.POSITIVE_INFINITY : value;
}

function toBrain(x: number): number {
  if (!Number.isFinite(x) || x === 0) return x;
  const step = 2 ** (Math.floor(Math.log2(Math.abs(x))) - 7);
  return toEven(x / step) * step;
}

const toEven = (x: number): number => (Math.abs(x % 1) === 0.5 ? 2 * Math.round(x / 2) : Math.round(x));
