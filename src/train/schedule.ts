/** The learning rate over a run, as a multiple of the base rate. */
export interface Schedule {
  readonly name: string;
  /** @param step 0 … total − 1 */
  factor(step: number, total: number): number;
}
export type ScheduleRule<Options extends object> = ((options?: Partial<Options>) => Schedule) & {
  readonly defaults: Options;
};

/** Declares a schedule; `name` is the name of its file and export. */
export function schedule<Options extends object>(
  name: string,
  spec: {
    readonly defaults: Options;
    readonly factor: (progress: { step: number; total: number }, options: Options) => number;
  },
): ScheduleRule<Options> {
  const make = (given: Partial<Options> = {}): Schedule => {
    const options = { ...spec.defaults, ...given };
    return { name, factor: (step, total) => spec.factor({ step, total }, options) };
  };
  Object.defineProperty(make, "name", { value: name });
  return Object.assign(make, { defaults: spec.defaults });
}
