// Times our side of a workload and its peers in turn (A B C A B C …), so that whatever slows the machine slows all of them.
import { setTimeout as sleep } from "node:timers/promises";
import { ExpectationError } from "../src/error.js";
import { type About, type Server, startOurs, startPeer } from "./server.js";
import type { Workload } from "./workload.js";

export interface Effort {
  /** Timed steps of each side, at least. */
  readonly runs: number;
  /** Duration of the comparison, at least: quick steps get more runs. */
  readonly seconds: number;
}

/** Ours against one peer; medians in milliseconds. */
export interface Row {
  readonly name: string;
  readonly threads: number;
  readonly against: string;
  readonly ours: number;
  readonly peer: number;
  readonly ratio: number;
  readonly goal: number;
  readonly runs: number;
  /** The fastest step of each. Medians far above tell that others used the machine, and the ratio is then not to be trusted. */
  readonly fastest: { readonly ours: number; readonly peer: number };
  readonly facts: { readonly ours: About; readonly peer: About };
}

const longestTurn = 4; // timed steps in a row
/** Threads of PyTorch spin for 10 ms after a step, those of ONNX Runtime for 35 ms; after that the cores are free for the next side. */
const restMs = 60;

/** Compares a workload with each of its peers, all in one interleaved run. */
export async function compare({ name, peers, runs }: Workload, threads: number, effort: Effort): Promise<Row[]> {
  const enough = Math.min(effort.runs, runs ?? effort.runs);
  const turn = Math.min(longestTurn, enough);
  const sides: { readonly server: Server; readonly laps: number[] }[] = [];
  try {
    for (const begin of [
      () => startOurs(name, threads),
      ...Object.keys(peers).map((peer) => () => startPeer(peer, threads)),
    ]) {
      const server = begin();
      sides.push({ server, laps: [] });
      await server.about(); // built and warm before the next one starts
    }
    const [first, ...others] = await Promise.all(sides.map(({ server }) => server.about()));
    for (const other of others) checkValues(name, first!, other);
    const end = performance.now() + 1e3 * effort.seconds;
    while (sides[0]!.laps.length < enough || performance.now() < end) {
      for (const { server, laps } of sides) {
        await sleep(restMs);
        laps.push(...(await server.run(1 + turn)).slice(1)); // the first one finds the caches cold
      }
    }
    const [ours, ...theirs] = await Promise.all(
      sides.map(async ({ server, laps }) => ({
        ms: median(laps),
        fastest: Math.min(...laps),
        about: await server.about(),
      })),
    );
    return Object.entries(peers).map(([against, goal], i) => ({
      name,
      threads,
      against,
      ours: ours!.ms,
      peer: theirs[i]!.ms,
      ratio: ours!.ms / theirs[i]!.ms,
      goal,
      runs: sides[0]!.laps.length,
      fastest: { ours: ours!.fastest, peer: theirs[i]!.fastest },
      facts: { ours: ours!.about, peer: theirs[i]!.about },
    }));
  } finally {
    await Promise.all(sides.map(({ server }) => server.stop()));
  }
}

/** @throws ExpectationError if two sides state `values`, numbers that tell what they computed, and these differ */
function checkValues(name: string, ours: About, peer: About) {
  if (ours.values === undefined || peer.values === undefined) return;
  const [got, expected] = [ours, peer].map(({ values }) => String(values).split(" ").map(Number)) as [
    number[],
    number[],
  ];
  const agree = got.length === expected.length && got.every((x, i) => Math.abs(x / expected[i]! - 1) < 1e-3);
  if (!agree) throw new ExpectationError(name, { expected: String(peer.values), got: String(ours.values) });
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return (sorted[Math.floor((sorted.length - 1) / 2)]! + sorted[Math.ceil((sorted.length - 1) / 2)]!) / 2;
}
