import type { Tensor } from "../engine/index.js";

/** What one update reads: flat vectors of all parameters, and scalars that change from step to step. */
export interface Update<Options, State extends string> {
  readonly parameters: Tensor;
  readonly gradient: Tensor;
  /** Moments kept between steps, zero at first. */
  readonly state: Readonly<Record<State, Tensor>>;
  /** 1, 2, …, as a scalar float */
  readonly step: Tensor;
  /** Learning rate of this step, a scalar */
  readonly rate: Tensor;
  readonly options: Options;
}

/** An optimizer as a graph: one rule for all parameters at once. */
export interface Optimizer<Options extends object = object, State extends string = string> {
  readonly name: string;
  /** Vectors it keeps between steps. */
  readonly state: readonly State[];
  readonly options: Options;
  update(given: Omit<Update<Options, State>, "options">): {
    readonly parameters: Tensor;
    readonly state: Readonly<Record<State, Tensor>>;
  };
}
export type OptimizerRule<Options extends object, State extends string> = ((
  options?: Partial<Options>,
) => Optimizer<Options, State>) & {
  readonly defaults: Options;
  readonly state: readonly State[];
};

/** Declares an optimizer; `name` is the name of its file and export. */
export function optimizer<Options extends object, State extends string>(
  name: string,
  spec: {
    readonly state: readonly State[];
    readonly defaults: Options;
    readonly update: (given: Update<Options, State>) => { parameters: Tensor; state: Record<State, Tensor> };
  },
): OptimizerRule<Options, State> {
  const make = (given: Partial<Options> = {}): Optimizer<Options, State> => {
    const options = { ...spec.defaults, ...given };
    return { name, state: spec.state, options, update: (each) => spec.update({ ...each, options }) };
  };
  Object.defineProperty(make, "name", { value: name });
  return Object.assign(make, { defaults: spec.defaults, state: spec.state });
}
