// The public surface of equivar/engine.
export { customVjp } from "./customVjp.js";
export type { Dim, Shape } from "./dim.js";
export { evaluate } from "./evaluate.js";
export { grad, gradients, hvp, jvp, valueAndGrad, vjp } from "./grad.js";
export type { Graph } from "./graph.js";
export { type Nd, nd } from "./nd.js";
export { type EmitOptions, opset, type Precision } from "./onnx/emit.js";
export { toOnnx } from "./onnx/toOnnx.js";
export { op } from "./op.js";
export * from "./ops/index.gen.js";
export { rewrite } from "./rewrite.js";
export { compile, type Session, type SessionOptions, type Value, value, zeros } from "./session.js";
export { nodeCount, simplify } from "./simplify.js";
export {
  bool,
  constant,
  type DType,
  f32,
  f64,
  i32,
  i64,
  input,
  type Operand,
  type Tensor,
  type TensorType,
} from "./tensor.js";
export { trace } from "./trace.js";
