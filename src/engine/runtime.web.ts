import type { InferenceSession } from "onnxruntime-common";
import type { Runtime } from "./runtime.node.js";

/** ONNX Runtime of this platform; Node's twin is runtime.node.ts. */
export async function load(): Promise<Runtime> {
  // The build for the CPU alone: half the size of the one with WebGPU, and without `new Function`.
  const { env, InferenceSession, Tensor } = await import("onnxruntime-web/wasm");
  return {
    Tensor,
    InferenceSession: {
      async create(bytes, options) {
        // WebAssembly has one pool of threads for all sessions, made by the first: later numbers change nothing.
        env.wasm.numThreads = options?.intraOpNumThreads ?? defaultThreads();
        return writingResults(await InferenceSession.create(bytes, options));
      },
    },
  };
}
export const runtimeName = "onnxruntime-web";
/** Execution providers by the name a user gives. */
export const providers: Readonly<Record<string, string>> = { cpu: "wasm" };
export const defaultThreads = (): number => (globalThis.crossOriginIsolated ? 2 : 1);

/** The bytes behind a URL. @throws Error with the status, if it is not there */
export async function readBytes(place: string | URL): Promise<Uint8Array> {
  const response = await fetch(place);
  if (!response.ok) throw new Error(`${response.status} ${response.statusText}`);
  return new Uint8Array(await response.arrayBuffer());
}
/** Bytes that this process may use at most: WebAssembly addresses four gigabytes. */
export const availableMemory = (): number => 2 ** 32;

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
