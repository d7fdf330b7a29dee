// A relaxer: a way downhill, from the forces at a point to the next move.

/** Where a relaxation stands. */
export interface Point {
  /** [rows, 3], Å */
  readonly coordinates: Float64Array;
  /** −∂energy/∂coordinates, [rows, 3], eV/Å */
  readonly forces: Float64Array;
}

/** The move from a point, and how to go on from where it leads. */
export type Step = (point: Point) => { readonly move: Float64Array; readonly next: Step };

/** Starts afresh whenever `start` is taken. */
export interface Relaxer {
  readonly name: string;
  readonly start: Step;
}

export interface RelaxerRule<Options extends object, State> {
  /** One sentence. */
  readonly about: string;
  readonly source: string;
  readonly defaults: Options;
  /** What is known before the first move. */
  readonly start: (options: Options) => State;
  readonly step: (
    point: Point,
    state: State,
    options: Options,
  ) => { readonly move: Float64Array; readonly state: State };
}

export type RelaxerMaker<Options extends object> = ((options?: Partial<Options>) => Relaxer) & {
  readonly about: string;
  readonly source: string;
  readonly defaults: Options;
};

/** Declares a relaxer; `name` is the name of its file and export. */
export function relaxer<Options extends object, State>(
  name: string,
  rule: RelaxerRule<Options, State>,
): RelaxerMaker<Options> {
  const make = (given: Partial<Options> = {}): Relaxer => {
    const options = { ...rule.defaults, ...given };
    const from =
      (state: State): Step =>
      (point) => {
        const { move, state: after } = rule.step(point, state, options);
        return { move, next: from(after) };
      };
    return { name, start: from(rule.start(options)) };
  };
  Object.defineProperty(make, "name", { value: name });
  return Object.assign(make, { about: rule.about, source: rule.source, defaults: rule.defaults });
}

export const dot = (a: Float64Array, b: Float64Array): number => a.reduce((sum, x, i) => sum + x * b[i]!, 0);

/** Length of the longest row of [rows, 3]. */
export function longestRow(rows: Float64Array): number {
  let longest = 0;
  for (let i = 0; i < rows.length; i += 3)
    longest = Math.max(longest, Math.hypot(rows[i]!, rows[i + 1]!, rows[i + 2]!));
  return longest;
}
