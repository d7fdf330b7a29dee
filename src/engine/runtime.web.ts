import type { InferenceSession } from "onnxruntime-common";
import type { Device, Runtime, warmSession as warmOnNode } from "./runtime.node.js";

/**
 * ONNX Runtime of this platform; Node's twin is runtime.node.ts.
 * @param device "webgpu" downloads the build for it; the CPU steps in, with a warning, where there is no WebGPU
 */
export async function load(device = "cpu"): Promise<Runtime> {
  if (device === "webgpu") {
    if (await hasAdapter()) return runtimeOf(await import("onnxruntime-web/webgpu"), "webgpu");
    console.warn("equivar: expected a WebGPU adapter, got none. WebAssembly computes instead");
  }
  // The build for the CPU alone: half the size of the one with WebGPU, and without `new Function`.
  return runtimeOf(await import("onnxruntime-web/wasm"), "wasm");
}
export const runtimeName = "onnxruntime-web";
/** Devices by the name a user gives. */
export const devices: Readonly<Record<string, Device>> = {
  cpu: { provider: "wasm", needs: "WebAssembly" },
  webgpu: { provider: "webgpu", needs: "a browser with WebGPU" },
};
/** Browsers have no folders: every session is made anew. */
export const warmSession: typeof warmOnNode = (_folder, bytes, options, create) => create(bytes, options);
export const defaultThreads = (): number => (globalThis.crossOriginIsolated ? 2 : 1);
/** Another session may have made the pool of threads. */
export const isSerial = (): boolean => !globalThis.crossOriginIsolated;

/** The bytes behind a URL. @throws Error with the status, if it is not there */
export async function readBytes(place: string | URL): Promise<Uint8Array> {
  const response = await fetch(place);
  if (!response.ok) throw new Error(`${response.status} ${response.statusText}`);
  return new Uint8Array(await response.arrayBuffer());
}
/** Bytes that this process may use at most: WebAssembly addresses four gigabytes. */
export const availableMemory = (): number => 2 ** 32;

type Build = typeof import("onnxruntime-web/wasm");

const runtimeOf = ({ env, InferenceSession, Tensor }: Build, provider: string): Runtime => ({
  Tensor,
  InferenceSession: {
    async create(bytes, options) {
      // WebAssembly has one pool of threads for all sessions, made by the first: later numbers change nothing.
      env.wasm.numThreads = options?.intraOpNumThreads ?? defaultThreads();
      return writingResults(await InferenceSession.create(bytes, { ...options, executionProviders: [provider] }));
    },
  },
});

/** Insecure pages and older browsers have no `gpu`, and some machines no graphics card that it takes. */
async function hasAdapter(): Promise<boolean> {
  const gpu: GPU | undefined = navigator.gpu;
  const adapter = await gpu?.requestAdapter().catch(() => null);
  return Boolean(adapter);
}

/** A session that fills arrays given for results, as Node's does: onnxruntime-web takes them and leaves them as they are. */
function writingResults(session: InferenceSession): InferenceSession {
  const run = session.run.bind(session);
  return Object.assign(session, {
    async run(feeds: InferenceSession.FeedsType, fetches: InferenceSession.FetchesType = {}) {
      const results = await run(feeds);
      for (const [name, given] of Object.entries(fetches)) {
        // Of one data type, or ONNX Runtime on Node would refuse the array.
        if (given) (given.data as Float32Array).set(results[name]!.data as Float32Array);
      }
      return results;
    },
  });
}
