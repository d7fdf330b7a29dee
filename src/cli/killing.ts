// For tests: commands in a process of their own, killed at a moment of their progress.
import { spawn } from "node:child_process";
import { fileURLToPath } from "node:url";
import { bits, fold, key } from "../random.js";

/** So many ms after a progress bar has come so far. */
export interface Moment {
  /** 0 to 1 */
  readonly done: number;
  readonly delay: number;
}

const root = fileURLToPath(new URL("../..", import.meta.url));

/** Runs `equivar` with these words. @returns whether it came to its end. @throws Error with what it said, if it failed */
export async function runOrKill(argv: readonly string[], moment?: Moment): Promise<"ended" | "killed"> {
  const words = ["--import", "tsx", "--conditions=source", "src/cli/main.ts", ...argv];
  const child = spawn(process.execPath, words, { cwd: root, stdio: ["ignore", "ignore", "pipe"] });
  let said = "";
  child.stderr.setEncoding("utf8").on("data", (text: string) => {
    said += text;
    const percent = Math.max(0, ...[...said.matchAll(/(\d+) %/g)].map(([, each]) => Number(each)));
    if (moment && percent >= 100 * moment.done) setTimeout(() => child.kill("SIGKILL"), moment.delay);
  });
  const [code, signal] = await new Promise<[number | null, string | null]>((resolve, reject) => {
    child.on("error", reject);
    child.on("close", (...ended) => resolve(ended));
  });
  if (signal === "SIGKILL") return "killed";
  if (code !== 0) throw new Error(`equivar ${argv.join(" ")}: expected exit 0, got ${code}. ${said}`);
  return "ended";
}

/** Seeded, and later from kill to kill of one run, of which one may have three. */
export function momentOf(round: number, kill: number): Moment {
  const [some, delay] = bits(fold(fold(key(20260101), round), kill), 2) as unknown as [number, number];
  return { done: (1 + 3 * kill + (some % 3)) / 10, delay: delay % 40 };
}
