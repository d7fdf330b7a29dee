// npm run onnx:nodes [-- --gradients] [PATTERN …]: imports the node cases of the onnx package, emits them, runs them,
// compares; with --gradients also derivatives to differences. Results go to runs/onnxNodes/results.json.
import { type ChildProcess, execFileSync, fork } from "node:child_process";
import { mkdirSync, readdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { operators } from "../../src/engine/onnx/importOnnx.js";
import { isHeld, isPlain, type NodeCase, operatorsOf, readCase } from "./case.js";
import type { Verdict } from "./check.js";
import { exemption } from "./exempt.js";
import type { Gradient } from "./gradient.js";
import type { Request } from "./worker.js";

interface Answer extends Verdict {
  readonly gradient?: Gradient;
}
interface Row extends Answer {
  readonly name: string;
  readonly operators: readonly string[];
  /** Of floats, integers of 8 bits and more, booleans and strings, in tensors. */
  readonly plain: boolean;
  /** Every operator has an importer, and every input and output is held by a tensor of ours. */
  readonly declared: boolean;
}

const here = dirname(fileURLToPath(import.meta.url));
const folder = execFileSync("bash", [join(here, "setup.sh")], {
  encoding: "utf8",
  stdio: ["ignore", "pipe", "ignore"],
}).trim();
const gradients = process.argv.includes("--gradients");
const patterns = process.argv.slice(2).filter((each) => each !== "--gradients");
const names = readdirSync(folder)
  .filter((name) => patterns.length === 0 || patterns.some((each) => name.includes(each)))
  .sort();
const rows = await checkAll(names);
report(rows);
mkdirSync(join(here, "../../runs/onnxNodes"), { recursive: true });
writeFileSync(join(here, "../../runs/onnxNodes/results.json"), `${JSON.stringify(rows, undefined, 1)}\n`);

async function checkAll(list: readonly string[]): Promise<Row[]> {
  const found: Row[] = [];
  let child = start();
  for (const name of list) {
    const each = readCase(folder, name);
    const verdict = await ask(child, name);
    if (child.exitCode !== null || child.signalCode !== null) child = start();
    found.push({
      name,
      operators: operatorsOf(each.model.graph!),
      plain: isPlain(each),
      declared: isDeclared(each),
      ...verdict,
    });
  }
  child.kill();
  return found;
}

function start(): ChildProcess {
  return fork(join(here, "worker.ts"), {
    execArgv: ["--import", "tsx", "--conditions=source"],
    serialization: "advanced",
  });
}

function ask(child: ChildProcess, name: string): Promise<Answer> {
  return new Promise((resolve) => {
    const lost = (code: number | null, signal: string | null) => {
      child.off("message", answered);
      resolve({
        passed: false,
        reason: `its process ended (${signal ?? `exit code ${code}`})`,
        fixed: [],
        folded: false,
      });
    };
    const answered = (verdict: Answer) => {
      child.off("exit", lost);
      resolve(verdict);
    };
    child.once("message", answered);
    child.once("exit", lost);
    child.send({ folder, name, gradients } satisfies Request);
  });
}

function isDeclared({ model }: NodeCase): boolean {
  const { graph, functions } = model;
  const own = new Set(functions.map(({ domain, name }) => (domain === "" ? name : `${domain}.${name}`)));
  const ports = [...graph!.input, ...graph!.output];
  const held = ports.every(({ type }) => type?.value.case === "tensorType" && isHeld(type.value.value.elemType));
  return held && operatorsOf(graph!).every((name) => Object.hasOwn(operators, name) || own.has(name));
}

function report(list: readonly Row[]): void {
  const passed = list.filter((row) => row.passed);
  const line = (what: string, keep: (row: Row) => boolean) =>
    console.log(`${what.padEnd(34)}${passed.filter(keep).length} of ${list.filter(keep).length} pass`);
  line("all cases", () => true);
  line("plain data types", ({ plain }) => plain);
  line("plain, every operator declared", ({ plain, declared }) => plain && declared);
  console.log(`${"operators declared".padEnd(34)}${Object.keys(operators).length}`);
  console.log(
    `${"passed with inputs made constant".padEnd(34)}${passed.filter(({ fixed }) => fixed.length > 0).length}`,
  );
  console.log(`${"passed by folding alone".padEnd(34)}${passed.filter(({ folded }) => folded).length}`);
  const failed = list.filter((row) => !row.passed);
  const exempted = failed.filter(({ name, declared }) => declared && exemption(name));
  const others = (declared: boolean) => failed.filter((row) => row.declared === declared && !exempted.includes(row));
  table("failures though every operator is declared", others(true), ({ reason = "" }) => reason);
  if (others(true).length > 0) process.exitCode = 1;
  table("failures that cannot be otherwise", exempted, ({ name }) => exemption(name)!);
  table("failures for want of an operator or an element type", others(false), ({ reason = "" }) => reason);
  if (!gradients) return;
  const judged = list.flatMap(({ name, gradient }) => (gradient ? [{ name, gradient }] : []));
  const judgedAs = (verdict: Gradient["verdict"]) => judged.filter(({ gradient }) => gradient.verdict === verdict);
  console.log(
    `\nderivatives: ${judgedAs("agrees").length} agree with differences, ${judgedAs("differs").length} differ; ${judgedAs("none").length} cases have none`,
  );
  table("derivatives that differ", judgedAs("differs"), ({ gradient }) => gradient.reason ?? "");
  table(
    "derivatives at jumps, where differences say nothing",
    judgedAs("jump"),
    ({ gradient }) => gradient.reason ?? "",
  );
}

function table<R extends { readonly name: string }>(
  title: string,
  list: readonly R[],
  reasonOf: (row: R) => string,
): void {
  console.log(`\n${title}`);
  const byReason = new Map<string, string[]>();
  for (const row of list) {
    const reason = reasonOf(row)
      .replace(/ "[^"]*"/g, "")
      .slice(0, 160);
    byReason.set(reason, [...(byReason.get(reason) ?? []), row.name.replace(/^test_/, "")]);
  }
  const rows = [...byReason].sort(([a], [b]) => (a < b ? -1 : 1));
  for (const [reason, names] of rows)
    console.log(`${String(names.length).padStart(4)}  ${reason}\n      ${names.join(" ")}`);
}
