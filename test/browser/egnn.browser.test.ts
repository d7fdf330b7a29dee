// The same training step in headless Chromium, from a bundle, gives the losses of Node.
import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { chromium } from "playwright-core";
import { build } from "vite";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type FolderServer, serve } from "./server.js";
import { type Training, trainEgnn } from "./training.js";

const executablePath = process.env.CHROMIUM ?? "/usr/bin/chromium";
const missing = existsSync(executablePath)
  ? undefined
  : `no Chromium at ${executablePath}: apt-get install chromium, or set CHROMIUM to its path`;
/** Without Chromium, CI fails, and so does who named one; others see the test skipped, with the reason. */
const isRequired = process.env.CI === "true" || process.env.CHROMIUM !== undefined;
const isSkipped = missing !== undefined && !isRequired;
if (isSkipped) console.warn(`skipped: ${missing}`); // a skipped file is listed without its reason

const args = [
  "--no-sandbox", // as containers need it
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
  "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
];

describe.skipIf(isSkipped)("EGNN in Chromium", () => {
  let folder: string;
  let server: FolderServer;

  beforeAll(async () => {
    if (missing) throw new Error(missing);
    folder = mkdtempSync(join(tmpdir(), "equivar-browser-"));
    const outDir = join(folder, "page");
    await build({ configFile: join(import.meta.dirname, "vite.config.ts"), logLevel: "error", build: { outDir } });
    server = await serve(outDir);
  }, 60_000);
  afterAll(async () => {
    await server?.close();
    if (folder) rmSync(folder, { recursive: true, force: true });
  });

  test("20 steps have Node's losses", async () => {
    const node = await trainEgnn();
    const { training, complaints, requests } = await visit(server.origin, join(folder, "profile"));
    expect(complaints).toEqual([]);
    expect(requests.filter((url) => new URL(url).origin !== server.origin)).toEqual([]);
    expect(requests.filter((url) => url.includes("vega"))).toEqual([]); // only figures load it

    expect(training.losses).toHaveLength(20);
    const apart = training.losses.map((loss, i) => Math.abs(loss / node.losses[i]! - 1));
    // Both add in f32, but not in one order: 20 steps differ by some 1e-6.
    expect(Math.max(...apart)).toBeLessThanOrEqual(1e-4);
    expect(node.losses.at(-1)).toBeLessThan(node.losses[0]! / 2);
    console.info(
      `losses differ by ${Math.max(...apart).toExponential(1)} at most; a step takes ` +
        `${training.msPerStep.toFixed(0)} ms in Chromium, ${node.msPerStep.toFixed(0)} ms in Node`,
    );
  });
});

interface Visit {
  readonly training: Training;
  /** Errors and warnings of the console, and uncaught errors. */
  readonly complaints: readonly string[];
  readonly requests: readonly string[];
}

/** Opens the page in a Chromium of its own, with an empty profile, and lets it train. */
async function visit(origin: string, profile: string): Promise<Visit> {
  const complaints: string[] = [];
  const requests: string[] = [];
  const context = await chromium.launchPersistentContext(profile, { executablePath, args });
  try {
    context.on("request", (request) => requests.push(request.url()));
    const page = await context.newPage();
    page.on("pageerror", (error) => complaints.push(String(error)));
    page.on("console", (message) => {
      if (message.type() === "error" || message.type() === "warning") complaints.push(message.text());
    });
    await page.addInitScript(() => {
      // Whoever tries `eval` may catch its error.
      document.addEventListener("securitypolicyviolation", ({ effectiveDirective, blockedURI }) =>
        console.error(`refused by ${effectiveDirective}: ${blockedURI}`),
      );
    });
    await page.goto(origin);
    const training = await page.evaluate(() => window.training);
    return { training, complaints, requests };
  } finally {
    await context.close();
  }
}
