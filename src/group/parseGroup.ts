import { InputError } from "../error.js";
import type { AnyGroupRule, Group } from "./group.js";
import { groups } from "./groups/index.gen.js";

/**
 * The group of a name as the field writes it: "S(4)", "O(3)", "SE(3)".
 * @param rules where to look; the index if not given
 * @throws InputError if no rule has such a name, or its argument is missing or out of range
 */
export function parseGroup(text: string, rules: Readonly<Record<string, AnyGroupRule>> = groups): Group {
  const all = Object.values(rules);
  for (const rule of all) {
    const found = typeof text === "string" ? rule.read(text, (inner) => parseGroup(inner, rules)) : undefined;
    if (found) return found;
  }
  const meant = all.find(({ symbol }) => symbol === String(text).split("(")[0]!.trim());
  if (meant)
    throw new InputError("group", {
      expected: [meant.form, meant.bounds].filter(Boolean).join(" with "),
      got: quote(text),
    });
  throw new InputError("group", {
    expected: "the name of a group",
    got: quote(text),
    hint: `known names: ${all.map(({ form }) => form).join(", ")}.`,
  });
}

const quote = (value: unknown) => (typeof value === "string" ? `"${value}"` : String(value));
