// A run that is killed at any moment, and goes on, ends with the bytes of a run that is not. KILLS=10 for more of them.
import { spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, expect, test } from "vitest";
import { bits, fold, key } from "../../random.js";
import { holdsMotion, loadMotion } from "./folder.js";

const kills = Number(process.env.KILLS ?? 3);
const perRun = 3;
const root = fileURLToPath(new URL("../../..", import.meta.url));
const silicon = `2
Lattice="0 2.715 2.715 2.715 0 2.715 2.715 2.715 0" Properties=species:S:1:pos:R:3
Si 0 0 0
Si 1.4 1.33 1.36
`;

let dir: string;
let file: string;
beforeAll(() => {
  dir = mkdtempSync(join(tmpdir(), "equivar-kill-"));
  file = join(dir, "silicon.xyz");
  writeFileSync(file, silicon);
});
afterAll(() => rmSync(dir, { recursive: true }));

/** Where a process is killed: so many milliseconds after the progress line of that tenth of the steps. */
interface Moment {
  readonly tenth: number;
  readonly delay: number;
}

/** Runs in a folder, in a process of its own. @returns whether it came to its end */
async function run(folder: string, ensemble: string, moment?: Moment): Promise<"ended" | "killed"> {
  const often = ["--steps", "60", "--checkpoint-every", "2", "--every", "3", "--threads", "1", "--json"];
  const node = ["--import", "tsx", "--conditions=source", "src/cli/main.ts", "md", file, "--ensemble", ensemble];
  const argv = [...node, ...often, "--run", folder];
  const child = spawn(process.execPath, argv, { cwd: root, stdio: ["ignore", "ignore", "pipe"] });
  let said = "";
  child.stderr.setEncoding("utf8").on("data", (text: string) => {
    said += text;
    const done = Math.max(0, ...[...said.matchAll(/(\d+) %/g)].map(([, percent]) => Number(percent)));
    if (moment && done >= 10 * moment.tenth) setTimeout(() => child.kill("SIGKILL"), moment.delay);
  });
  const [code, signal] = await new Promise<[number | null, string | null]>((resolve, reject) => {
    child.on("error", reject);
    child.on("close", (...ended) => resolve(ended));
  });
  if (signal === "SIGKILL") return "killed";
  expect(code, said).toBe(0);
  return "ended";
}

/** Seeded, and later from kill to kill of one run. */
function momentOf(round: number, kill: number): Moment {
  const [tenth, delay] = bits(fold(fold(key(20260101), round), kill), 2) as unknown as [number, number];
  return { tenth: 1 + 3 * kill + (tenth % 3), delay: delay % 40 };
}

const bytes = (folder: string) =>
  ["trajectory.extxyz", "thermo.csv", "final.extxyz", "latest.safetensors"].map((name) =>
    readFileSync(join(folder, name), "latin1"),
  );

test(`a run killed by SIGKILL and resumed ends with the same bytes (${kills} kills)`, async () => {
  let met = 0;
  const ensembles = ["langevin", "nve"];
  for (let round = 0; met < kills; round++) {
    const ensemble = ensembles[round % ensembles.length]!;
    const [whole, folder] = [join(dir, ensemble), join(dir, `killed${round}`)];
    if (!holdsMotion(whole)) expect(await run(whole, ensemble)).toBe("ended");
    const steps: number[] = [];
    for (let kill = 0; kill < perRun && met < kills; kill++) {
      if ((await run(folder, ensemble, momentOf(round, kill))) === "ended") break;
      met++;
      steps.push(loadMotion(folder).motion.step);
    }
    expect(await run(folder, ensemble)).toBe("ended");
    console.info(`${ensemble}, killed after steps ${steps.join(", ")}`);
    expect(bytes(folder)).toEqual(bytes(whole));
  }
}, 600_000);
