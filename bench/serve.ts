// Runs our side of one workload for the harness: `serve.ts --threads N NAME`, by the protocol of peers/serve.py.
import { createInterface } from "node:readline";
import { parseArgs } from "node:util";
import { loadWorkload } from "./workload.js";

const [warmUp, warmUpMs] = [5, 2000]; // as peers/serve.py

const { values, positionals } = parseArgs({ options: { threads: { type: "string" } }, allowPositionals: true });
const threads = Number(values.threads);
const begin = performance.now();
const { make } = await loadWorkload(positionals[0]!);
const { step, laps = timed, facts, close } = await make(threads);
await step();
const createMs = performance.now() - begin;
for (let i = 0, end = performance.now() + warmUpMs; i < warmUp && performance.now() < end; i++) await step();

for await (const line of createInterface({ input: process.stdin })) {
  const [command, count] = line.split(" ");
  if (command === "quit") break;
  console.log(JSON.stringify(command === "run" ? { ms: await laps(Number(count)) } : about()));
}
await close();

async function timed(count: number): Promise<readonly number[]> {
  const ms: number[] = [];
  for (let i = 0; i < count; i++) {
    const start = performance.now();
    await step();
    ms.push(performance.now() - start);
  }
  return ms;
}

function about() {
  const peakMb = Math.round(process.resourceUsage().maxRSS / 1024);
  return { threads, createMs: Math.round(createMs * 10) / 10, peakMb, ...facts };
}
