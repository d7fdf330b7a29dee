// Models exported from PyTorch whose symmetry is known by construction. @source test/golden/audit
import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { parseAction } from "../group/action.js";
import { parseGroup } from "../group/parseGroup.js";
import { type AuditOptions, audit } from "./audit.js";

interface Sidecar {
  readonly inputs: readonly {
    readonly name: string;
    readonly shape: readonly (string | number)[];
    readonly draw: string;
  }[];
  /** Range of each open dimension. */
  readonly dims: Readonly<Record<string, readonly [low: number, high: number]>>;
  readonly cases: readonly {
    readonly group: string;
    readonly in_actions: Readonly<Record<string, string>>;
    readonly out_actions: Readonly<Record<string, string>>;
    readonly verdict: "equivariant" | "broken" | "approximate";
    readonly measured_f32_mean: number;
    readonly reason: string;
  }[];
}
type Case = Sidecar["cases"][number];

const folder = new URL("../../test/golden/audit/", import.meta.url);
const names = readdirSync(folder).flatMap((file) => /^(.*)\.onnx$/.exec(file)?.[1] ?? []);
const bytesOf = (name: string) => new Uint8Array(readFileSync(new URL(`${name}.onnx`, folder)));
const sidecar = (name: string): Sidecar => JSON.parse(readFileSync(new URL(`${name}.json`, folder), "utf8"));

/** The case as options: every open dimension in the middle of its range; n is the length of the axis that is permuted. */
function optionsOf({ inputs, dims }: Sidecar, { group, in_actions, out_actions }: Case): AuditOptions {
  const sizes = Object.fromEntries(Object.entries(dims).map(([id, [low, high]]) => [id, Math.ceil((low + high) / 2)]));
  const below = inputs.flatMap(({ name, draw }) => {
    const axis = /^nodes:(\w+)$/.exec(draw)?.[1];
    return axis ? [[name, sizes[axis]!]] : [];
  });
  const parsed = (actions: Readonly<Record<string, string>>) =>
    Object.fromEntries(Object.entries(actions).map(([id, text]) => [id, parseAction(text)]));
  const [permuted, axis] = Object.entries(in_actions).flatMap(([name, text]) => {
    const found = /permute\[(\d)/.exec(text)?.[1];
    return found ? [name, Number(found)] : [];
  });
  const n = sizes[inputs.find(({ name }) => name === permuted)?.shape[axis as number] ?? ""];
  return {
    group: parseGroup(group.replace("(n)", `(${n})`)),
    inputs: parsed(in_actions),
    outputs: parsed(out_actions),
    sizes,
    below: Object.fromEntries(below),
  };
}

describe.each(names)("%s", (name) => {
  const { cases, ...rest } = sidecar(name);
  const all = cases.map((each) => ({ ...each, to: JSON.stringify(each.out_actions) }));

  test.each(all)("$verdict under $group to $to", async (each) => {
    const { verdict, error } = await audit(bytesOf(name), optionsOf({ cases, ...rest }, each));
    expect(verdict).toBe(each.verdict);
    // Other draws of other sizes: the sidecar's mean to within a factor, and round-off as round-off.
    if (verdict === "equivariant") expect(error.f32.max).toBeLessThan(1e-5);
    else expect(error.f32.mean / each.measured_f32_mean).toSatisfy((ratio: number) => ratio > 0.2 && ratio < 5);
  });
});

describe("audit refuses", () => {
  const { cases, ...rest } = sidecar("gnn_edge_list");
  const good = optionsOf({ cases, ...rest }, cases[0]!);
  const bytes = bytesOf("gnn_edge_list");

  test.each<[string, Partial<AuditOptions>, string]>([
    [
      "an unknown input",
      { inputs: { nodes: parseAction("permute[0]") } },
      '--in: expected one of features, edges, got "nodes"',
    ],
    ["an unknown output", { outputs: { z: parseAction("invariant") } }, '--out: expected one of y, got "z"'],
    [
      "a missing size",
      { sizes: { N: 5 } },
      "audit: expected a size for dimension E of input edges, got none. --size E=5",
    ],
    ["a size of nothing", { sizes: { ...good.sizes, M: 5 } }, '--size: expected one of N, E, got "M"'],
    ["a bound for a float", { below: { features: 5 } }, '--below: expected one of edges, got "features"'],
    [
      "indices without a bound",
      { below: {} },
      "audit: expected a bound for the integer input edges, got none. --below edges=5 draws 0 … 4",
    ],
    [
      "a group of another size",
      { group: parseGroup("S(3)") },
      "permute[0]: expected an axis of length 3, got axis 0 of shape [8, 3]",
    ],
    ["a group that does not act so", { group: parseGroup("O(3)") }, "permute: expected a permutation group, got [["],
  ])("%s", async (_, change, message) => {
    await expect(audit(bytes, { ...good, ...change })).rejects.toThrow(message);
  });

  test("what is no model", async () => {
    await expect(audit(new TextEncoder().encode("hello"), good)).rejects.toThrow("onnx: expected ");
  });
});

test("the same seed gives the same figures, another seed others", async () => {
  const { cases, ...rest } = sidecar("egnn_coordinate_leak");
  const of = (seed: number) =>
    audit(bytesOf("egnn_coordinate_leak"), { ...optionsOf({ cases, ...rest }, cases[0]!), seed, pairs: 5 });
  expect(await of(3)).toEqual(await of(3));
  expect((await of(4)).error).not.toEqual((await of(3)).error);
});
