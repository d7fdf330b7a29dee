import { readFile } from "node:fs/promises";
import { availableParallelism, totalmem } from "node:os";
import type { InferenceSession, TensorConstructor } from "onnxruntime-common";

/** What sessions need of ONNX Runtime, on every platform. */
export interface Runtime {
  readonly Tensor: TensorConstructor;
  readonly InferenceSession: {
    create(bytes: Uint8Array, options?: InferenceSession.SessionOptions): Promise<InferenceSession>;
  };
}

/** ONNX Runtime of this platform; the browser's twin is runtime.web.ts. */
export const load = (): Promise<Runtime> => import("onnxruntime-node");
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

/** The bytes of a file, by path or file: URL. @throws whatever the file system says */
export const readBytes = async (place: string | URL): Promise<Uint8Array> => new Uint8Array(await readFile(place));
/** Bytes that this process may use at most. */
export const availableMemory = (): number => Math.min(process.constrainedMemory?.() || totalmem(), totalmem());
