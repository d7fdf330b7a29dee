// Inputs for the examples of rewrites; their names only need to differ.
import { input as named, type Tensor, type TensorType } from "./tensor.js";

export { f32, i32 } from "./tensor.js";
/** A fresh symbolic input. */
export const input = ({ shape, dtype }: TensorType): Tensor => named("", shape, dtype);
