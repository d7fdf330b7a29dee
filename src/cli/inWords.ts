// A zod schema as the noun of an error: "an integer ≥ 1", "one of tiny, paper".
import { z } from "zod";

type JsonSchema = z.core.JSONSchema.BaseSchema;

/** What a schema accepts; of its items where `item`. */
export function inWords(schema: z.core.$ZodType, item = false): string {
  const json = z.toJSONSchema(schema, { io: "input", unrepresentable: "any" }) as JsonSchema;
  return describe(item ? (json.items as JsonSchema) : json);
}

function describe(json: JsonSchema): string {
  if (json.anyOf) return json.anyOf.map((option) => describe(option as JsonSchema)).join(" or ");
  if (json.const !== undefined) return JSON.stringify(json.const);
  if (json.enum) return `one of ${json.enum.join(", ")}`;
  if (json.type === "array") return bounded("a list", { minimum: json.minItems, maximum: json.maxItems }, "values");
  if (json.type === "string") return bounded("text", { minimum: json.minLength, maximum: json.maxLength }, "letters");
  if (json.type === "integer") return bounded("an integer", json);
  return json.type === "number" ? bounded("a number", json) : `a ${json.type ?? "value"}`;
}

/** "an integer ≥ 1 and ≤ 8", "text of ≥ 1 letters". */
function bounded(noun: string, limits: Pick<JsonSchema, (typeof signs)[number][0]>, counted = ""): string {
  const stated = signs
    .map(([key, sign]) => ({ sign, bound: limits[key] }))
    .filter(({ bound }) => typeof bound === "number" && Math.abs(bound) !== Number.MAX_SAFE_INTEGER)
    .map(({ sign, bound }) => `${sign} ${bound}`)
    .join(" and ");
  if (stated === "") return noun;
  return counted === "" ? `${noun} ${stated}` : `${noun} of ${stated} ${counted}`;
}

const signs = [
  ["exclusiveMinimum", ">"],
  ["minimum", "≥"],
  ["exclusiveMaximum", "<"],
  ["maximum", "≤"],
] as const;
