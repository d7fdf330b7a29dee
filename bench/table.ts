import { availableParallelism, cpus } from "node:os";
import type { Row } from "./compare.js";

const columns: Readonly<Record<string, (row: Row) => string>> = {
  workload: ({ name }) => name,
  threads: ({ threads }) => `${threads}`,
  peer: ({ against }) => against,
  "ours ms": ({ ours }) => ours.toFixed(2),
  "peer ms": ({ peer }) => peer.toFixed(2),
  "fastest ms, ours / peer": ({ fastest }) => `${fastest.ours.toFixed(2)} / ${fastest.peer.toFixed(2)}`,
  ratio: (row) => `${isNoisy(row) ? "~" : ""}${row.ratio.toFixed(3)}`,
  goal: ({ ratio, goal }) => `≤ ${goal}${ratio <= goal ? "" : " missed"}`,
  runs: ({ runs }) => `${runs}`,
  nodes: ({ facts }) => `${facts.ours.nodes ?? "–"}`,
  "first step ms, ours / peer": ({ facts }) => `${facts.ours.createMs.toFixed(0)} / ${facts.peer.createMs.toFixed(0)}`,
  "peak MB, ours / peer": ({ facts }) => `${facts.ours.peakMb} / ${facts.peer.peakMb}`,
};

/** A step of fixed work whose median is far above its fastest was held up by others. */
const isNoisy = ({ ours, peer, fastest }: Row) => Math.max(ours / fastest.ours, peer / fastest.peer) > 1.4;

/** The rows as a Markdown table, with the machine below it. */
export function table(rows: readonly Row[], now: Date): string {
  const lines = aligned([Object.keys(columns), ...rows.map((row) => Object.values(columns).map((cell) => cell(row)))]);
  const version = rows.find(({ facts }) => facts.peer.torch)?.facts.peer.torch;
  const torch = version ? `, PyTorch ${version}` : "";
  const machine = `${cpus()[0]?.model ?? "unknown CPU"}, ${availableParallelism()} cores, Node ${process.versions.node}${torch}`;
  const noise = rows.some(isNoisy)
    ? ["", "~ others used the machine: a median is more than 1.4 times its fastest step; run it again."]
    : [];
  return [lines, ...noise, "", `${now.toISOString().slice(0, 10)}, ${machine}`].join("\n");
}

/** The geometric means of the ratios of all NAME-…, for each number of threads, against eager and compiled peers. */
export function means(name: string, rows: readonly Row[]): string[] {
  const all = rows.filter((row) => row.name.startsWith(`${name}-`));
  const isCompiled = ({ against }: Row) => against.endsWith("compiled");
  return [...new Set(all.map(({ threads }) => threads))].flatMap((threads) =>
    [false, true].flatMap((compiled) => {
      const logs = all
        .filter((row) => row.threads === threads && isCompiled(row) === compiled)
        .map(({ ratio }) => Math.log(ratio));
      if (logs.length === 0) return [];
      const mean = Math.exp(logs.reduce((a, b) => a + b) / logs.length);
      const against = compiled ? "compiled peers" : "peers";
      return [`geometric mean of ${name}-…, ${against}, threads: ${threads}: ${mean.toFixed(3)} (${logs.length})`];
    }),
  );
}

/** Cells by rows, the head first, as a Markdown table. */
export function aligned(cells: readonly (readonly string[])[]): string {
  const widths = cells[0]!.map((_, i) => Math.max(...cells.map((line) => line[i]!.length)));
  const lines = cells.map((line) => `| ${line.map((cell, i) => cell.padEnd(widths[i]!)).join(" | ")} |`);
  const rule = `|${widths.map((width) => "-".repeat(width + 2)).join("|")}|`;
  return [lines[0], rule, ...lines.slice(1)].join("\n");
}
