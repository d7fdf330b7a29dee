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

/** Kept, for an import takes half a millisecond each time, where a loader (as tsx's) is asked for it. */
let loaded: Promise<Runtime> | undefined;
/** ONNX Runtime of this platform, for any device; the browser's twin is runtime.web.ts. */
export const load = (_device?: string): Promise<Runtime> => (loaded ??= import("onnxruntime-node"));

export const runtimeName = "onnxruntime-node";
/** Where a graph can run. */
export interface Device {
  /** ONNX Runtime's name of its execution provider. */
  readonly provider: string;
  /** What must be there. */
  readonly needs: string;
}
/** Devices by the name a user gives. */
export const devices: Readonly<Record<string, Device>> = {
  cpu: { provider: "cpu", needs: "a processor" },
  cuda: { provider: "cuda", needs: "Linux, an NVIDIA driver, CUDA 12, cuDNN 9, onnxruntime-node with its CUDA files" },
  webgpu: { provider: "webgpu", needs: "a graphics card with a driver for Vulkan, Metal or Direct3D 12" },
  coreml: { provider: "coreml", needs: "macOS" },
  dml: { provider: "dml", needs: "Windows" },
};
export { warmSession } from "./warmSession.js";
export const defaultThreads = (): number => Math.min(availableParallelism(), 2);
/** Whether a session on the CPU that is given so many threads has one for certain. */
export const isSerial = (threads: number): boolean => threads === 1;

/** The bytes of a file, by path or file: URL. @throws whatever the file system says */
export const readBytes = async (place: string | URL): Promise<Uint8Array> => new Uint8Array(await readFile(place));
/** Bytes that this process may use at most. */
export const availableMemory = (): number => Math.min(process.constrainedMemory?.() || totalmem(), totalmem());
