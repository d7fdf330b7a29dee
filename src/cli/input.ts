// From words to checked values. zod says that something does not fit; what was expected is read from the schema.
import { z } from "zod";
import { InputError } from "../error.js";
import { type Action, type Shared, sharedOptions } from "./action.js";
import { inWords } from "./inWords.js";
import { nearest } from "./nearest.js";
import { choices, fromText, type Parameter, parameters } from "./parameter.js";

/** The parameters of an action as its command line has them: positional, its own options, those of every command. */
export function parametersOf(action: Action, cores: number): Record<"positional" | "own" | "shared", Parameter[]> {
  return {
    positional: parameters(action.arguments, "argument"),
    own: parameters(action.options, "option"),
    shared: parameters(sharedObject(action, cores), "option"),
  };
}

/** What the user typed: a value, several, or only the switch. */
type Typed = string | boolean | readonly string[] | undefined;

/**
 * The input of an action.
 * @param command `equivar zoo verify`, for errors
 * @param args the positional words
 * @param options what was given by key
 * @throws InputError for the first value that does not fit
 */
export function inputOf(
  command: string,
  action: Action,
  cores: number,
  args: readonly string[],
  options: Readonly<Record<string, Typed>>,
): Record<string, unknown> & Shared {
  const { positional, own, shared } = parametersOf(action, cores);
  const option = ({ key }: Parameter) => options[key];
  const input = {
    ...checked(command, sharedObject(action, cores), shared, option),
    ...checked(command, action.arguments, positional, ({ list }, i) => (list ? args.slice(i) : args[i])),
    ...checked(command, action.options, own, option),
  };
  return input as typeof input & Shared; // each key of Shared is in the action's own options or in the shared ones
}

const sharedObject = ({ options }: Action, cores: number): z.ZodObject =>
  z.object(Object.fromEntries(Object.entries(sharedOptions(cores)).filter(([key]) => !(key in options.shape))));

function checked(
  command: string,
  schema: z.ZodObject,
  all: readonly Parameter[],
  typed: (one: Parameter, i: number) => Typed,
): Record<string, unknown> {
  const given = Object.fromEntries(all.map((one, i) => [one.key, fromWords(one, typed(one, i))]));
  const outcome = schema.safeParse(given);
  if (outcome.success) return outcome.data;
  throw unfit(command, all, given, outcome.error.issues[0]!);
}

/** No words, or an empty list of them, is a value left out. */
function fromWords(one: Parameter, typed: Typed): unknown {
  if (typeof typed === "object") return typed.length > 0 ? typed.map((text) => fromText(one, text)) : undefined;
  return typeof typed === "string" ? fromText(one, typed) : typed;
}

function unfit(
  command: string,
  all: readonly Parameter[],
  given: Readonly<Record<string, unknown>>,
  { code, message, path: [key, ...path] }: z.core.$ZodIssue,
): InputError {
  const one = all.find((parameter) => parameter.key === key);
  if (!one) {
    const labels = all.filter((parameter) => given[parameter.key] !== undefined).map(({ label }) => label);
    return new InputError(command, { expected: message, got: labels.join(", ") || "none" });
  }
  const value = path.reduce((holder, step) => (holder as Record<PropertyKey, unknown>)[step], given[one.key]);
  if (value === undefined && code !== "custom") {
    const expected = one.about ? `${one.term} (${one.about})` : one.term;
    return new InputError(command, { expected, got: "none", hint: `see \`${command} --help\`` });
  }
  const meant = typeof value === "string" ? nearest(value, choices(one.schema)) : undefined;
  return new InputError(one.label, {
    expected: code === "custom" || code === "invalid_format" ? message : inWords(one.schema, path.length > 0),
    got: quote(value),
    ...(meant && { hint: `did you mean "${meant}"?` }),
  });
}

/** The user's value as an error shows it. */
const quote = (value: unknown): string =>
  value === undefined ? "none" : typeof value === "number" ? String(value) : JSON.stringify(value);
