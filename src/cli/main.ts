#!/usr/bin/env node
// The process: its words, streams, signals and exit code. All else is in equivar.ts.
import { readFileSync } from "node:fs";
import { availableParallelism } from "node:os";
import { actions } from "./actions/index.gen.js";
import { main, report } from "./equivar.js";
import { failureOf } from "./failure.js";
import { interrupt } from "./interrupt.js";

const { version } = JSON.parse(readFileSync(new URL("../../package.json", import.meta.url), "utf8"));
const signal = interrupt(process, process.exit);
const debug = process.env.EQUIVAR_DEBUG === "1";

console.log = console.error; // stdout belongs to the result, whatever a dependency prints
for (const stream of [process.stdout, process.stderr]) {
  stream.on("error", (error: NodeJS.ErrnoException) => {
    if (error.code !== "EPIPE") throw error; // a reader that has seen enough (`| head`) is no error
  });
}
// Node's own exit code would be 1, which says that a claim does not hold.
process.on("uncaughtException", (error) => {
  process.stderr.write(`${report(failureOf(error, "equivar", signal), error, debug)}\n`);
  process.exit(2);
});

process.exitCode = await main({
  argv: process.argv.slice(2),
  actions,
  version,
  stdout: process.stdout,
  stderr: process.stderr,
  signal,
  now: Date.now,
  cores: availableParallelism(),
  columns: process.stdout.columns ?? 100,
  debug,
});
