// An argument or option of a command, read from its zod schema: name, help and how its text becomes a value.
import { z } from "zod";

type Schema = z.core.$ZodType;

export interface Parameter {
  readonly key: string;
  /** What the user calls it: `--max-steps`, or `MODEL` for an argument. */
  readonly label: string;
  /** The label with what stands for the value: `--max-steps N`. */
  readonly term: string;
  readonly schema: Schema;
  /** A switch takes no value. */
  readonly kind: "switch" | "number" | "text";
  /** Whether it may be given several times. */
  readonly list: boolean;
  readonly required: boolean;
  /** What stands for the value in help texts. */
  readonly placeholder: string;
  readonly short: string | undefined;
  readonly about: string;
  /** About, with choices and default. */
  readonly help: string;
}

/** The parameters of an object schema, in the order of its keys. */
export const parameters = (object: z.ZodObject, role: "argument" | "option"): Parameter[] =>
  Object.entries<Schema>(object.shape).map(([key, schema]) => parameter(key, schema, role === "option"));

function parameter(key: string, schema: Schema, isOption: boolean): Parameter {
  const wrapped = layers(schema);
  const meta = Object.assign({}, ...wrapped.map((layer) => z.globalRegistry.get(layer) ?? {}).reverse());
  const core = wrapped.at(-1)!;
  const list = core instanceof z.ZodArray;
  const value = list ? layers(core.element).at(-1)! : core;
  const kind = value instanceof z.ZodBoolean ? "switch" : takesNumbers(value) ? "number" : "text";
  const left = z.safeParse(schema, undefined);
  const about: string = meta.description ?? "";
  const notes = [choices(value).join(", "), showDefault(meta.shown ?? left.data)].filter((note) => note !== "");
  const flag = `--${kind === "switch" && left.data === true ? "no-" : ""}${kebab(key)}`;
  const placeholder = meta.placeholder ?? (kind === "number" ? "N" : kebab(key).toUpperCase());
  return {
    key,
    label: isOption ? flag : placeholder,
    term: isOption && kind !== "switch" ? `${flag} ${placeholder}` : isOption ? flag : placeholder,
    schema,
    kind,
    list,
    required: !left.success,
    placeholder,
    short: meta.short,
    about,
    help: notes.length > 0 ? `${about} (${notes.join("; ")})` : about,
  };
}

/** A word of the command line as the schema wants it: numbers are read, and stay text (for zod to refuse) if they are none. */
export function fromText({ kind }: Parameter, text: string): string | number {
  return kind === "number" && text.trim() !== "" && !Number.isNaN(Number(text)) ? Number(text) : text;
}

/** The values of an enumeration, else none. */
export function choices(schema: Schema): string[] {
  const core = layers(schema).at(-1)!;
  if (core instanceof z.ZodArray) return choices(core.element);
  return core instanceof z.ZodEnum || core instanceof z.ZodLiteral ? [...valuesOf(core)].map(String) : [];
}

const valuesOf = (schema: z.ZodEnum | z.ZodLiteral): readonly unknown[] =>
  schema instanceof z.ZodEnum ? schema.options : [...schema.values];

const kebab = (key: string) => key.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);

/** The schema and what its wrappers hold, outermost first. */
function layers(schema: Schema): Schema[] {
  const wrapper =
    schema instanceof z.ZodOptional ||
    schema instanceof z.ZodDefault ||
    schema instanceof z.ZodPrefault ||
    schema instanceof z.ZodNullable ||
    schema instanceof z.ZodReadonly;
  const inner = wrapper ? schema.def.innerType : schema instanceof z.ZodPipe ? schema.def.in : undefined;
  return inner ? [schema, ...layers(inner)] : [schema];
}

function takesNumbers(schema: Schema): boolean {
  if (schema instanceof z.ZodUnion) return schema.options.some((option) => takesNumbers(layers(option).at(-1)!));
  if (schema instanceof z.ZodLiteral) return [...schema.values].some((value) => typeof value === "number");
  return schema instanceof z.ZodNumber;
}

function showDefault(value: unknown): string {
  const silent = value === undefined || typeof value === "boolean" || (Array.isArray(value) && value.length === 0);
  return silent ? "" : `default: ${Array.isArray(value) ? value.join(" ") : value}`;
}
