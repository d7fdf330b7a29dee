import { availableParallelism } from "node:os";

/** ONNX Runtime of this platform; the browser's twin is runtime.web.ts. */
export const load = () => import("onnxruntime-node");
export const runtimeName = "onnxruntime-node";
/** Execution providers by the name a user gives. */
export const providers: Readonly<Record<string, string>> = {
  cpu: "cpu",
  cuda: "cuda",
  coreml: "coreml",
  dml: "dml",
  webgpu: "webgpu",
};
export const defaultThreads = (): number => Math.min(availableParallelism(), 2);
