// One side of a comparison: a child process that answers each line on its stdin with one line of JSON (peers/serve.py).
import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { createInterface } from "node:readline";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { RuntimeError } from "../src/error.js";

export interface About {
  readonly createMs: number;
  readonly peakMb: number;
  readonly [fact: string]: number | string;
}

export interface Server {
  about(): Promise<About>;
  /** Milliseconds of each of `count` steps. */
  run(count: number): Promise<number[]>;
  stop(): Promise<void>;
}

const path = (file: string) => fileURLToPath(new URL(file, import.meta.url));

/** Our side of a workload, in a process of its own, so that its memory and threads are its own. */
export const startOurs = (name: string, threads: number): Server =>
  start(`ours of ${name}`, process.execPath, [
    ...loaders(process.execArgv),
    path("serve.ts"),
    "--threads",
    `${threads}`,
    name,
  ]);

/**
 * A peer of peers/; `node:NAME` is our own side of a workload.
 * @throws RuntimeError if the peers' Python is not there yet
 */
export function startPeer(name: string, threads: number): Server {
  if (name.startsWith("node:")) return startOurs(name.slice(5), threads);
  const python = path("peers/.venv/bin/python");
  if (!existsSync(python)) {
    const hint = "run: bash bench/peers/setup.sh";
    throw new RuntimeError(`peer ${name}`, { expected: `the peers' Python at ${python}`, got: "no such file", hint });
  }
  return start(`peer ${name}`, python, [path("peers/serve.py"), "--threads", `${threads}`, name]);
}

function start(what: string, command: string, args: readonly string[]): Server {
  // A group of its own, so that what the child starts (a compiler, say) ends with it.
  const child = spawn(command, args, { detached: true, stdio: "pipe" });
  const exited = new Promise<void>((resolve) => child.once("close", () => resolve()));
  const answers = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  let complaint = "";
  child.stderr.on("data", (text) => (complaint = `${complaint}${text}`.slice(-4000)));
  child.on("error", (error) => (complaint = error.message));
  child.stdin.on("error", () => {}); // a child that has died is noticed by its missing answer
  process.on("exit", kill);

  function kill() {
    process.off("exit", kill);
    try {
      if (child.pid) process.kill(-child.pid, "SIGKILL");
    } catch {} // the group has ended by itself
  }

  async function ask(request: string) {
    child.stdin.write(`${request}\n`);
    const { value, done } = await answers.next();
    if (!done) return JSON.parse(value);
    await exited;
    throw new RuntimeError(what, { expected: `an answer to "${request}"`, got: `its end:\n${complaint.trim()}` });
  }

  return {
    about: () => ask("about"),
    run: async (count) => (await ask(`run ${count}`)).ms,
    async stop() {
      child.stdin.end();
      await Promise.race([exited, sleep(2_000, undefined, { ref: false })]);
      kill();
    },
  };
}

/** Node's own arguments without a script given as text (`--eval`), which each child would run again. */
const loaders = (argv: readonly string[]): string[] => {
  const isText = (word: string | undefined) =>
    word === "--eval" || word === "-e" || word === "--print" || word === "-p";
  return argv.filter((word, i) => !isText(word) && !isText(argv[i - 1]));
};
