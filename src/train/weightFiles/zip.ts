// Zip archives, as NumPy and PyTorch write them: entries stored or deflated, read by the directory at the end.
// @source PKWARE APPNOTE.TXT 6.3.10, 4.3; RFC 1951

import { quote } from "../quote.js";
import { crc32 } from "./crc32.js";
import { memoryLimit, type Refuse, refusal } from "./refusal.js";

export interface Zip {
  /** Names of the entries, in the directory's order. */
  readonly names: readonly string[];
  /** Bytes of the whole file. */
  readonly size: number;
  /**
   * Bytes of an entry, unpacked; a view of the file where it is stored.
   * @throws InputError if it cannot be unpacked, or its size or checksum is not what the directory says
   */
  read(name: string): Promise<Uint8Array>;
}

interface Entry {
  readonly name: string;
  readonly isDeflated: boolean;
  readonly crc: number;
  /** Bytes in the file. */
  readonly packed: number;
  /** Bytes unpacked. */
  readonly size: number;
  /** Where its local header begins. */
  readonly header: number;
  /** Where its bytes begin. */
  readonly begin: number;
}

const endSize = 22;
const deflateRatio = 1032; // the most that deflate can gain: 258 bytes by two bits

/**
 * Opens a zip archive: the directory is read and checked, no entry is yet.
 * @param where the file, for messages
 * @throws InputError if the file is damaged, or encrypted, of several parts, in zip64 (over 4 GiB or 65,534 entries), packed by
 * another method than deflate, or unpacks to more than 32 times its size and 256 MiB
 */
export function openZip(bytes: Uint8Array, where: string): Zip {
  const entries = readDirectory(bytes, refusal(where));
  const byName = new Map(entries.map((entry) => [entry.name, entry]));
  return {
    names: entries.map(({ name }) => name),
    size: bytes.length,
    read: (name) => unpack(bytes, byName.get(name)!, refusal(`${where} (${name})`)),
  };
}

function readDirectory(bytes: Uint8Array, refuse: Refuse): readonly Entry[] {
  const data = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  const end = findEnd(data);
  if (end === undefined) throw refuse("the directory of a zip at the end", "none", "is the file whole?");
  if (data.getUint32(end + 4, true) !== 0) throw refuse("a zip of one part", "a part of several");
  const [count, size, start] = [
    data.getUint16(end + 10, true),
    data.getUint32(end + 12, true),
    data.getUint32(end + 16, true),
  ];
  if (count === 0xffff || start === 0xffffffff) throw refuse("at most 65,534 entries within 4 GiB", "a zip64 archive");
  if (start + size > end) throw refuse(`a directory that ends by byte ${end}`, `one that ends at ${start + size}`);
  const entries: Entry[] = [];
  let at = start;
  for (let i = 0; i < count; i++) {
    if (at + 46 > start + size || data.getUint32(at, true) !== 0x02014b50)
      throw refuse(`${count} entries in the directory`, `${i} and other bytes`);
    const next =
      at + 46 + data.getUint16(at + 28, true) + data.getUint16(at + 30, true) + data.getUint16(at + 32, true);
    if (next > start + size) throw refuse("a directory of whole entries", "one that is cut");
    entries.push(readEntry(bytes, data, at, start, refuse));
    at = next;
  }
  if (at !== start + size) throw refuse(`a directory of ${size} bytes`, `${at - start}`);
  checkTogether(entries, bytes.length, refuse);
  return entries;
}

/** Where the end record begins: its comment must reach the end of the file. */
function findEnd(data: DataView): number | undefined {
  for (let at = data.byteLength - endSize; at >= Math.max(0, data.byteLength - endSize - 0xffff); at--)
    if (data.getUint32(at, true) === 0x06054b50 && at + endSize + data.getUint16(at + 20, true) === data.byteLength)
      return at;
  return undefined;
}

function readEntry(bytes: Uint8Array, data: DataView, at: number, limit: number, refuse: Refuse): Entry {
  const [flags, method, crc] = [
    data.getUint16(at + 8, true),
    data.getUint16(at + 10, true),
    data.getUint32(at + 16, true),
  ];
  const [packed, size, header] = [20, 24, 42].map((field) => data.getUint32(at + field, true)) as [
    number,
    number,
    number,
  ];
  const nameLength = data.getUint16(at + 28, true);
  const name = nameOf(bytes.subarray(at + 46, at + 46 + nameLength), refuse);
  if (flags & 1) throw refuse(`${quote(name)} not encrypted`, "an encrypted entry");
  if (method !== 0 && method !== 8) throw refuse(`${quote(name)} stored (0) or deflated (8)`, `method ${method}`);
  if (header + 30 > limit || data.getUint32(header, true) !== 0x04034b50)
    throw refuse(`a local header of ${quote(name)} at byte ${header}`, "other bytes");
  const begin = header + 30 + data.getUint16(header + 26, true) + data.getUint16(header + 28, true);
  if (begin + packed > limit) throw refuse(`${quote(name)} within ${limit} bytes`, `its end at ${begin + packed}`);
  const local = bytes.subarray(header + 30, header + 30 + data.getUint16(header + 26, true));
  if (nameOf(local, refuse) !== name) throw refuse(`${quote(name)} in its local header`, quote(nameOf(local, refuse)));
  const isDeflated = method === 8;
  if (isDeflated ? size > deflateRatio * packed : size !== packed)
    throw refuse(`a size of ${quote(name)} that ${packed} bytes can hold`, `${size}`);
  return { name, isDeflated, crc, packed, size, header, begin };
}

function nameOf(bytes: Uint8Array, refuse: Refuse): string {
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    throw refuse("names in UTF-8", "other bytes");
  }
}

function checkTogether(entries: readonly Entry[], fileBytes: number, refuse: Refuse): void {
  const names = new Set<string>();
  for (const { name } of entries) {
    if (names.has(name)) throw refuse("each name once", `${quote(name)} twice`);
    names.add(name);
  }
  let at = 0;
  for (const { name, header, begin, packed } of [...entries].sort((a, b) => a.header - b.header)) {
    if (header < at) throw refuse(`${quote(name)} to begin at byte ${at} or later`, `${header}`);
    at = begin + packed;
  }
  const total = entries.reduce((sum, { size }) => sum + size, 0);
  if (total > memoryLimit(fileBytes)) throw refuse(`entries of at most ${memoryLimit(fileBytes)} bytes`, `${total}`);
}

async function unpack(bytes: Uint8Array, entry: Entry, refuse: Refuse): Promise<Uint8Array> {
  const packed = bytes.subarray(entry.begin, entry.begin + entry.packed);
  const out = entry.isDeflated ? await inflate(packed, entry.size, refuse) : packed;
  const crc = crc32(out);
  if (crc !== entry.crc) throw refuse(`bytes of checksum ${hex(entry.crc)}`, hex(crc), "the file is damaged");
  return out;
}

/** Stops as soon as there is more than the directory says. */
async function inflate(packed: Uint8Array, size: number, refuse: Refuse): Promise<Uint8Array> {
  const stream = new Blob([Uint8Array.from(packed)]).stream().pipeThrough(new DecompressionStream("deflate-raw"));
  const reader = stream.getReader();
  const out = new Uint8Array(size);
  let at = 0;
  for (;;) {
    const { done, value } = await reader.read().catch(() => {
      throw refuse("deflated bytes", "others", "the file is damaged");
    });
    if (done) break;
    if (at + value.length > size) {
      await reader.cancel().catch(() => {}); // its own failure would say less
      throw refuse(`${size} bytes unpacked`, "more");
    }
    out.set(value, at);
    at += value.length;
  }
  if (at < size) throw refuse(`${size} bytes unpacked`, `${at}`);
  return out;
}

const hex = (crc: number) => crc.toString(16).padStart(8, "0");
