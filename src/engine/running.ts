// What cumSum and cumProd share.

export interface Running {
  /** Leaves out the element itself, so that the first result is neutral; false by default. */
  readonly exclusive?: boolean;
  /** Runs from the end of the axis; false by default. */
  readonly reverse?: boolean;
}

/** The fold of each element with all before it: their reference along one line. */
export const running =
  ({ exclusive, reverse }: Required<Running>, neutral: number, fold: (a: number, b: number) => number) =>
  (line: readonly number[]): number[] => {
    let value = neutral;
    const out = (reverse ? [...line].reverse() : line).map((x) => {
      const before = value;
      value = fold(value, x);
      return exclusive ? before : value;
    });
    return reverse ? out.reverse() : out;
  };
