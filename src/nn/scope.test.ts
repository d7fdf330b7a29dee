import { expect, test } from "vitest";
import { evaluate } from "../engine/evaluate.js";
import { constant } from "../engine/tensor.js";
import { key } from "../random.js";
import { ones, torchUniform, xavierUniform, zeros } from "./initializer.js";
import { bind, initialize, layout, parameterCount, withParameters } from "./scope.js";

test("parameters have the paths of their scopes, in the order in which they are asked for", () => {
  const { parameters } = withParameters((scope) => {
    scope.child("layer").child(0).parameter("weight", [2, 3], ones);
    scope.parameter("time", [], zeros);
  });
  expect(parameters.map(({ path }) => path)).toEqual(["layer.0.weight", "time"]);
  expect(parameterCount(parameters)).toBe(7);
  expect(layout(parameters).map(({ start, end }) => [start, end])).toEqual([
    [0, 6],
    [6, 7],
  ]);
});

test("a path is given once, unless its scope is shared", () => {
  const twice = () =>
    withParameters((scope) => {
      scope.child("a").parameter("w", [1], ones);
      scope.child("a").parameter("w", [1], ones);
    });
  expect(twice).toThrow(
    "parameter a.w: expected a new name, got one that is taken. " +
      "Scope.child(name) gives a layer a place of its own, scope.shared(name) one that is shared",
  );
  const { value, parameters } = withParameters((scope) =>
    [1, 2].map(() => scope.shared("a").child("b").parameter("w", [1], ones)),
  );
  expect(value[0]).toBe(value[1]);
  expect(parameters).toHaveLength(1);
  const misfit = () => withParameters((scope) => [1, 2].map((n) => scope.shared("a").parameter("w", [n], ones)));
  expect(misfit).toThrow("parameter a.w: expected shape [1] as before, got [2].");
});

test("starting values follow from key and path alone", () => {
  const values = (names: readonly string[]) => {
    const { parameters } = withParameters((scope) => {
      for (const name of names) scope.normal(name, [3], 1);
    });
    const flat = initialize(parameters, key(1));
    return new Map(
      layout(parameters).map(({ parameter: { path }, start, end }) => [path, [...flat.slice(start, end)]]),
    );
  };
  expect(values(["b", "c", "a"]).get("a")).toEqual(values(["a"]).get("a"));
  expect(values(["a", "b"]).get("a")).not.toEqual(values(["a", "b"]).get("b"));
});

test("initializers keep to their bounds and fill them", () => {
  const most = (values: ArrayLike<number>) => Math.max(...Array.from(values, Math.abs));
  for (const [initial, bound] of [
    [torchUniform(16), 1 / 4],
    [xavierUniform(4, 2, 0.5), 0.5],
  ] as const) {
    const worst = most(initial(key(2), 4000));
    expect(worst).toBeLessThan(bound);
    expect(worst).toBeGreaterThan(0.99 * bound);
  }
});

test("bind reads every parameter from its place in one vector", async () => {
  const { value, parameters } = withParameters((scope) => [
    scope.parameter("a", [2], zeros),
    scope.parameter("b", [2, 1], zeros),
  ]);
  const [a, b] = await evaluate(bind(value, parameters, constant([1, 2, 3, 4], [4])), { precision: "f64" });
  expect([...a!.data, ...b!.data]).toEqual([1, 2, 3, 4]);
  expect(b!.shape).toEqual([2, 1]);
});
