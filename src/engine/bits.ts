// What ops on the bits of integers share.
import { ShapeError } from "../error.js";
import { printShape } from "./dim.js";
import type { Nd } from "./nd.js";
import { commonShape, elementwise, isFloat, type Tensor } from "./op.js";

/** The common shape. @throws ShapeError unless the inputs are integers */
export const integerShape = (name: string) => (inputs: readonly Tensor[]) => {
  const float = inputs.find(isFloat);
  if (!float) return commonShape(name, inputs);
  throw new ShapeError(name, { expected: "integers", got: `${float.dtype} ${printShape(float.shape)}` });
};

/** A reference on 64-bit integers, which f64 holds exactly below 2⁵³. */
export const onBits =
  (apply: (x: bigint, y: bigint) => bigint) =>
  (inputs: readonly Nd[], _attributes: unknown, shape: readonly number[]): Nd =>
    elementwise((x, y) => Number(BigInt.asIntN(64, apply(BigInt(x!), BigInt(y!)))))(inputs, undefined, shape);
