// A page in headless Chromium: bundled, served by a strict host, opened with an empty profile that reaches nothing else.
import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type BrowserContext, chromium, type Page } from "playwright-core";
import { build } from "vite";
import { type FolderServer, serve } from "./server.js";

const executablePath = process.env.CHROMIUM ?? "/usr/bin/chromium";
const missing = existsSync(executablePath)
  ? undefined
  : `no Chromium at ${executablePath}: apt-get install chromium, or set CHROMIUM to its path`;
/** Without Chromium, CI fails, and so does who named one; others see the test skipped, with the reason. */
const isRequired = process.env.CI === "true" || process.env.CHROMIUM !== undefined;
export const isSkipped = missing !== undefined && !isRequired;
if (isSkipped) console.warn(`skipped: ${missing}`); // a skipped file is listed without its reason

const args = [
  "--no-sandbox", // as containers need it
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
  "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
];

/** WebGPU by Chromium's own rasteriser, on any machine; without it the page has no adapter. */
const softwareGpu = ["--enable-unsafe-webgpu", "--use-webgpu-adapter=swiftshader"];

export interface Visit {
  readonly page: Page;
  readonly server: FolderServer;
  /** Errors and warnings of the console, and uncaught errors, as they come. */
  readonly complaints: readonly string[];
  /** URLs asked for, as they come. */
  readonly requests: readonly string[];
  /** Those that leave the page's own origin. */
  outside(): readonly string[];
  close(): Promise<void>;
}

/**
 * @param configFile Vite's, of the page
 * @param gpu whether the page has WebGPU
 * @throws Error if there is no Chromium
 */
export async function visit(configFile: string, gpu = false): Promise<Visit> {
  if (missing) throw new Error(missing);
  const folder = mkdtempSync(join(tmpdir(), "equivar-browser-"));
  const outDir = join(folder, "page");
  await build({ configFile, logLevel: "error", build: { outDir } });
  const server = await serve(outDir);
  const context = await chromium.launchPersistentContext(join(folder, "profile"), {
    executablePath,
    args: [...args, ...(gpu ? softwareGpu : ["--disable-gpu"])],
  });
  const [complaints, requests] = watched(context);
  await context.addInitScript(() => {
    // Whoever tries `eval` may catch its error.
    document.addEventListener("securitypolicyviolation", ({ effectiveDirective, blockedURI }) =>
      console.error(`refused by ${effectiveDirective}: ${blockedURI}`),
    );
  });
  const page = await context.newPage();
  await page.goto(server.origin);
  return {
    page,
    server,
    complaints,
    requests,
    outside: () => requests.filter((url) => new URL(url).protocol !== "data:" && new URL(url).origin !== server.origin),
    async close() {
      await context.close();
      await server.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

function watched(context: BrowserContext): readonly [complaints: readonly string[], requests: readonly string[]] {
  const [complaints, requests]: [string[], string[]] = [[], []];
  context.on("request", (request) => requests.push(request.url()));
  context.on("weberror", (error) => complaints.push(String(error.error())));
  context.on("console", (message) => {
    if (message.type() === "error" || message.type() === "warning") complaints.push(message.text());
  });
  return [complaints, requests];
}
