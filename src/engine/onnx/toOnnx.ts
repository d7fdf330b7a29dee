import type { Graph } from "../graph.js";
import { simplify } from "../simplify.js";
import { type EmitOptions, emit } from "./emit.js";

/**
 * A traced graph as the bytes of one ONNX model, simplified first.
 * @param options precision f32 (default) or f64, metadata, name
 * @throws ShapeError if a named dimension is on no input
 */
export const toOnnx = (graph: Graph, options: EmitOptions = {}): Uint8Array =>
  emit(simplify(graph, { precision: options.precision }), { isPlain: true, ...options });
