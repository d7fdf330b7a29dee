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
  leakyRelu,
  mul,
  neg,
  relu,
  sigmoid,
  silu,
  sin,
  softplus,
  square,
  sub,
  tanh,
} from "../engine/ops/index.gen.js";
import { constant, type Tensor } from "../engine/tensor.js";
import { irreps } from "../group/irreps.js";
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
import { elementwisePaths, fullPaths, fullyConnectedPaths, productPaths } from "./tensorProductPaths.js";

const read = (name: string) =>
  JSON.parse(readFileSync(new URL(`../../test/golden/e3nn/${name}.json`, import.meta.url), "utf8"));

/** The arrays of a file; "=key" stands for another's values. */
function arraysOf(texts: Readonly<Record<string, string>>): (key: string) => number[] {
  return (key) => {
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

test(`e3nn 0.6.0, coefficients of ${productCases.flatMap(([, { instructions }]) => instructions).length} paths agree to 1e-14`, () => {
  for (const [name, golden] of productCases) {
    const types = [irreps(golden.irreps_in1), irreps(golden.irreps_in2), irreps(golden.irreps_out)] as const;
    const normalization = name === "fully_connected_norm_path" ? ({ irreps: "norm", paths: "path" } as const) : {};
    const paths = productPaths(types, instructionsOf(golden), normalization);
    paths.forEach(({ coefficient }, i) => {
      expect(Math.abs(coefficient - golden.instructions[i]!.path_coefficient), name).toBeLessThan(1e-14);
    });
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
test(`e3nn 0.6.0, constants of ${moments.length} functions: the integral's to 1e-12, e3nn's own as stored`, () => {
  for (const [name, golden] of moments) {
    const f = functions[name]!;
    expect(Math.abs(normalize2mom(f) - golden.exact_integral), name).toBeLessThan(1e-12);
    if (["shiftedSoftplus", "identity", "gaussian"].includes(f.name)) expect(() => e3nnMoment(f)).toThrow(f.name);
    else expect(e3nnMoment(f), name).toBe(golden.e3nn);
  }
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
