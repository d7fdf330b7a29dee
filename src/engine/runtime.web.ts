/** ONNX Runtime of this platform; Node's twin is runtime.node.ts. */
export const load = () => import("onnxruntime-web");
export const runtimeName = "onnxruntime-web";
/** Execution providers by the name a user gives. */
export const providers: Readonly<Record<string, string>> = { cpu: "wasm", webgpu: "webgpu" };
export const defaultThreads = (): number => (globalThis.crossOriginIsolated ? 2 : 1);
