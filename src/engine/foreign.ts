// Models that we did not make run in a process of their own: malformed bytes can crash ONNX Runtime natively, and only
// that process is lost then. Node only.
import { type ChildProcess, fork } from "node:child_process";
import { RuntimeError } from "../error.js";
import type { SessionOptions, Value } from "./session.js";

export type ForeignRequest =
  | { readonly kind: "open"; readonly bytes: Uint8Array; readonly options: SessionOptions }
  | { readonly kind: "run"; readonly feeds: Readonly<Record<string, Value>> };
export type ForeignReply = { readonly results: Readonly<Record<string, Value>> } | { readonly error: string };

/** A foreign model that can be run. */
export interface Foreign {
  /** @throws RuntimeError if ONNX Runtime refuses the feeds, or its process ends */
  run(feeds: Readonly<Record<string, Value>>): Promise<Record<string, Value>>;
  close(): void;
}

/**
 * Opens any ONNX bytes in a child process.
 * @throws RuntimeError if ONNX Runtime cannot load them, or crashes on them
 */
export async function openForeign(bytes: Uint8Array, options: SessionOptions = {}): Promise<Foreign> {
  const source = import.meta.url.endsWith(".ts");
  const child = fork(new URL(source ? "./foreignProcess.ts" : "./foreignProcess.js", import.meta.url), {
    serialization: "advanced", // typed arrays as they are
    ...(source && { execArgv: ["--import", "tsx", "--conditions=source"] }),
  });
  const close = () => {
    child.kill();
  };
  try {
    await ask(child, { kind: "open", bytes, options });
  } catch (error) {
    close();
    throw error;
  }
  return { run: async (feeds) => ({ ...(await ask(child, { kind: "run", feeds })) }), close };
}

/** Sends a request and waits for its reply or the end of the process. */
function ask(child: ChildProcess, request: ForeignRequest): Promise<Readonly<Record<string, Value>>> {
  return new Promise((resolve, reject) => {
    const fail = (got: string) =>
      reject(new RuntimeError("model", { expected: "a model that ONNX Runtime can run", got }));
    const settle = (reply: ForeignReply) => {
      child.off("exit", ended);
      if ("error" in reply) fail(reply.error);
      else resolve(reply.results);
    };
    const ended = (code: number | null, signal: string | null) => {
      child.off("message", settle);
      fail(`one on which its process ended (${signal ?? `exit code ${code}`})`);
    };
    child.once("message", settle);
    child.once("exit", ended);
    child.send(request, (error) => error && fail(error.message));
  });
}
