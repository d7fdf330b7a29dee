// A run that is killed at any moment, and goes on, ends with the bytes of a run that is not. KILLS=10 for more of them.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type Moment, momentOf, runOrKill } from "../../cli/killing.js";
import { holdsMotion, loadMotion } from "./folder.js";

const kills = Number(process.env.KILLS ?? 3);
const perRun = 3;
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

const run = (folder: string, ensemble: string, moment?: Moment) => {
  const often = ["--steps", "60", "--checkpoint-every", "2", "--every", "3", "--threads", "1", "--json"];
  return runOrKill(["md", file, "--ensemble", ensemble, ...often, "--run", folder], moment);
};

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
