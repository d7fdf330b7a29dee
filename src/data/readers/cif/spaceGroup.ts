// The operations of a space group that is named, not listed.
import { hallOperations } from "./hall.js";
import { spaceGroups } from "./spaceGroups.js";
import type { Operation } from "./symmetry.js";

export interface NamedGroup {
  readonly hall?: string | undefined;
  /** Hermann–Mauguin, short or full, with or without blanks; `:2`, `:H`, ` S`, … name origin or axes. */
  readonly name?: string | undefined;
  /** Of International Tables: its first setting is meant. */
  readonly number?: number | undefined;
  /** Whether the cell is one of hexagonal axes, for rhombohedral groups of which the name does not say. */
  readonly isHexagonal: boolean;
}

export interface FoundGroup {
  readonly operations: readonly Operation[];
  /** Where the name leaves the origin open. */
  readonly warning?: string;
}

/** The group's operations: by Hall symbol, else by name, else by number; undefined if none is known. */
export function operationsNamed({ hall, name, number, isHexagonal }: NamedGroup): FoundGroup | undefined {
  const stated = hall === undefined ? undefined : hallOperations(hall);
  if (stated) return { operations: stated };
  const { symbol, setting } = parted(name ?? "");
  const named = spaceGroups.filter(({ names }) => names.some((each) => each.toLowerCase() === symbol));
  const rows = named.length > 0 ? named : spaceGroups.filter((row) => row.number === number);
  const usual = isHexagonal ? "H" : "R"; // only rhombohedral groups have either
  const row = rows.find((each) => each.setting === setting) ?? rows.find((each) => each.setting === usual) ?? rows[0];
  const operations = row && hallOperations(row.hall);
  if (!operations) return undefined;
  const isOpen = row.setting === "1" && setting !== "1" && rows.some((each) => each.setting === "2");
  const warning = `${row.names.at(-1)} has two origins, and the file names neither: origin choice 1 taken`;
  return { operations, ...(isOpen && { warning }) };
}

/** `F d -3 m :2`, `F d -3 m Z`, `R -3 m H`; old `F m 3 m` stands for `F m -3 m`. */
function parted(name: string): { readonly symbol: string; readonly setting: string | undefined } {
  const [, body, suffix, word] = /^(.*?)(?:\s*:\s*(\w+)|\s+([HRSZ])R?)?$/.exec(name.trim()) ?? [];
  const letter = suffix ?? word;
  const symbol = (body ?? "")
    .replace(/[\s_()]/g, "")
    .toLowerCase()
    .replace(/^([pfi][mnad])3/, "$1-3");
  return { symbol, setting: letter === "S" ? "1" : letter === "Z" ? "2" : letter };
}
