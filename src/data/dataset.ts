// A dataset: where it comes from, what its columns mean, and how its three splits are made from a key.
import { InputError } from "../error.js";
import { fold, type Key, key as keyOf } from "../random.js";

/** What one column of a dataset holds. */
export interface Field {
  readonly about: string;
  /** Axes after `samples`: a number, or a name that has one size within a split. Node data starts with `"nodes"`. */
  readonly shape: readonly (string | number)[];
  /** `"1"` where the quantity has no dimension. */
  readonly unit: string;
  /** f64 unless said otherwise. */
  readonly type?: "f64" | "i32";
  /** Present only where an option asks for it. */
  readonly optional?: true;
}
export type Fields = Readonly<Record<string, Field>>;
export type Options = Readonly<Record<string, number | string | boolean>>;
/** The options' type where a default `false` is inferred as just that. */
type Wide<O> = { readonly [K in keyof O]: O[K] extends boolean ? boolean : O[K] };

/** A field's values, row-major: `shape` are the sizes of `axes`. */
export interface Column<Data = Float64Array | Int32Array> {
  readonly data: Data;
  readonly shape: readonly number[];
  readonly axes: readonly (string | number)[];
}
export type Columns = Readonly<Record<string, Column | undefined>>;

type DataOf<F extends Field> = F extends { readonly type: "i32" } ? Int32Array : Float64Array;
type Always<F extends Fields> = { [K in keyof F]: F[K] extends { readonly optional: true } ? never : K }[keyof F];

/** One sample of every field, as views into the split: `fill` writes here. */
export type Row<F extends Fields> = { readonly [K in Always<F>]: DataOf<F[K]> } & {
  readonly [K in Exclude<keyof F, Always<F>>]?: DataOf<F[K]>;
};
/** A column a field: `[samples, …shape]`. */
export type Split<F extends Fields = Fields> = { readonly [K in Always<F>]: Column<DataOf<F[K]>> } & {
  readonly [K in Exclude<keyof F, Always<F>>]?: Column<DataOf<F[K]>>;
};
export const splitNames = ["train", "valid", "test"] as const;
export type SplitName = (typeof splitNames)[number];
export type Splits<F extends Fields = Fields> = Readonly<Record<SplitName, Split<F>>>;

export interface DatasetRule<F extends Fields, O extends Options> {
  readonly about: string;
  /** Paper, archive or repository that the data, or the rules of the simulation, come from. */
  readonly source: string;
  readonly licence: string;
  readonly fields: F;
  /** Every option with its default. */
  readonly options: O;
  /** Options of a small instance, on which the laws run. */
  readonly sample: Partial<Wide<O>>;
  /** Seed of the key where the caller gives none. */
  readonly seed: number;
  /** A pure function; a shorter split is a prefix of a longer one. */
  make(options: Wide<O>, key: Key): Splits<F>;
}

// A method's type, because methods compare loosely: every dataset is then a `Dataset`, whatever its options.
type Call<F extends Fields, O extends Options> = {
  call(options?: Partial<Wide<O>>, key?: Key): Splits<F>;
}["call"];
export type Dataset<F extends Fields = Fields, O extends Options = Options> = Call<F, O> &
  DatasetRule<F, O> & { readonly name: string };

/**
 * A dataset rule, callable with options and a key.
 * @returns the splits `train`, `valid` and `test`
 * @throws InputError on an option that the rule does not have, or of another type than its default
 */
export function dataset<const F extends Fields, O extends Options>(
  name: string,
  rule: DatasetRule<F, O>,
): Dataset<F, O> {
  const call = (options: Partial<Wide<O>> = {}, key: Key = keyOf(rule.seed)) => {
    return rule.make(checked(name, rule.options, options), key);
  };
  // A function's own `name` is read-only: it can be defined, not assigned.
  return Object.assign(Object.defineProperty(call, "name", { value: name }), rule);
}

/** The defaults with what is given, each known and of its default's type. */
function checked<O extends Options>(where: string, defaults: O, given: Partial<Wide<O>>): Wide<O> {
  const set = Object.entries(given).filter(([, value]) => value !== undefined);
  for (const [option, value] of set) {
    const standard = defaults[option];
    const known = Object.keys(defaults).join(", ");
    if (standard === undefined) throw new InputError(where, { expected: `one of the options ${known}`, got: option });
    if (typeof value === typeof standard) continue;
    throw new InputError(where, { expected: `${option} to be a ${typeof standard}`, got: JSON.stringify(value) });
  }
  return { ...defaults, ...Object.fromEntries(set) } as Wide<O>; // every option is there, of the type just checked
}

type Sizes = Readonly<Record<string, number | undefined>>;

export interface Generation {
  readonly key: Key;
  /** Samples in each split. */
  readonly counts: Readonly<Record<SplitName, number>>;
  /** Sizes of the named axes; an optional field is made where its axes have sizes. */
  readonly sizes: Sizes;
}

/**
 * Splits made sample by sample. Sample i of a split has the key `fold(fold(key, split), i)`: splits are independent, and
 * its values do not depend on how many samples are asked for.
 * @param fill writes one sample into its row (zeros at first), as a function of the sample's key alone
 * @throws InputError if a count or a size is not a whole number ≥ 0
 */
export function generated<F extends Fields>(
  where: string,
  fields: F,
  { key, counts, sizes }: Generation,
  fill: (row: Row<F>, key: Key) => void,
): Splits<F> {
  const [train, valid, test] = splitNames.map((name) => {
    const columns = allocated(where, fields, { ...sizes, samples: counts[name] });
    for (let i = 0; i < counts[name]; i++) fill(rowOf(columns, i), fold(fold(key, name), i));
    return columns;
  }) as [Split<F>, Split<F>, Split<F>]; // as many as there are names
  return { train, valid, test };
}

function allocated<F extends Fields>(where: string, fields: F, sizes: Sizes): Split<F> {
  for (const [axis, size] of Object.entries(sizes)) {
    if (size === undefined || (Number.isInteger(size) && size >= 0)) continue;
    throw new InputError(where, { expected: `${axis} to be a whole number, at least 0`, got: String(size) });
  }
  const columns = Object.entries(fields).flatMap(([name, field]) => {
    const axes = ["samples", ...field.shape];
    const shape = axes.map((axis) => (typeof axis === "number" ? axis : sizes[axis]));
    if (!shape.every((size) => size !== undefined)) {
      if (field.optional) return [];
      throw new InputError(where, {
        expected: `sizes of the axes of ${name}: ${axes.join(", ")}`,
        got: shape.join(", "),
      });
    }
    const length = shape.reduce((a, b) => a * b, 1);
    return [[name, { data: field.type === "i32" ? new Int32Array(length) : new Float64Array(length), shape, axes }]];
  });
  return Object.fromEntries(columns) as Split<F>; // a column for each field that must be there, by the check above
}

function rowOf<F extends Fields>(split: Split<F>, sample: number): Row<F> {
  const rows = Object.entries(split as Columns).flatMap(([name, column]) => {
    if (!column) return [];
    const size = column.shape.slice(1).reduce((a, b) => a * b, 1);
    return [[name, column.data.subarray(sample * size, (sample + 1) * size)]];
  });
  return Object.fromEntries(rows) as Row<F>; // a view for each column
}
