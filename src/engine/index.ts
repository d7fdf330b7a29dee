// The public surface of equivar/engine.
export { checkpoint } from "./checkpoint.js";
export { cond } from "./cond.js";
export { customVjp } from "./customVjp.js";
export { eigh, polar, qr, slogdet, svd } from "./decompositions.js";
export type { Dim, Shape } from "./dim.js";
export { evaluate } from "./evaluate.js";
export { type FixedPointOptions, fixedPoint } from "./fixedPoint.js";
export { grad, gradients, hvp, jvp, valueAndGrad, vjp } from "./grad.js";
export type { Graph } from "./graph.js";
export { inBlocks } from "./inBlocks.js";
export { type Nd, nd } from "./nd.js";
export { type OdeOptions, odePath, odeSolve, type SolveOptions } from "./odeSolve.js";
export { type EmitOptions, opset, type Precision } from "./onnx/emit.js";
export { type Held, held } from "./onnx/held.js";
export type { Convert, OnnxNode, Operator } from "./onnx/importer.js";
export { type ForeignFunction, type ImportOptions, importOnnx } from "./onnx/importOnnx.js";
export { readModel } from "./onnx/readModel.js";
export { toOnnx } from "./onnx/toOnnx.js";
export { op } from "./op.js";
export * from "./ops/index.gen.js";
export { rewrite } from "./rewrite.js";
export { type ScanOptions, scan } from "./scan.js";
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
export { type VmapOptions, vmap } from "./vmap.js";
export { type WhileOptions, whileLoop } from "./whileLoop.js";
