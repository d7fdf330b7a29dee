import { quote } from "../quote.js";
import type { StoredTensor } from "../storedTensor.js";
import { readNpy } from "./npy.js";
import { refusal } from "./refusal.js";
import type { Zip } from "./zip.js";

/**
 * The arrays of an .npz file by name, without ".npy".
 * @throws InputError if an entry is not a .npy file or is damaged
 */
export async function readNpz(zip: Zip, where: string): Promise<ReadonlyMap<string, StoredTensor>> {
  const out = new Map<string, StoredTensor>();
  for (const entry of zip.names) {
    if (!entry.endsWith(".npy")) throw refusal(where)("arrays, NAME.npy", quote(entry));
    out.set(entry.slice(0, -4), readNpy(await zip.read(entry), `${where} (${entry})`));
  }
  return out;
}
