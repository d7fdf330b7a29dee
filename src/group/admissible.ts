import { InputError, RepError } from "../error.js";
import type { Group, Plain, Representation } from "./group.js";
import { largest } from "./kronecker.js";
import { derivative, groupOf } from "./lieAlgebra.js";
import type { Matrix } from "./matrix.js";

/** A function of one number that a layer applies to every entry. */
export interface Activation {
  readonly name: string;
  apply(x: number): number;
}

/**
 * What f − f(0) =: g commutes with: "affine" all matrices (g is linear), "homogeneous" factors a > 0, "odd" a = −1,
 * "generic" a = 1 alone; "scaling" means that other factors occur, such as a ∈ 2^ℤ of x (2 + cos(2π log₂ |x|)).
 */
export type ActivationClass = "affine" | "homogeneous" | "odd" | "scaling" | "generic";

/** The answer, with its reason in words. */
export interface Admissibility {
  readonly admissible: boolean;
  readonly reason: string;
  readonly activationClass: ActivationClass;
}

/** The usual activations by name. */
export const activations = {
  identity: (x: number) => x,
  relu: (x: number) => Math.max(0, x),
  leakyRelu: (x: number) => (x > 0 ? x : 0.01 * x),
  relu6: (x: number) => Math.min(6, Math.max(0, x)),
  abs: Math.abs,
  tanh: Math.tanh,
  sin: Math.sin,
  atan: Math.atan,
  softsign: (x: number) => x / (1 + Math.abs(x)),
  hardTanh: (x: number) => Math.max(-1, Math.min(1, x)),
  cube: (x: number) => x ** 3,
  square: (x: number) => x * x,
  sigmoid: (x: number) => 1 / (1 + Math.exp(-x)),
  softplus: (x: number) => Math.log1p(Math.exp(-Math.abs(x))) + Math.max(0, x),
  silu: (x: number) => x / (1 + Math.exp(-x)),
  gelu: (x: number) => 0.5 * x * (1 + Math.tanh(Math.sqrt(2 / Math.PI) * (x + 0.044715 * x ** 3))),
  elu: (x: number) => (x > 0 ? x : Math.expm1(x)),
  mish: (x: number) => x * Math.tanh(Math.log1p(Math.exp(-Math.abs(x))) + Math.max(0, x)),
  gaussian: (x: number) => Math.exp(-x * x),
  cosine: Math.cos,
} as const satisfies Record<string, (x: number) => number>;

/**
 * Is the pointwise activation f equivariant on this representation, in this basis: f(V(g) x) = V(g) f(x) for all g, x?
 *
 * With c = f(0) and g₀ = f − c it is, exactly if (i) every row of every matrix sums to 1 unless c = 0, and (ii) f is
 * affine or every row has one entry a that is not 0, with g₀(a x) = a g₀(x) for all x. It is enough to look at the
 * generators and the Lie algebra, whose matrices must then be diagonal. f is probed at 140 numbers from −56 to 56.
 * @param group may be left out: the one that the representation states
 * @param activation a name of `activations` or a continuous function of one's own
 * @throws RepError if the representation states no group or another one
 * @source Pacini et al. 2024, arXiv:2401.09235, theorem 1
 */
export function admissible<E extends Plain>(question: {
  readonly group?: Group<E>;
  readonly representation: Representation<E>;
  readonly activation: Activation | keyof typeof activations;
}): Admissibility {
  const { representation: V } = question;
  const G = groupOf("admissible", V);
  if (question.group && question.group.name !== G.name)
    throw new RepError("admissible", {
      expected: `a representation of ${question.group.name}`,
      got: `one of ${G.name}`,
    });
  const activation = named(question.activation);
  const f = probed(activation);
  const activationClass = f.kind;
  const answer = (isAdmissible: boolean, reason: string): Admissibility => ({
    admissible: isAdmissible,
    reason: `${activation.name}: ${reason}`,
    activationClass,
  });
  for (const [i, g] of G.generators.entries()) {
    const reason = obstacle(V.matrix(g), f, `generator ${i}`);
    if (reason) return answer(false, reason);
  }
  for (const [i, x] of derivative(V).entries()) {
    const reason = infinitesimalObstacle(x, f, `Lie algebra element ${i}`);
    if (reason) return answer(false, reason);
  }
  if (activationClass === "affine")
    return answer(
      true,
      f.atZero === 0 ? "linear, commutes with every matrix" : "affine, and rows of matrices sum to 1",
    );
  return answer(true, `${described[activationClass]}, and the matrices have one fitting entry in each row`);
}

/**
 * The class of an activation, by probing it.
 * @throws InputError if it is not finite on −56 … 56
 */
export const classifyActivation = (activation: Activation | keyof typeof activations): ActivationClass =>
  probed(named(activation)).kind;

interface Probed {
  readonly kind: ActivationClass;
  readonly atZero: number;
  /** g₀(a x) = a g₀(x) for all x? */
  commutes(a: number): boolean;
}

const described: Record<ActivationClass, string> = {
  affine: "affine",
  homogeneous: "positively homogeneous, allows positive entries",
  odd: "odd, allows entries ±1",
  scaling: "homogeneous for some factors only",
  generic: "not homogeneous, allows entries 1",
};

/** Both signs, from 2⁻⁶ to 56, not on a lattice. */
const probes = Array.from({ length: 70 }, (_, i) => 2 ** (-6 + i / 5.8)).flatMap((x) => [x, -x]);

function probed(activation: Activation): Probed {
  const f = (x: number) => activation.apply(x);
  const atZero = f(0);
  for (const x of [0, ...probes])
    if (!Number.isFinite(f(x)))
      throw new InputError("admissible", { expected: `${activation.name} to be finite`, got: `${f(x)} at ${x}` });
  const centred = (x: number) => f(x) - atZero;
  const isEqual = (a: number, b: number) => Math.abs(a - b) <= 1e-9 * Math.max(1e-3, Math.abs(a), Math.abs(b));
  const commutes = (a: number) =>
    Math.abs(a - 1) < 1e-9 || probes.every((x) => isEqual(centred(a * x), a * centred(x)));
  const isAffine = probes.every((x) => isEqual(centred(x), x * centred(1)));
  const kind = (): ActivationClass => {
    if (isAffine) return "affine";
    if ([0.3, 1.7, Math.E].every(commutes)) return "homogeneous";
    if (commutes(-1)) return "odd";
    const scalings = Array.from({ length: 23 }, (_, i) => 1.5 + i / 2).flatMap((a) => [a, -a]);
    return scalings.some(commutes) ? "scaling" : "generic";
  };
  return { kind: kind(), atZero, commutes };
}

/** Why f does not commute with the matrix, undefined if it does. */
function obstacle(a: Matrix, f: Probed, where: string): string | undefined {
  for (const [i, row] of a.entries()) {
    const sum = row.reduce((total, x) => total + x, 0);
    if (f.atZero !== 0 && Math.abs(sum - 1) > 1e-9)
      return `f(0) = ${short(f.atZero)} is not 0, and row ${i} of ${where} sums to ${short(sum)}, not 1`;
    if (f.kind === "affine") continue;
    const entries = row.filter((x) => Math.abs(x) > 1e-9);
    if (entries.length > 1) return `not affine, and row ${i} of ${where} has ${entries.length} entries that are not 0`;
    const entry = entries[0] ?? 0;
    if (!f.commutes(entry)) return `${described[f.kind]}, and row ${i} of ${where} has the entry ${short(entry)}`;
  }
  return undefined;
}

/** exp(t x) has one entry a row for all t only if x is diagonal, and then these are all positive factors. */
function infinitesimalObstacle(x: Matrix, f: Probed, where: string): string | undefined {
  const size = 1e-9 * Math.max(1, largest(x));
  for (const [i, row] of x.entries()) {
    const sum = row.reduce((total, value) => total + value, 0);
    if (f.atZero !== 0 && Math.abs(sum) > size)
      return `f(0) = ${short(f.atZero)} is not 0, and row ${i} of ${where} sums to ${short(sum)}, not 0`;
    if (f.kind === "affine") continue;
    if (row.some((value, j) => j !== i && Math.abs(value) > size))
      return `not affine, and ${where} mixes entry ${i} with others continuously`;
    if (Math.abs(row[i]!) > size && f.kind !== "homogeneous")
      return `${described[f.kind]}, and ${where} stretches entry ${i} by every positive factor`;
  }
  return undefined;
}

function named(activation: Activation | keyof typeof activations): Activation {
  if (typeof activation !== "string") {
    if (typeof activation?.apply === "function") return activation;
    throw new InputError("admissible", { expected: "an activation { name, apply }", got: String(activation) });
  }
  const apply = Object.hasOwn(activations, activation) ? activations[activation] : undefined;
  if (apply) return { name: activation, apply };
  throw new InputError("admissible", {
    expected: `an activation (${Object.keys(activations).join(", ")})`,
    got: `"${activation}"`,
  });
}

const short = (x: number): string => String(Number(x.toPrecision(4)));
