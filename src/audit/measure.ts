import type { Nd } from "../engine/nd.js";
import type { Action } from "../group/action.js";
import type { Group, Plain } from "../group/group.js";
import { fold, type Key } from "../random.js";

/** A function of named arrays whose equivariance is in question. */
export type Subject = (inputs: Readonly<Record<string, Nd>>) => Promise<Readonly<Record<string, Nd>>>;

/** A claim: the same group element acts on inputs and outputs; what is not named is invariant. */
export interface Symmetry {
  readonly group: Group;
  readonly inputs: Readonly<Record<string, Action>>;
  readonly outputs: Readonly<Record<string, Action>>;
}

export interface Measurement {
  readonly mean: number;
  readonly max: number;
  /** The pair with the largest error: enough to compute it again. */
  readonly witness: { readonly pair: number; readonly element: Plain; readonly output: string };
}

/**
 * Relative error of equivariance over random pairs (g, x): ‖f(g·x) − g·f(x)‖₂ / ‖g·f(x)‖₂ over a whole output, the
 * largest over outputs; 0 where both norms are 0.
 * @param draw inputs for a pair's key
 * @param pairs how many
 */
export async function measure(
  subject: Subject,
  { group, inputs, outputs }: Symmetry,
  {
    draw,
    pairs,
    key,
  }: { readonly draw: (key: Key) => Readonly<Record<string, Nd>>; readonly pairs: number; readonly key: Key },
): Promise<Measurement> {
  const errors: { error: number; witness: Measurement["witness"] }[] = [];
  for (let pair = 0; pair < pairs; pair++) {
    const from = fold(key, pair);
    const x = draw(fold(from, "input"));
    const element = group.random(fold(from, "element"));
    const act = (actions: Readonly<Record<string, Action>>, values: Readonly<Record<string, Nd>>) =>
      Object.fromEntries(
        Object.entries(values).map(([name, value]) => [name, actions[name]?.act(element, value) ?? value]),
      );
    const moved = act(outputs, await subject(x));
    const found = await subject(act(inputs, x));
    const worst = Object.keys(moved)
      .map((name) => ({ name, error: relativeDistance(found[name]!, moved[name]!) }))
      .reduce((a, b) => (b.error > a.error || Number.isNaN(b.error) ? b : a));
    errors.push({ error: worst.error, witness: { pair, element, output: worst.name } });
  }
  const worst = errors.reduce((a, b) => (b.error > a.error || Number.isNaN(b.error) ? b : a));
  return { mean: errors.reduce((sum, { error }) => sum + error, 0) / pairs, max: worst.error, witness: worst.witness };
}

/** ‖a − b‖₂ / ‖b‖₂; 0 where they are equal, NaN where a number is not finite, ∞ where they differ in size. */
export function relativeDistance(a: Nd, b: Nd): number {
  if (a.data.length !== b.data.length) return Number.POSITIVE_INFINITY;
  let [distance, size] = [0, 0];
  for (let i = 0; i < b.data.length; i++) {
    distance += (a.data[i]! - b.data[i]!) ** 2;
    size += b.data[i]! ** 2;
  }
  if (!Number.isFinite(distance + size)) return Number.NaN;
  return distance === 0 ? 0 : Math.sqrt(distance / size);
}
