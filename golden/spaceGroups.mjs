// Makes src/group/spaceGroupTable.ts: few generators of each space group, from the operations that moyo lists.
//   npm install --no-save @spglib/moyo-wasm@0.15.0 && node golden/spaceGroups.mjs
import { readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { initSync, operations_from_number, space_group_type } from "@spglib/moyo-wasm";

const wasm = createRequire(import.meta.url)
  .resolve("@spglib/moyo-wasm")
  .replace(/[^/]*$/, "moyo_wasm_bg.wasm");
initSync({ module: readFileSync(wasm) });

// An operation: rotation r (9 integers by rows; moyo lists columns) and translation t in 24ths of the cell's edges.
const within = (x) => ((Math.round(x) % 24) + 24) % 24;
const product = (a, b) => ({
  r: a.r.map((_, k) => [0, 1, 2].reduce((sum, m) => sum + a.r[3 * Math.floor(k / 3) + m] * b.r[3 * m + (k % 3)], 0)),
  t: [0, 1, 2].map((i) => within(a.t[i] + [0, 1, 2].reduce((sum, m) => sum + a.r[3 * i + m] * b.t[m], 0))),
});
const one = { r: [1, 0, 0, 0, 1, 0, 0, 0, 1], t: [0, 0, 0] };
const name = ({ r, t }) => [...r, ...t].map((x) => x + 0).join();
const closure = (generators) => {
  const found = new Map([[name(one), one]]);
  for (const g of found.values())
    for (const h of generators) {
      const next = product(h, g);
      found.set(name(next), next);
    }
  return found;
};

const fraction = (t) => {
  const divisor = [24, 12, 8, 6, 4, 3, 2, 1].find((d) => t % d === 0);
  return t === 0 ? "" : `+${t / divisor}/${24 / divisor}`;
};
const written = ({ r, t }) =>
  [0, 1, 2]
    .map((i) => {
      const terms = [0, 1, 2].map((j) => ({ 1: `+${"xyz"[j]}`, "-1": `-${"xyz"[j]}` })[r[3 * i + j]] ?? "");
      return terms.join("").replace(/^\+/, "") + fraction(t[i]);
    })
    .join(",");

const rows = Array.from({ length: 230 }, (_, i) => {
  const all = operations_from_number(i + 1, { type: "Standard" }, false).map(({ rotation, translation }) => ({
    r: [0, 1, 2, 3, 4, 5, 6, 7, 8].map((k) => rotation[3 * (k % 3) + Math.floor(k / 3)] + 0),
    t: translation.map((x) => within(24 * x)),
  }));
  let generators = [];
  for (let found = closure([]); found.size < all.length; ) {
    const next = all
      .filter((g) => !found.has(name(g)))
      .map((g) => ({ g, found: closure([...generators, g]) }))
      .reduce((best, each) => (each.found.size > best.found.size ? each : best));
    generators.push(next.g);
    found = next.found;
  }
  for (const g of generators) {
    const rest = generators.filter((other) => other !== g);
    if (closure(rest).size === all.length) generators = rest;
  }
  if (closure(generators).size !== all.length) throw new Error(`space group ${i + 1}: ${all.length} operations`);
  return [space_group_type(i + 1).hm_short, ...generators.map(written)].join(" | ");
});

const file = new URL("../src/group/spaceGroupTable.ts", import.meta.url);
const [head] = readFileSync(file, "utf8").split("[] = [");
writeFileSync(file, `${head}[] = [\n${rows.map((row) => `  "${row}",`).join("\n")}\n];\n`);
