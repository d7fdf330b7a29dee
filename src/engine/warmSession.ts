// Sessions from models that ONNX Runtime optimised before, kept in a folder. Node only.
import { createHash } from "node:crypto";
import { mkdir, mkdtemp, open, readdir, readFile, rename, rm, stat } from "node:fs/promises";
import { cpus } from "node:os";
import { dirname, join } from "node:path";
import type { InferenceSession } from "onnxruntime-common";

type Options = InferenceSession.SessionOptions;
type Create = (bytes: Uint8Array, options: Options) => Promise<InferenceSession>;

/**
 * A session of ONNX bytes, from the folder where it has their optimised model, else made and kept there. A file that is
 * damaged or another model's is made anew; a folder that cannot be written changes nothing but the time.
 * @param create makes a session
 * @throws what `create` throws
 */
export async function warmSession(
  folder: string,
  bytes: Uint8Array,
  options: Options,
  create: Create,
): Promise<InferenceSession> {
  // Lower levels take so little time that reading the file would cost as much (SevenNet-0 in f64: 2 to 10 % less).
  if (options.graphOptimizationLevel !== "all") return create(bytes, options);
  const key = await keyOf(bytes);
  const kept = await readEntry(folder, key);
  const warm = kept && (await create(kept, { ...options, graphOptimizationLevel: "disabled" }).catch(() => undefined));
  return warm ?? (await createAndKeep(folder, key, bytes, options, create));
}

/** What an optimised model depends on: layouts of weights suit the CPU. Threads and profiles do not change it. */
async function keyOf(bytes: Uint8Array): Promise<string> {
  const { env } = await import("onnxruntime-node");
  const { platform, arch } = process;
  const machine = [env.versions.node, platform, arch, cpus()[0]?.model];
  return createHash("sha256").update(JSON.stringify(machine)).update(bytes).digest("hex");
}

const place = (folder: string, key: string): string => join(folder, `${key}.model`);
/** A file begins with the digest of its key and its model: a changed bit in a weight would be a wrong result otherwise. */
const digestOf = (key: string, model: Uint8Array): Buffer => createHash("sha256").update(key).update(model).digest();

async function readEntry(folder: string, key: string): Promise<Uint8Array | undefined> {
  const file = await readFile(place(folder, key)).catch(() => undefined);
  const model = file?.subarray(32);
  return model && digestOf(key, model).equals(file!.subarray(0, 32)) ? model : undefined;
}

async function createAndKeep(
  folder: string,
  key: string,
  bytes: Uint8Array,
  options: Options,
  create: Create,
): Promise<InferenceSession> {
  const room = await newRoom(folder);
  if (room === undefined) return create(bytes, options);
  const optimizedModelFilePath = join(room, "model.onnx");
  try {
    const session = await create(bytes, { ...options, optimizedModelFilePath });
    await keep(folder, key, room, optimizedModelFilePath).catch(() => {});
    return session;
  } catch {
    return await create(bytes, options); // a full disk, or an error of the model, which comes again
  } finally {
    await rm(room, { recursive: true, force: true }).catch(() => {});
  }
}

/** A folder in the folder, for files that are not whole yet; undefined where none can be made. */
async function newRoom(folder: string): Promise<string | undefined> {
  try {
    await makeFolder(folder);
    return await mkdtemp(join(folder, "new-"));
  } catch {
    return undefined;
  }
}

/** Not by `recursive`, with which Node 20 tries for ever in a folder that takes none, as /proc. */
async function makeFolder(path: string): Promise<void> {
  const failure = await mkdir(path).catch((error: NodeJS.ErrnoException) => error.code);
  if (failure === undefined || failure === "EEXIST") return;
  if (failure !== "ENOENT" || dirname(path) === path) throw new Error(failure);
  await makeFolder(dirname(path));
  await mkdir(path);
}

/** Writes the whole file beside, then renames it: a reader sees all of it or none. */
async function keep(folder: string, key: string, room: string, path: string): Promise<void> {
  const [model, whole] = [await readFile(path), join(room, "whole")];
  const file = await open(whole, "w");
  try {
    await file.writev([digestOf(key, model), model]);
    await file.sync();
  } finally {
    await file.close();
  }
  await rename(whole, place(folder, key));
  await removeOld(folder, place(folder, key));
}

const month = 30 * 24 * 3600 * 1000;

/** Removes our files that are a month older than a new one; what is still used is made again. */
async function removeOld(folder: string, newest: string): Promise<void> {
  const { mtimeMs: now } = await stat(newest);
  for (const name of await readdir(folder)) {
    if (!/^([0-9a-f]{64}\.model|new-\w{6})$/.test(name)) continue;
    const path = join(folder, name);
    const found = await stat(path).catch(() => undefined); // another process may have removed it
    if (found && now - found.mtimeMs > month) await rm(path, { recursive: true, force: true });
  }
}
