// Compiles src into an empty dist, so that no file of a deleted rule stays in the package.
import { spawnSync } from "node:child_process";
import { chmodSync, rmSync } from "node:fs";
import { fileURLToPath } from "node:url";

process.chdir(fileURLToPath(new URL("..", import.meta.url)));
rmSync("dist", { recursive: true, force: true });
const tsc = fileURLToPath(import.meta.resolve("typescript/bin/tsc"));
const { status } = spawnSync(process.execPath, [tsc, "-p", "tsconfig.build.json"], { stdio: "inherit" });
if (status === 0) chmodSync("dist/cli/main.js", 0o755); // tsc keeps the first line, not the mode
process.exit(status ?? 1);
