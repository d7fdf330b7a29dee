import type { Tensor } from "../engine/index.js";
import type { Action } from "../group/action.js";
import type { Group } from "../group/group.js";
import type { Scope } from "./scope.js";

export type { Scope } from "./scope.js";

/** One way to call a layer in tests: inputs with the group's action on them, and on what comes out. */
export interface LayerSample {
  readonly group: Group;
  readonly inputs: Readonly<
    Record<string, { readonly shape: readonly number[]; readonly action: Action; readonly values?: readonly number[] }>
  >;
  /** Calls the layer on tensors of the inputs' shapes. */
  readonly call: (scope: Scope, inputs: Readonly<Record<string, Tensor>>) => Readonly<Record<string, Tensor>>;
  readonly outputs: Readonly<Record<string, Action>>;
}

/** A layer: a function of a scope and its inputs, with what its laws are tried on. */
export type Layer<Apply> = Apply & { readonly samples: readonly LayerSample[] };

/** Declares a layer; `name` is the name of its file and export, and `samples` is given the layer itself. */
export function layer<Apply extends (scope: Scope, ...args: never[]) => unknown>(
  name: string,
  { apply, samples }: { readonly apply: Apply; readonly samples: (self: NoInfer<Apply>) => readonly LayerSample[] },
): Layer<Apply> {
  const call = Object.defineProperty(apply.bind(undefined), "name", { value: name });
  return Object.assign(call, { samples: samples(apply) }) as Layer<Apply>;
}
