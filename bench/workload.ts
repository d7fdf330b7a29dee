// What a workload of the benchmark is. Each is one file of workloads/, named as the workload, that exports one rule.
import { readdirSync } from "node:fs";
import { InputError } from "../src/error.js";
import type { About } from "./server.js";

/** Our side of a workload, ready to be timed. */
export interface Ours {
  /** All timed work, once; what the peer's file lists as timed, the loss read back included. */
  step(): Promise<unknown>;
  /** Milliseconds of each of `count` steps, where the clock of this process would count the way to another as well. */
  laps?(count: number): Promise<readonly number[]>;
  /** For the table and the JSON: `nodes` in the graph, `sessionMs`, `parameters`, … */
  readonly facts: Readonly<Record<string, number | string>>;
  close(): Promise<void>;
}

export interface WorkloadRule {
  /** One line: what a step does, with its sizes. */
  readonly about: string;
  /** Files of peers/ without their ending, each with the ratio ours/peer that we want to stay below; `node:NAME` for ours of NAME. */
  readonly peers: Readonly<Record<string, number>>;
  /** Timed steps that are enough, where a step of a peer takes seconds. */
  readonly runs?: number;
  /** Numbers of threads that it can run with; any, if not given. */
  readonly threads?: readonly number[];
  /** Builds our side for this number of threads, in a process of its own. */
  make(threads: number): Promise<Ours>;
  /** What the sides measured besides, from their facts: Markdown that is printed below the table, once for each peer. */
  detail?(ours: About, peer: About): string;
}

export interface Workload extends WorkloadRule {
  readonly name: string;
}

/** A workload of the benchmark. */
export const workload = (name: string, rule: WorkloadRule): Workload => ({ name, ...rule });

const folder = new URL("./workloads/", import.meta.url);

/** The names of all workloads. */
export const workloadNames = (): string[] =>
  readdirSync(folder)
    .filter((file) => file.endsWith(".ts"))
    .map((file) => file.slice(0, -3))
    .sort();

/**
 * The names that `npm run bench -- NAME` runs: NAME and all NAME-….
 * @throws InputError if there are none
 */
export function workloadsNamed(name: string): string[] {
  const found = workloadNames().filter((one) => one === name || one.startsWith(`${name}-`));
  if (found.length === 0) throw new InputError("bench", { expected: workloadNames().join(", "), got: name });
  return found;
}

/**
 * The workload of that name.
 * @throws InputError if there is none, or if its file exports another name
 */
export async function loadWorkload(name: string): Promise<Workload> {
  if (!workloadNames().includes(name)) {
    throw new InputError("bench", { expected: workloadNames().join(", "), got: name });
  }
  const exported = Object.values(await import(new URL(`${name}.ts`, folder).href)) as Workload[];
  if (exported.length !== 1 || exported[0]?.name !== name) {
    const got = exported.map((rule) => rule?.name).join(", ") || "nothing";
    throw new InputError(`bench/workloads/${name}.ts`, { expected: `one export, workload("${name}", …)`, got });
  }
  return exported[0];
}
