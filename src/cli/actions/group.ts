import { z } from "zod";
import { action } from "../action.js";

/** A value of a character: a number, or where one of the character's values is not real, its parts. */
type Value = number | { readonly re: number; readonly im: number };

export interface Result {
  readonly name: string;
  /** Null for an infinite group. */
  readonly order: number | null;
  /** Of an infinite group none. */
  readonly classes: readonly { readonly elementOrder: number; readonly size: number }[];
  /** Over the complex numbers; of an infinite group those known, of low degree, without characters. */
  readonly irreps: readonly {
    readonly name: string;
    readonly degree: number;
    readonly type: "real" | "complex" | "quaternionic";
    readonly character: readonly Value[];
  }[];
}

/** `equivar group NAME` */
export const group = action("group", {
  about: "Shows a group: order, conjugacy classes, irreps over the complex numbers and their characters.",
  examples: ['equivar group "S(4)"', 'equivar group "C(4) x S(3)" --json', 'equivar group -- "-43m"'],
  arguments: z.object({
    name: z.string().meta({ description: 'the group, as "S(4)", "2T", "m-3m" or "C(4) x S(3)"', placeholder: "NAME" }),
  }),
  async run({ name }): Promise<{ result: Result }> {
    const [{ parseGroup }, { characterTable }, { irrepType }] = await Promise.all([
      import("../../group/parseGroup.js"),
      import("../../group/characterTable.js"),
      import("../../group/irrepType.js"),
    ]);
    const found = parseGroup(name);
    if (found.order === null) {
      const irreps = found.irreps.flatMap((irrep) => overComplex(irrep.name, irrep.dimension, irrepType(found, irrep)));
      return { result: { name: found.name, order: null, classes: [], irreps } };
    }
    const { classes, irreps } = characterTable(found);
    const result = {
      name: found.name,
      order: found.order,
      classes: classes.map(({ elementOrder, size }) => ({ elementOrder, size })),
      irreps: irreps.map(({ name: irrep, degree, type, character }) => ({
        name: irrep,
        degree,
        type,
        character: character.every(({ im }) => im === 0) ? character.map(({ re }) => re) : character,
      })),
    };
    return { result };
  },
  print: ({ name, order, classes, irreps }) =>
    [
      `${name}: ${order === null ? "infinite" : `order ${order}, ${classes.length} conjugacy classes`}`,
      "",
      ...table([
        ["", "degree", "type", ...labels(classes)],
        ...(order === null ? [] : [["", "", "size", ...classes.map(({ size }) => String(size))]]),
        ...irreps.map(({ name: irrep, degree, type, character }) => [
          irrep,
          String(degree),
          type,
          ...character.map(valueText),
        ]),
      ]),
      ...(order === null ? ["", "Irreps over the complex numbers, those of low degree."] : []),
    ].join("\n"),
});

/** A real irrep over the complex numbers: itself, a conjugate pair, or two equal ones of which one is listed. */
function overComplex(name: string, dimension: number, type: Result["irreps"][number]["type"]): Result["irreps"] {
  const one = { degree: type === "real" ? dimension : dimension / 2, type, character: [] };
  return type === "complex"
    ? [
        { ...one, name },
        { ...one, name: `${name}*` },
      ]
    : [{ ...one, name }];
}

/** Classes by element order and a letter: 1a, 2a, 2b. */
function labels(classes: Result["classes"]): string[] {
  return classes.map(({ elementOrder }, k) => {
    const before = classes.slice(0, k).filter((other) => other.elementOrder === elementOrder).length;
    return `${elementOrder}${before < 26 ? String.fromCharCode(97 + before) : `.${before}`}`;
  });
}

/** To three decimals, "1", "-0.5+0.866i". */
function valueText(value: Value): string {
  const { re, im } = typeof value === "number" ? { re: value, im: 0 } : value;
  const short = (x: number) => String(Number(x.toFixed(3)));
  if (im === 0) return short(re);
  const imaginary = Math.abs(im) === 1 ? (im < 0 ? "-i" : "i") : `${short(im)}i`;
  return re === 0 ? imaginary : `${short(re)}${im < 0 ? "" : "+"}${imaginary}`;
}

/** Columns as wide as their widest entry, numbers to the right. */
function table(rows: readonly (readonly string[])[]): string[] {
  const widths = rows[0]!.map((_, k) => Math.max(...rows.map((row) => (row[k] ?? "").length)));
  return rows.map((row) =>
    row
      .map((entry, k) => (k === 0 || k === 2 ? entry.padEnd(widths[k]!) : entry.padStart(widths[k]!)))
      .join("  ")
      .trimEnd(),
  );
}
