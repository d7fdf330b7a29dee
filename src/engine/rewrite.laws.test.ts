// Every row of the rewrite table is an equality that holds, fires on its examples and ends.
import { describe, expect, test } from "vitest";
import { fold, key, normal } from "../random.js";
import { dimValue, sameShape } from "./dim.js";
import { type Graph, inputsOf, topological } from "./graph.js";
import { count, type Nd } from "./nd.js";
import { rewrites } from "./rewrites/index.gen.js";
import { nodeCount, simplify } from "./simplify.js";
import { constantData, isFloat, type Tensor } from "./tensor.js";
import { difference } from "./testing.js";

describe.each(Object.entries(rewrites))("%s", (name, row) => {
  const roots: readonly string[] = row.roots;

  test("is named like its file and has examples of its roots", () => {
    expect(row.name).toBe(name);
    expect(row.examples.length).toBeGreaterThan(0);
    for (const example of row.examples) expect(roots).toContain(example().rule.name);
  });

  test("fires on every example, with equal type and values", () => {
    for (const [i, example] of row.examples.entries()) {
      const left = example();
      const right = row.apply(left);
      if (!right) throw new Error(`example ${i} does not match`);
      expect(sameShape(right.shape, left.shape), `example ${i}: [${right.shape}] for [${left.shape}]`).toBe(true);
      expect(right.dtype).toBe(left.dtype);
      for (const seed of [1, 2, 3]) {
        const leaves = drawn(inputsOf([left, right]), seed);
        // A reassociation of a few f64 operations.
        expect(difference(hostValue(right, leaves), hostValue(left, leaves)), `example ${i}`).toBeLessThan(1e-12);
      }
    }
  });

  test("ends, leaves no more to compute, and nothing to do again", () => {
    for (const example of row.examples) {
      const y = example();
      const graph: Graph = { inputs: inputsOf([y]), outputs: { y } };
      const once = simplify(graph);
      expect(computing(once)).toBeLessThanOrEqual(computing(graph));
      expect(nodeCount(simplify(once))).toBe(nodeCount(once));
    }
  });

  test("matches no other op", () => {
    const others = Object.values(rewrites).flatMap((each) => each.examples.map((example) => example()));
    for (const y of others) {
      const better = roots.includes(y.rule.name) ? row.apply(y) : undefined;
      if (!better) continue;
      const leaves = drawn(inputsOf([y, better]), 4);
      expect(difference(hostValue(better, leaves), hostValue(y, leaves)), y.rule.name).toBeLessThan(1e-12);
    }
  });
});

/** Nodes that are no reshape: those move no element. */
const computing = (graph: Graph): number =>
  nodeCount(graph) - topological(Object.values(graph.outputs)).filter((x) => x.rule.name === "reshape").length;

/** Random values for inputs: normal floats, small whole integers. */
function drawn(inputs: readonly Tensor[], seed: number): Map<Tensor, Nd> {
  return new Map(
    inputs.map((x, i) => {
      const shape = x.shape as number[];
      const values = normal(fold(key(seed), i), count(shape));
      return [x, { shape, data: isFloat(x) ? values : values.map((each) => Math.round(5 * each)) }];
    }),
  );
}

/** The value of a tensor by the references of its ops: neither emission nor another rewrite has a part in it. */
function hostValue(root: Tensor, leaves: ReadonlyMap<Tensor, Nd>): Nd {
  const values = new Map<Tensor, Nd>(leaves);
  for (const node of topological([root])) {
    if (values.has(node)) continue;
    const shape = node.shape.map((dim) => dimValue(dim, {})!);
    const data = constantData(node);
    const inputs = node.inputs.map((x) => values.get(x)!);
    values.set(node, data ? { shape, data } : node.rule.reference!(inputs, node.attributes as never, shape));
  }
  return values.get(root)!;
}
