import { readFileSync } from "node:fs";
import { join } from "node:path";
import { crc32 } from "node:zlib";
import { expect, test } from "vitest";
import { root } from "../../../../test/checkout.js";
import { hallOperations } from "./hall.js";
import { spaceGroups } from "./spaceGroups.js";

const file = readFileSync(join(root, "test/golden/structures/hallSymbols.json"), "utf8");
const { counts, hashes } = JSON.parse(file) as Readonly<Record<"counts" | "hashes", readonly number[]>>;

test("the operations of all 530 settings are spglib's", () => {
  expect(spaceGroups).toHaveLength(530);
  spaceGroups.forEach(({ hall }, i) => {
    const names = hallOperations(hall)!.map(({ rotation, translation }) => {
      return [...rotation, ...translation.map((t) => Math.round(24 * t))].map((x) => x + 0).join(",");
    });
    expect([hall, names.length, crc32(names.sort().join("\n"))]).toEqual([hall, counts[i], hashes[i]]);
  });
});

test.each(["", "P", "X 2", "P 5", "P 2q", "P 2 (1 2)", "P 3y 4x 3", "P 1'"])("%j is no Hall symbol", (symbol) => {
  expect(hallOperations(symbol)).toBeUndefined();
});
