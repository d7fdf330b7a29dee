// What a command is. One file a command: `actions/zooVerify.ts` exports `zooVerify` and is called `equivar zoo verify`.
import { z } from "zod";

/** What every command line takes; an action's own option of the same key replaces the row. */
export const sharedOptions = (cores: number) => ({
  json: z.boolean().default(false).describe("print one JSON object on stdout and all else on stderr"),
  seed: z.int().default(0).describe("seed of all randomness"),
  threads: z.int().min(1).default(cores).meta({ description: "threads of ONNX Runtime", shown: "one a core" }),
  out: z.string().default("runs").meta({ description: "folder for what is written", placeholder: "DIR" }),
  verbose: z.boolean().default(false).describe("show the stack of an error"),
});

export type Shared = { [K in keyof ReturnType<typeof sharedOptions>]: z.output<ReturnType<typeof sharedOptions>[K]> };

/** Arguments, options and shared options in one object, checked by zod. */
export type Input<A extends z.ZodObject, O extends z.ZodObject> = Values<A> &
  Values<O> &
  Omit<Shared, keyof O["shape"]>;

/** zod reads an empty object as one whose every key is `never`, which would hide a misspelt key. */
type Values<T extends z.ZodObject> = keyof T["shape"] extends never ? unknown : z.output<T>;

/** What an action gets from its caller besides its input. */
export interface Context {
  /** Aborted when the user interrupts: save, stop and return what there is, or throw `signal.reason`. */
  readonly signal: AbortSignal;
  /** One line of progress, to stderr. */
  readonly log: (line: string) => void;
  /** Milliseconds since 1970. */
  readonly now: () => number;
}

/** What a run came to. */
export interface Outcome<R extends object> {
  /** Printed as JSON under `--json`: numbers that are not finite become null, typed arrays become arrays. */
  readonly result: R;
  /** False where a claim or check does not hold: exit code 1. Default true. */
  readonly holds?: boolean;
}

export interface Definition<A extends z.ZodObject, O extends z.ZodObject, R extends object> {
  /** One sentence. */
  readonly about: string;
  /** Whole command lines, at least one: `equivar zoo verify egnn --seed 1`. */
  readonly examples: readonly string[];
  /**
   * Positional arguments in their order; an array takes all that are left, and only the last may be one. `describe` is the
   * help text, `meta({ placeholder: "SLUG" })` the name in the help. What zod lets be undefined may be left out.
   */
  readonly arguments?: A;
  /**
   * `maxSteps` is `--max-steps N`. Booleans take no value (`--no-x` where the default is true), arrays are given by
   * repeating the option. `meta` knows `placeholder`, `short` (`"o"` for `-o`) and `shown` (the default in words). The
   * message of a `refine` or `regex` is what was expected: "N:ACTION, as in 0:vector".
   */
  readonly options?: O;
  /**
   * Does the work. Heavy modules (engine, zoo, audit) are imported in here, by `await import("…")`, and only their types
   * above, so that `equivar --help` stays quick; a law checks it.
   * @throws ExpectationError for what the user can mend (exit code 2)
   */
  run(input: Input<A, O>, context: Context): Promise<Outcome<R>>;
  /** The result as text for a person. */
  print(result: R, context: Context): string;
}

export interface Action<
  A extends z.ZodObject = z.ZodObject,
  O extends z.ZodObject = z.ZodObject,
  R extends object = object,
> extends Required<Definition<A, O, R>> {
  readonly name: string;
}

type Empty = z.ZodObject<Record<never, z.ZodType>>;

/** A command of `equivar`; its words are read from the name. */
export function action<R extends object, A extends z.ZodObject = Empty, O extends z.ZodObject = Empty>(
  name: string,
  definition: Definition<A, O, R>,
): Action<A, O, R> {
  // Where a definition leaves them out, A and O are Empty by their defaults.
  const none = z.object({}) as unknown;
  return { arguments: none as A, options: none as O, ...definition, name };
}

/** `zooVerify` as typed: `["zoo", "verify"]`; `export_` is `["export"]`, a word that JavaScript keeps for itself. */
export const words = (name: string): string[] =>
  name
    .replace(/_$/, "")
    .split(/(?=[A-Z])/)
    .map((word) => word.toLowerCase());
