// Keys of random ops as tensors: i64 [2], two words below 2³².
import { ShapeError } from "../error.js";
import type { Key } from "../random.js";
import { printShape } from "./dim.js";
import type { Nd } from "./nd.js";
import type { Tensor } from "./tensor.js";

/** @throws ShapeError unless it is i64 [2] */
export function checkKey(name: string, key: Tensor): void {
  if (key.dtype === "i64" && key.shape.length === 1 && key.shape[0] === 2) return;
  throw new ShapeError(name, { expected: "a key: i64 [2]", got: `${key.dtype} ${printShape(key.shape)}` });
}

/** The host's key in a tensor's values. */
export const keyOf = ({ data }: Nd): Key => [data[0]!, data[1]!];
