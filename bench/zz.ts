import { loadWorkload } from "./workload.js";
const w = await loadWorkload(process.argv[2]!);
const o = await w.make(Number(process.argv[3] ?? 1));
const t: number[] = [];
for (let i = 0; i < 40; i++) { const a = performance.now(); await o.step(); t.push(performance.now() - a); }
t.sort((a, b) => a - b); console.log(process.argv[2], "median", t[20]!.toFixed(2), "min", t[0]!.toFixed(2), o.facts);
await o.close();
