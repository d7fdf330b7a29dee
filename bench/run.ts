// `npm run bench -- [NAME …] [--threads 1,2] [--runs 20] [--seconds 5] [--json] [--write]`; NAME also runs all NAME-…, no name all.
import { readFileSync, writeFileSync } from "node:fs";
import { parseArgs } from "node:util";
import { ExpectationError, InputError } from "../src/error.js";
import { compare, type Row } from "./compare.js";
import { means, table } from "./table.js";
import { loadWorkload, workloadNames, workloadsNamed } from "./workload.js";

const options = {
  threads: { type: "string", default: "1,2" },
  runs: { type: "string", default: "20" },
  seconds: { type: "string", default: "5" },
  json: { type: "boolean", default: false },
  write: { type: "boolean", default: false },
} as const;

// A signal ends the process by way of "exit", where the children are ended.
for (const [signal, code] of [
  ["SIGINT", 130],
  ["SIGTERM", 143],
  ["SIGHUP", 129],
] as const)
  process.once(signal, () => process.exit(code));

try {
  await main();
} catch (error) {
  if (!(error instanceof ExpectationError || (error as NodeJS.ErrnoException).code?.startsWith("ERR_PARSE_ARGS")))
    throw error;
  console.error((error as Error).message);
  process.exit(2);
}

async function main() {
  const { values, positionals } = parseArgs({ options, allowPositionals: true });
  const names = positionals.length > 0 ? [...new Set(positionals.flatMap(workloadsNamed))] : workloadNames();
  const threads = values.threads.split(",").map((text) => positive("--threads", text));
  const effort = { runs: positive("--runs", values.runs), seconds: positive("--seconds", values.seconds) };
  const rows: Row[] = [];
  const details: string[] = [];
  for (const workload of await Promise.all(names.map(loadWorkload))) {
    console.error(`${workload.name}: ${workload.about}`);
    for (const count of threads.filter((each) => workload.threads?.includes(each) ?? true)) {
      const found = await compare(workload, count, effort);
      rows.push(...found);
      for (const { name, against, facts } of workload.detail ? found : [])
        details.push(`${name} against ${against}, threads: ${count}\n\n${workload.detail!(facts.ours, facts.peer)}`);
    }
  }
  const families = positionals.filter((name) => workloadsNamed(name).length > 1);
  const text = [table(rows, new Date()), ...families.flatMap((name) => means(name, rows)), ...details].join("\n\n");
  console.error(`\n${text}`);
  if (values.write) writeTable(text);
  if (values.json) console.log(JSON.stringify({ workloads: rows }));
}

function positive(option: string, text: string): number {
  const value = Number(text);
  if (!(Number.isInteger(value) && value > 0)) {
    throw new InputError(option, { expected: "a whole number above 0", got: `"${text}"` });
  }
  return value;
}

/** Puts the table between the two marks of bench/README.md. */
function writeTable(text: string) {
  const readme = new URL("./README.md", import.meta.url);
  const parts = readFileSync(readme, "utf8").split(/(?<=<!-- table -->\n)|(?=<!-- end -->)/);
  if (parts.length !== 3)
    throw new InputError("bench/README.md", { expected: "the marks <!-- table --> and <!-- end -->", got: "none" });
  writeFileSync(readme, [parts[0], `\n${text}\n\n`, parts[2]].join(""));
}
