// Workloads in headless Chromium, by onnxruntime-web on one thread, timed by the page's clock (steps of 0.1 ms).
import { join } from "node:path";
import { visit } from "../test/browser/chromium.js";
import type { PageWorkload } from "./browser/main.js";
import { type Ours, type Workload, workload } from "./workload.js";

/** The workload NAME in a page, against the same in Node. */
export const browser = (name: PageWorkload, about: string): Workload =>
  workload(`browser-${name}`, {
    about: `${about}, in Chromium against Node`,
    peers: { [`node:${name}`]: 2 },
    threads: [1], // a page has more only where its server isolates it
    make: () => inPage(name),
  });

async function inPage(name: PageWorkload): Promise<Ours> {
  const { page, complaints, close } = await visit(join(import.meta.dirname, "browser/vite.config.ts"));
  const facts = await page.evaluate((name) => window.bench.start(name), name);
  if (complaints.length > 0) throw new Error(`bench: ${complaints.join("; ")}`);
  const laps = (count: number) => page.evaluate((count) => window.bench.laps(count), count);
  // The memory is the browser's, not that of the process that asks.
  return { step: () => laps(1), laps, facts: { ...facts, peakMb: "–" }, close };
}
