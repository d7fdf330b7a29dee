// What a method is: a paper, a symmetry, a model, its data and the claims it is held to.

import type { Graph } from "../engine/graph.js";
import type { Tensor, Value } from "../engine/index.js";
import type { Nd } from "../engine/nd.js";
import type { TensorType } from "../engine/tensor.js";
import type { Action } from "../group/action.js";
import type { Group } from "../group/group.js";
import type { Loss } from "../nn/loss.js";
import type { Optimizer } from "../nn/optimizer.js";
import type { Scope } from "../nn/scope.js";
import type { Key } from "../random.js";
import type { Section } from "../train/report.js";
import type { Schedule } from "../train/schedule.js";

export interface Paper {
  readonly title: string;
  readonly by: string;
  readonly year: number;
  readonly arxiv?: string;
  readonly code?: string;
}

/** How the group acts on what the model reads and writes. */
export interface MethodSymmetry {
  /** The group for a number of nodes. */
  readonly group: (nodes: number) => Group;
  readonly inputs: Readonly<Record<string, Action>>;
  readonly outputs: Readonly<Record<string, Action>>;
}

/** How long and how a model is trained. */
export interface TrainingConfig {
  readonly steps: number;
  readonly batch: number;
  readonly rate: number;
  readonly optimizer: Optimizer;
  readonly schedule?: Schedule;
  readonly clip?: number;
  readonly ema?: number;
  readonly validEvery: number;
}

/** Batches of a prepared dataset, as values of the task's inputs. */
export interface Prepared {
  readonly batches: (step: number) => Readonly<Record<string, Value>>;
  readonly valid: readonly Readonly<Record<string, Value>>[];
  readonly test: readonly Readonly<Record<string, Value>>[];
  /** The test batches, each sample moved by a random element of the first symmetry's group. */
  readonly moved: readonly Readonly<Record<string, Value>>[];
  /** Inputs for one example of a given number of nodes, for audits and for running the exported model. */
  readonly example: (key: Key, nodes: number) => Readonly<Record<string, Nd>>;
}

/** A model to be trained: the method's own, or a baseline beside it. */
export interface Model<Config> {
  readonly about: string;
  readonly build: (
    config: Config,
    scope: Scope,
    inputs: Readonly<Record<string, Tensor>>,
  ) => Readonly<Record<string, Tensor>>;
}

export interface Result {
  /** Mean test metric of each model, the method's own under its slug. */
  readonly test: Readonly<Record<string, number>>;
  /** The same on the moved test batches. */
  readonly moved: Readonly<Record<string, number>>;
}

/** A figure the method must reach. */
export interface Claim {
  readonly id: string;
  readonly metric: string;
  /** What the paper printed, for orientation. */
  readonly printed?: string;
  readonly measure: (result: Result) => {
    readonly value: number;
    readonly baseline: number;
    readonly bar: number;
    readonly holds: boolean;
  };
}

export interface Method<Config extends object = object> {
  readonly slug: string;
  readonly n: number;
  readonly family: string;
  readonly about: string;
  readonly paper: Paper;
  readonly symmetry: readonly MethodSymmetry[];
  /** Bars for the measured equivariance of the trained model. */
  readonly tolerance: { readonly f64: number; readonly f32: number };
  readonly inputs: Readonly<Record<string, TensorType>>;
  /** Inputs that carry what is to be predicted, by output: they are not inputs of the shipped model. */
  readonly targets: Readonly<Record<string, string>>;
  readonly loss: Loss;
  readonly config: Readonly<Record<"tiny" | "standard" | "paper", Config & { readonly training: TrainingConfig }>>;
  readonly prepare: (config: Config & { readonly training: TrainingConfig }, key: Key) => Prepared;
  readonly model: Model<Config>["build"];
  readonly baselines: Readonly<Record<string, Model<Config>>>;
  readonly claims: readonly Claim[];
  /** Figures of the trained model at work, for the report. */
  readonly illustrate?: (model: Graph, key: Key) => Promise<readonly Section[]>;
  /** Sizes of example systems on which the exported model is run. */
  readonly exampleNodes: readonly number[];
}

/** Declares a method. Its file and export are named by the slug in camel case. */
export const method = <Config extends object>(slug: string, spec: Omit<Method<Config>, "slug">): Method<Config> => ({
  slug,
  ...spec,
});

/** The claim that the method's test metric is at most `bar` times that of a baseline of the same run. */
export const atMost = (bar: number, baseline: string, slug: string, metric: string, printed?: string): Claim => ({
  id: `${metric} at most ${bar} of ${baseline}`,
  metric,
  ...(printed && { printed }),
  measure: ({ test }) => {
    const [value, reference] = [test[slug]!, test[baseline]!];
    return { value, baseline: reference, bar: bar * reference, holds: value <= bar * reference };
  },
});

/** The claim that moving the test samples changes a model's test metric by at most a fraction. */
export const unmoved = (bar: number, slug: string, metric: string): Claim => ({
  id: `${metric} of ${slug} on moved test samples within ${bar} of itself`,
  metric,
  measure: ({ test, moved }) => {
    const value = Math.abs(moved[slug]! / test[slug]! - 1);
    return { value, baseline: test[slug]!, bar, holds: value <= bar };
  },
});
