import { substitute } from "../engine/graph.js";
import { reshape, slice } from "../engine/ops/index.gen.js";
import { input, type Tensor } from "../engine/tensor.js";
import { InputError } from "../error.js";
import { fold, type Key, normal, uniform } from "../random.js";

/** Starting values of a parameter of a given size. */
export type Initializer = (key: Key, size: number) => ArrayLike<number>;

/** A named weight of a model: a leaf of its graph. */
export interface Parameter {
  /** "layer0.edge.weight" */
  readonly path: string;
  readonly shape: readonly number[];
  readonly initial: Initializer;
  readonly leaf: Tensor;
}

/** Where a layer gets its parameters from; children give them paths. */
export interface Scope {
  readonly path: string;
  child(name: string | number): Scope;
  /** @throws InputError if the path is taken: two layers must not share weights by accident */
  parameter(name: string, shape: readonly number[], initial: Initializer): Tensor;
  /** Normal with standard deviation `scale`. */
  normal(name: string, shape: readonly number[], scale: number): Tensor;
  /** Uniform in (−bound, bound). */
  uniform(name: string, shape: readonly number[], bound: number): Tensor;
  /** A child whose parameters are made once and found again: layers called on it share their weights. */
  shared(name: string): Scope;
}

/** Runs what builds a model and keeps the parameters it asked for, in that order. */
export function withParameters<T>(build: (scope: Scope) => T): {
  readonly value: T;
  readonly parameters: readonly Parameter[];
} {
  const found = new Map<string, Parameter>();
  const at = (path: string, isShared: boolean): Scope => {
    const inner = (name: string | number) => (path ? `${path}.${name}` : String(name));
    const scope: Scope = {
      path,
      child: (name) => at(inner(name), isShared),
      shared: (name) => at(inner(name), true),
      parameter(name, shape, initial) {
        const full = inner(name);
        const known = found.get(full);
        if (known && isShared && known.shape.join() === shape.join()) return known.leaf;
        if (known) {
          throw new InputError(`parameter ${full}`, {
            expected: isShared ? `shape [${known.shape}] as before` : "a new name",
            got: isShared ? `[${shape}]` : "one that is taken",
            hint: "scope.child(name) gives a layer a place of its own, scope.shared(name) one that is shared",
          });
        }
        const parameter = { path: full, shape, initial, leaf: input(full, shape) };
        found.set(full, parameter);
        return parameter.leaf;
      },
      normal: (name, shape, scale) => scope.parameter(name, shape, (key, n) => normal(key, n).map((x) => scale * x)),
      uniform: (name, shape, bound) => scope.parameter(name, shape, (key, n) => uniform(key, n, -bound, bound)),
    };
    return scope;
  };
  const value = build(at("", false));
  return { value, parameters: [...found.values()] };
}

const sizeOf = (parameter: Parameter): number => parameter.shape.reduce((a, b) => a * b, 1);
/** How many numbers all parameters hold. */
export const parameterCount = (parameters: readonly Parameter[]): number =>
  parameters.reduce((n, each) => n + sizeOf(each), 0);

/** Where each parameter lies in the flat vector. */
export function layout(
  parameters: readonly Parameter[],
): { readonly parameter: Parameter; readonly start: number; readonly end: number }[] {
  let start = 0;
  return parameters.map((parameter) => {
    const end = start + sizeOf(parameter);
    const place = { parameter, start, end };
    start = end;
    return place;
  });
}

/** Starting values, one vector; each parameter's key is folded from its path, so that adding one moves no other. */
export function initialize(parameters: readonly Parameter[], key: Key): Float32Array {
  const flat = new Float32Array(parameterCount(parameters));
  for (const { parameter, start, end } of layout(parameters)) {
    flat.set(Array.from(parameter.initial(fold(key, parameter.path), end - start)), start);
  }
  return flat;
}

/** The same graphs with their parameters read from one flat vector [parameterCount]. */
export function bind(roots: readonly Tensor[], parameters: readonly Parameter[], flat: Tensor): Tensor[] {
  const views = layout(parameters).map(({ parameter, start, end }) => {
    return [parameter.leaf, reshape(slice(flat, 0, start, end), parameter.shape)] as const;
  });
  return substitute(roots, new Map(views));
}
