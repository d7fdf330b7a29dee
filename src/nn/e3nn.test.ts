// Every golden value of e3nn 0.6.0 that belongs to this room; see golden/e3nnLayers.py.
import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { evaluate } from "../engine/evaluate.js";
import { vjp } from "../engine/grad.js";
import { substitute } from "../engine/graph.js";
import type { Nd } from "../engine/nd.js";
import { elementwise, op } from "../engine/op.js";
import {
  abs,
  cos,
  elu,
  exp,
  gelu,
  greater,
  leakyRelu,
  max,
  mul,
  neg,
  relu,
  sigmoid,
  silu,
  sin,
  slice,
  softplus,
  softUnitStep,
  square,
  sub,
  tanh,
  where,
} from "../engine/ops/index.gen.js";
import { constant, type Tensor } from "../engine/tensor.js";
import { irreps } from "../group/irreps.js";
import { sphereGrid } from "../group/sphereGrid.js";
import { e3nnEstimate } from "./activationFunction.js";
import { type Field, fromFlat, toFlat } from "./field.js";
import {
  type Activation,
  activation,
  batchNorm,
  e3nnMoment,
  type FieldBatchNormOptions,
  fieldStatistics,
  fromSphereGrid,
  gate,
  gateInput,
  type Instruction,
  linear,
  norm,
  normActivation,
  normalize2mom,
  reducedTensorProduct,
  rollingStatistics,
  type ScalarMlpOptions,
  s2Activation,
  scalarMlp,
  softOneHot,
  sphericalHarmonics,
  startStatistics,
  tensorProduct,
  toSphereGrid,
} from "./layers/index.gen.js";
import { type Scope, withParameters } from "./scope.js";
import { fromGridMatrix, toGridMatrix } from "./sphereSignal.js";
import { elementwisePaths, fullPaths, fullyConnectedPaths, productPaths, weightCount } from "./tensorProductPaths.js";
import { torchNormal } from "./torchNormal.js";

const read = (name: string) =>
  JSON.parse(readFileSync(new URL(`../../test/golden/e3nn/${name}.json`, import.meta.url), "utf8"));

/** Keys of arrays that no test has asked for. */
const left = new Set<string>();

/** The arrays of a file; "=key" stands for another's values. */
function arraysOf(texts: Readonly<Record<string, string>>): (key: string) => number[] {
  for (const key of Object.keys(texts)) left.add(key);
  return (key) => {
    left.delete(key);
    const text = texts[key]!;
    const found = text.startsWith("=") ? texts[text.slice(1)]! : text;
    return found === "" ? [] : found.split(" ").map(Number);
  };
}

/** What a layer computes of arrays, beside what e3nn did. */
interface Case {
  readonly name: string;
  /** [rows, −1] by default */
  readonly inputs: Readonly<Record<string, { readonly shape: readonly number[]; readonly data: readonly number[] }>>;
  readonly parameters?: Readonly<Record<string, readonly number[]>>;
  readonly call: (scope: Scope, inputs: Readonly<Record<string, Tensor>>) => readonly Tensor[];
  readonly golden: readonly (readonly number[])[];
  /** Of the first result, and the gradients by inputs that go with it. */
  readonly cotangent?: readonly number[];
  readonly gradients?: Readonly<Record<string, readonly number[]>>;
}

/** Tests that all numbers agree, relative to the largest of their array where that is above 1. */
function agrees(title: string, cases: readonly Case[]): void {
  const wanted = (each: Case) => [...each.golden, ...Object.values(each.gradients ?? {})];
  const count = cases.flatMap(wanted).reduce((n, { length }) => n + length, 0);
  test.each([
    ["f64", 1e-10],
    ["f32", 1e-5],
  ] as const)(`e3nn 0.6.0, ${title}: ${count} numbers agree in %s to %d`, async (precision, tolerance) => {
    for (const each of cases) {
      const found = await evaluate(resultsOf(each), { precision });
      expect(found.length, each.name).toBe(wanted(each).length);
      found.forEach((array, i) => {
        expect(distance(array, wanted(each)[i]!), `${each.name}, result ${i}`).toBeLessThan(tolerance);
      });
    }
  });
}

/** The results of a case, then its gradients. */
function resultsOf({ inputs, parameters = {}, call, cotangent, gradients = {} }: Case): Tensor[] {
  const leaves = Object.fromEntries(
    Object.entries(inputs).map(([id, { shape, data }]) => [id, constant(data, shape)] as const),
  );
  const made = withParameters((scope) => call(scope, leaves));
  const known = made.parameters.map(({ path, shape, leaf }) => [leaf, constant(parameters[path]!, shape)] as const);
  const outputs = substitute([...made.value], new Map(known));
  if (!cotangent) return outputs;
  const g = constant(cotangent, outputs[0]!.shape as number[]);
  const wrt = Object.keys(gradients).map((id) => leaves[id]!);
  return [...outputs, ...vjp([outputs[0]!], wrt, [g])];
}

function distance(found: Nd, golden: readonly number[]): number {
  expect(found.data.length).toBe(golden.length);
  const scale = Math.max(1, ...golden.map(Math.abs));
  return Math.max(...golden.map((x, i) => Math.abs(found.data[i]! - x))) / scale;
}

const rows = (data: readonly number[], n: number) => ({ shape: [n, data.length / n], data });
const flat = (type: string, x: Tensor): Field<"O(3)", string> => fromFlat("O(3)", type, x);

interface GoldenProduct {
  readonly irreps_in1: string;
  readonly irreps_in2: string;
  readonly irreps_out: string;
  readonly shared_weights: boolean;
  readonly weight_numel: number;
  readonly instructions: readonly {
    readonly i_in1: number;
    readonly i_in2: number;
    readonly i_out: number;
    readonly mode: Instruction[3];
    readonly has_weight: boolean;
    readonly path_coefficient: number;
    readonly weight_shape: readonly number[];
  }[];
}
const products = read("layersTensorProduct");
const productCases = Object.entries(products.cases as Record<string, GoldenProduct>);
const productArray = arraysOf(products.arrays);

agrees(
  "tensor products",
  productCases.map(([name, golden]): Case => {
    const get = (key: string) => productArray(`${name}/${key}`);
    const weights = golden.shared_weights ? { shape: [golden.weight_numel], data: get("w") } : rows(get("w"), 5);
    const hasWeights = golden.weight_numel > 0;
    return {
      name,
      inputs: { x: rows(get("x"), 5), y: rows(get("y"), 5), w: weights },
      call: (scope, { x, y, w }) => {
        const z = tensorProduct(
          scope,
          flat(golden.irreps_in1, x!),
          flat(golden.irreps_in2, y!),
          golden.irreps_out,
          instructionsOf(golden),
          { coefficients: golden.instructions.map((each) => each.path_coefficient), ...(hasWeights && { weights: w }) },
        );
        return [toFlat(z)];
      },
      golden: [get("z")],
      cotangent: get("cotangent"),
      gradients: { x: get("dx"), y: get("dy"), ...(hasWeights && { w: get("dw") }) },
    };
  }),
);

const instructionsOf = ({ instructions }: GoldenProduct): Instruction[] =>
  instructions.map((each) => [each.i_in1, each.i_in2, each.i_out, each.mode, each.has_weight]);

test(`e3nn 0.6.0, coefficients and weights of ${productCases.flatMap(([, { instructions }]) => instructions).length} paths agree, to 1e-14`, () => {
  for (const [name, golden] of productCases) {
    const types = [irreps(golden.irreps_in1), irreps(golden.irreps_in2), irreps(golden.irreps_out)] as const;
    const normalization = name === "fully_connected_norm_path" ? ({ irreps: "norm", paths: "path" } as const) : {};
    const paths = productPaths(types, instructionsOf(golden), normalization);
    paths.forEach(({ coefficient, weight }, i) => {
      const { path_coefficient, has_weight, weight_shape } = golden.instructions[i]!;
      expect(Math.abs(coefficient - path_coefficient), name).toBeLessThan(1e-14);
      expect(weight?.shape, name).toEqual(has_weight ? weight_shape : undefined);
    });
    expect(weightCount(paths), name).toBe(golden.weight_numel);
  }
});

type Irreps = ReturnType<typeof irreps>;
const connected = (x: Irreps, y: Irreps, out: Irreps) => ({ out, instructions: fullyConnectedPaths(x, y, out) });
test.each<[string, (x: Irreps, y: Irreps, out: Irreps) => ReturnType<typeof fullPaths>]>([
  ["fully_connected", connected],
  ["fully_connected_norm_path", connected],
  ["high_l", connected],
  ["full", fullPaths],
  ["elementwise", elementwisePaths],
])("e3nn 0.6.0, the paths of %s are the same", (name, pathsOf) => {
  const golden = (products.cases as Record<string, GoldenProduct>)[name]!;
  const found = pathsOf(irreps(golden.irreps_in1), irreps(golden.irreps_in2), irreps(golden.irreps_out));
  expect(found.instructions).toEqual(instructionsOf(golden));
  expect(String(found.out)).toBe(String(irreps(golden.irreps_out)));
});

const harmonics = read("harmonics") as Record<string, number[]>;
const degrees = Array.from({ length: 9 }, (_, l) => l);
const allDegrees = degrees.map((l) => `1x${l}${l % 2 === 0 ? "e" : "o"}`).join(" + ");
for (const normalization of ["integral", "component", "norm"] as const) {
  agrees(`harmonics l ≤ 8, ${normalization}`, [
    {
      name: normalization,
      inputs: { x: rows(harmonics.unit_vectors!, 26) },
      call: (_, { x }) => sphericalHarmonics(_, flat("1x1o", x!), allDegrees, { normalization }).parts,
      golden: degrees.map((l) => harmonics[`${normalization}_${l}`]!),
    },
  ]);
}
agrees("harmonic polynomials l ≤ 8", [
  {
    name: "polynomials",
    inputs: { x: rows(harmonics.long_vectors!, 26) },
    call: (_, { x }) =>
      sphericalHarmonics(_, flat("1x1o", x!), allDegrees, { normalization: "component", normalize: false }).parts,
    golden: degrees.map((l) => harmonics[`polynomial_component_${l}`]!),
  },
]);

const layers = read("layers");
const layerArray = arraysOf(layers.arrays);
const e3nn = { moment: "e3nn" } as const;

/** A layer of one field. */
function layerCase(
  name: string,
  call: (scope: Scope, x: Field<"O(3)", string>, out: string) => Field<"O(3)", string>,
  parameters: Readonly<Record<string, readonly number[]>> = {},
): Case {
  const { irreps_in, irreps_out } = layers.cases[name];
  const get = (key: string) => layerArray(`${name}/${key}`);
  return {
    name,
    inputs: { x: rows(get("x"), 6) },
    parameters,
    call: (scope, { x }) => [toFlat(call(scope, flat(irreps_in, x!), irreps_out))],
    golden: [get("y")],
    cotangent: get("cotangent"),
    gradients: { x: get("dx") },
  };
}

/** e3nn's blocks of weights, of parts of x in order, as the rows of ours; each with the share of its path in it. */
function linearWeights(name: string): Record<string, number[]> {
  const [from, to] = [irreps(layers.cases[name].irreps_in), irreps(layers.cases[name].irreps_out)];
  const all = layerArray(`${name}/weight`);
  const weights: Record<string, number[]> = {};
  let start = 0;
  for (const a of from) {
    to.forEach((b, k) => {
      if (a.irrep !== b.irrep) return;
      const n = from.reduce((sum, each) => sum + (each.irrep === b.irrep ? each.multiplicity : 0), 0);
      const end = start + a.multiplicity * b.multiplicity;
      (weights[`${k}.${b.irrep}`] ??= []).push(...all.slice(start, end).map((w) => w / Math.sqrt(n)));
      start = end;
    });
  }
  return weights;
}

agrees("layers", [
  layerCase("linear", (scope, x, out) => linear(scope, x, out), linearWeights("linear")),
  layerCase("linear_bias", (scope, x, out) => linear(scope, x, out, { bias: true }), {
    ...linearWeights("linear_bias"),
    "0.bias": layerArray("linear_bias/bias"),
  }),
  layerCase("gate", (_, x, out) => gate(_, x, out, { scalars: [silu, tanh], gates: [sigmoid, tanh], ...e3nn })),
  layerCase("activation", (_, x) => activation(_, x, [silu, tanh, undefined], e3nn)),
  layerCase("norm_activation", (scope, x) => normActivation(scope, x, silu)),
  layerCase("norm_activation_bias", (scope, x) => normActivation(scope, x, sigmoid, { bias: true }), {
    bias: layerArray("norm_activation_bias/biases"),
  }),
  layerCase("norm", (_, x) => norm(_, x)),
  layerCase("norm_squared", (_, x) => norm(_, x, { squared: true })),
]);

/** 1 where a path leads: where a column of values is not all 0. */
const reached = (y: Tensor, start = 0) =>
  where(greater(max(abs(slice(y, -1, start, y.shape.at(-1) as number)), { axes: [0] }), 0), 1, 0);
const masks: readonly [key: string, call: (scope: Scope, x: Field<"O(3)", string>, out: string) => Tensor][] = [
  ["linear/output_mask", (scope, x, out) => reached(toFlat(linear(scope, x, out)))],
  ["linear_bias/output_mask", (scope, x, out) => reached(toFlat(linear(scope, x, out)))],
  ["gate/mul.output_mask", (_, x, out) => reached(toFlat(gate(_, x, out)), 6)], // of what is gated
  ["norm_activation/norm.tp.output_mask", (_, x) => reached(toFlat(norm(_, x)))],
  ["norm_activation/scalar_multiplier.output_mask", (_, x) => reached(toFlat(normActivation(_, x, silu)))],
  ["norm_activation_bias/norm.tp.output_mask", (_, x) => reached(toFlat(norm(_, x)))],
  ["norm_activation_bias/scalar_multiplier.output_mask", (_, x) => reached(toFlat(normActivation(_, x, sigmoid)))],
  ["norm/tp.output_mask", (_, x) => reached(toFlat(norm(_, x)))],
  ["norm_squared/tp.output_mask", (_, x) => reached(toFlat(norm(_, x, { squared: true })))],
];
agrees(
  "which outputs of layers a path leads to",
  masks.map(([key, call]): Case => {
    const name = key.split("/")[0]!;
    const { irreps_in, irreps_out } = layers.cases[name];
    return {
      name: key,
      inputs: { x: rows(layerArray(`${name}/x`), 6) },
      parameters: name.startsWith("linear") ? linearWeights(name) : {},
      call: (scope, { x }) => [call(scope, flat(irreps_in, x!), irreps_out)],
      golden: [layerArray(key)],
    };
  }),
);

test("a gate's input is e3nn's", () => {
  expect(gateInput(layers.cases.gate.irreps_out)).toBe(String(irreps(layers.cases.gate.irreps_in)));
});

const made = (name: string, compose: (x: Tensor) => Tensor, value: (x: number) => number) =>
  op<[x: Tensor]>(name, { compose: ([x]) => compose(x!), reference: elementwise((x) => value(x!)), samples: [[0]] });
const functions: Readonly<Record<string, Activation>> = {
  ...{ silu, tanh, sigmoid, relu, abs, softplus, gelu, elu, square, sin, cos, "leaky_relu_0.01": leakyRelu },
  shifted_softplus: made(
    "shiftedSoftplus",
    (x) => sub(softplus(x), Math.LN2),
    (x) => Math.log1p(Math.exp(x)) - Math.LN2,
  ),
  identity: made(
    "identity",
    (x) => x,
    (x) => x,
  ),
  gaussian: made(
    "gaussian",
    (x) => exp(neg(mul(x, x))),
    (x) => Math.exp(-x * x),
  ),
};
const moments = Object.entries(layers.moments as Record<string, { e3nn: number; exact_integral: number }>);
test(`e3nn 0.6.0, constants of ${moments.length} functions: the integral's, and e3nn's own, agree to 1e-12`, () => {
  const draws = torchNormal(0, 1_000_000);
  const drawn = ["silu", "tanh", "shifted_softplus", "identity", "gaussian"]; // of the others the table's
  for (const [name, golden] of moments) {
    const f = functions[name]!;
    const found = drawn.includes(name) ? e3nnEstimate(f, draws) : e3nnMoment(f);
    expect(Math.abs(normalize2mom(f) - golden.exact_integral), name).toBeLessThan(1e-12);
    expect(Math.abs(found - golden.e3nn), name).toBeLessThan(1e-12);
  }
  expect([e3nnMoment(silu), e3nnMoment(tanh)]).toEqual([layers.moments.silu.e3nn, layers.moments.tanh.e3nn]);
  expect(e3nnMoment(functions.gaussian!)).toBe(e3nnEstimate(functions.gaussian!, draws));
});

agrees("layers on grids and of invariants", [
  layerCase("s2_activation", (_, x) => s2Activation(_, x, tanh, { grid: [20, 19], ...e3nn })),
  mlpCase("fully_connected_net", [16, 16, 5], e3nn),
  mlpCase("fully_connected_net_out_act", [16, 5], {
    activation: tanh,
    activateLast: true,
    variance: { in: 2, out: 3 },
    ...e3nn,
  }),
]);

function mlpCase(name: string, widths: readonly number[], options: ScalarMlpOptions): Case {
  const weights = widths.map((_, i) => [`${i}.weight`, layerArray(`${name}/layer${i}.weight`)] as const);
  return {
    ...layerCase(name, (_, x) => x, Object.fromEntries(weights)),
    call: (scope, { x }) => [scalarMlp(scope, x!, widths, options)],
  };
}

// e3nn keeps one table about the pole and one from it, for each order m.
const gridTable = (way: "to_s2" | "from_s2") => {
  const [about, from] = ["sha", "shb"].map((key) => layerArray(`s2_activation/${way}.${key}`)) as [number[], number[]];
  const entry = (beta: number, alpha: number, i: number) =>
    Array.from({ length: 7 }, (_, m) => about[alpha * 7 + m]! * from[(m * 20 + beta) * 16 + i]!).reduce(
      (a, b) => a + b,
    );
  return (at: number, i: number) => entry(Math.floor(at / 19), at % 19, i);
};
const gridNumbers = Array.from({ length: 20 * 19 * 16 }, (_, n) => n);
agrees("tables between coefficients and the grid of an activation", [
  {
    name: "to the grid",
    inputs: {},
    call: () => [toGridMatrix(3, { grid: [20, 19], normalization: "component" })],
    golden: [gridNumbers.map((n) => gridTable("to_s2")(Math.floor(n / 16), n % 16))],
  },
  {
    name: "from the grid",
    inputs: {},
    call: () => [fromGridMatrix(3, { grid: [20, 19], normalization: "component" })],
    golden: [gridNumbers.map((n) => gridTable("from_s2")(n % 380, Math.floor(n / 380)))],
  },
  ...["to_s2", "from_s2"].map((way): Case => {
    const { betas, alphas } = sphereGrid(20, 19);
    return {
      name: `angles ${way}`,
      inputs: {},
      call: () => [constant(betas, [20]), constant(alphas, [19])],
      golden: ["betas", "alphas"].map((key) => layerArray(`s2_activation/${way}.${key}`)),
    };
  }),
]);

const sphere = read("sphere") as Record<string, number[]>;
for (const normalization of ["integral", "component", "norm"] as const) {
  const [type, grid] = ["1x0e + 1x1o + 1x2e + 1x3o", [10, 9]] as const;
  agrees(`to and from grids on the sphere, ${normalization}`, [
    {
      name: normalization,
      inputs: { x: rows(sphere[`${normalization}/coefficients`]!, 2) },
      call: (_, { x }) => {
        const values = toSphereGrid(_, flat(type, x!), { grid, normalization });
        return [values, toFlat(fromSphereGrid(_, "O(3)", values, type, { grid, normalization }))];
      },
      golden: [sphere[`${normalization}/grid_values`]!, sphere[`${normalization}/back`]!],
    },
  ]);
}

const norms = read("layersBatchNorm");
const normArray = arraysOf(norms.arrays);
const normOptions: Readonly<Record<string, FieldBatchNormOptions>> = {
  default: {},
  norm: { normalization: "norm" },
  max: { reduce: "max" },
  no_affine: { affine: false },
  instance: { instance: true },
};
agrees(
  "batch norm, two steps of training and inference",
  Object.entries(normOptions).map(([name, options]): Case => {
    const type: string = norms.cases[name].irreps;
    const get = (key: string) => normArray(`${name}/${key}`);
    const shape = [4, 5, irreps(type).dimension];
    const statistics = options.instance ? [] : ["running_mean", "running_var"];
    return {
      name,
      inputs: {
        first: { shape, data: get("train0/x") },
        second: { shape, data: get("train1/x") },
        third: { shape, data: get("eval/x") },
      },
      parameters: options.affine === false ? {} : { "norm.weight": get("weight"), "norm.bias": get("bias") },
      call: (scope, inputs) => {
        const shared = scope.shared("norm");
        const x = (id: string) => flat(type, inputs[id]!);
        const step = (id: string) => toFlat(batchNorm(shared, x(id), options));
        if (options.instance) return [step("first"), step("second"), step("third")];
        const after = rollingStatistics(startStatistics(irreps(type)), fieldStatistics(x("first"), options));
        const then = rollingStatistics(after, fieldStatistics(x("second"), options));
        const last = toFlat(batchNorm(shared, x("third"), { ...options, statistics: then }));
        return [step("first"), after.mean, after.variance, step("second"), then.mean, then.variance, last];
      },
      golden: ["train0", "train1"]
        .flatMap((step) => ["y", ...statistics].map((key) => get(`${step}/${key}`)))
        .concat([get("eval/y")]),
    };
  }),
);

const oneHots = arraysOf(read("layersSoftOneHot").arrays);
const oneHotBases = ["gaussian", "cosine", "smooth_finite", "fourier", "bessel"] as const;
agrees(
  "soft one-hot",
  oneHotBases.flatMap((name) =>
    [true, false].map((cutoff): Case => {
      const key = `${name}_cutoff${Number(cutoff)}`;
      const x = oneHots(`${key}/x`);
      const basis = name === "smooth_finite" ? "smoothFinite" : name;
      return {
        name: key,
        inputs: { x: { shape: [x.length], data: x } },
        call: (_, { x }) => [softOneHot(_, x!, { start: 0, end: 2, number: 6, basis, cutoff })],
        golden: [oneHots(`${key}/y`)],
      };
    }),
  ),
);
agrees("soft unit step", [
  {
    name: "soft_unit_step",
    inputs: { x: { shape: [oneHots("x").length], data: oneHots("x") } },
    call: (_, { x }) => [softUnitStep(x!)],
    golden: [oneHots("soft_unit_step")],
  },
]);

interface Reduced {
  readonly formula: string;
  readonly indices: Readonly<Record<string, string>>;
  readonly filterOut?: readonly string[];
  readonly filterMid?: readonly string[];
  /** Values and gradients of e3nn's module; the change of basis itself is compared in equivar/group. */
  readonly module?: { readonly x: string[]; readonly y: string; readonly cotangent: string; readonly dx: string[] };
}
const numbersOf = (text: string) => text.split(" ").map(Number);
agrees(
  "reduced tensor products",
  (read("reducedProducts") as readonly Reduced[]).flatMap(
    ({ formula, indices, filterOut, filterMid, module }): Case[] => {
      if (!module) return [];
      const letters = formula.split("=")[0]!;
      const byName = (data: readonly string[]) => data.map((text, i) => [letters[i]!, numbersOf(text)] as const);
      // Of letters that the formula exchanges e3nn is told the first.
      const types = [...letters].map((letter) => indices[letter] ?? indices.i!);
      return [
        {
          name: formula,
          inputs: Object.fromEntries(byName(module.x).map(([letter, data]) => [letter, rows(data, 3)])),
          call: (_, inputs) => {
            const [first, ...rest] = [...letters].map((letter, i) => flat(types[i]!, inputs[letter]!));
            return [toFlat(reducedTensorProduct(_, formula, [first!, ...rest], { filterOut, filterMid }))];
          },
          golden: [numbersOf(module.y)],
          cotangent: numbersOf(module.cotangent),
          gradients: Object.fromEntries(byName(module.dx)),
        },
      ];
    },
  ),
);

test("no array of the layers' golden values is left out", () => expect([...left]).toEqual([]));
