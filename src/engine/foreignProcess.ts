// The process of a foreign model: opens what it is sent and runs it until the parent closes it.
import type { InferenceSession } from "onnxruntime-common";
import type { ForeignReply, ForeignRequest } from "./foreign.js";
import { open, runOrt } from "./session.js";

let session: InferenceSession;

process.on("message", async (request: ForeignRequest) => {
  const reply = await answer(request).catch(
    (error: unknown): ForeignReply => ({ error: error instanceof Error ? error.message : String(error) }),
  );
  process.send!(reply);
});
process.on("disconnect", () => process.exit());

async function answer(request: ForeignRequest): Promise<ForeignReply> {
  if (request.kind === "run") return { results: await runOrt(session, request.feeds) };
  session = await open(request.bytes, request.options);
  return { results: {} };
}
