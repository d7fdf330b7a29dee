import { ShapeError } from "../../../error.js";
import { broadcast, type Dim, printShape, type Shape } from "../../dim.js";

/** A letter of the equation, or an axis under the ellipsis ("…0" is the last of them). */
export type Label = string;

/** What an equation says of tensors of given shapes. */
export interface Equation {
  /** One label an axis, an operand at a time; a label may repeat. */
  readonly operands: readonly (readonly Label[])[];
  readonly output: readonly Label[];
  /** The length of each label; an axis under the ellipsis may also be 1 in an operand. */
  readonly sizes: ReadonlyMap<Label, Dim>;
}

/**
 * Reads an equation as NumPy does: without "->" the result has the broadcast axes of the ellipsis, then the letters
 * that occur once, in alphabetical order.
 * @throws ShapeError
 */
export function readEquation(equation: string, shapes: readonly Shape[]): Equation {
  const [left = "", right, ...more] = equation.replaceAll(" ", "").split("->");
  const terms = left.split(",");
  if (more.length > 0 || ![...terms, right ?? ""].every((term) => /^[A-Za-z]*(\.{3}[A-Za-z]*)?$/.test(term))) {
    throw new ShapeError("einsum", { expected: 'an equation such as "ij,...jk->...ik"', got: `"${equation}"` });
  }
  if (terms.length !== shapes.length) {
    throw new ShapeError("einsum", { expected: `${terms.length} tensors for "${equation}"`, got: `${shapes.length}` });
  }
  const operands = terms.map((term, i) => labelsOf(term, shapes[i]!));
  const sizes = sizesOf(operands, shapes);
  const hidden = dots(new Set(operands.flat().filter((label) => label.startsWith("…"))).size);
  const output = right === undefined ? implicit(operands, hidden) : withHidden(right, hidden);
  const wrong = output.find((label, i) => !sizes.has(label) || output.indexOf(label) !== i);
  if (wrong !== undefined || (hidden.length > 0 && !hidden.every((label) => output.includes(label)))) {
    throw new ShapeError("einsum", {
      expected: `a result of ${["...", ...letters(operands)].join(" ")}, each at most once`,
      got: `"${equation}"`,
      ...(wrong === undefined && { hint: "the axes under ... stay: write ... on the right too" }),
    });
  }
  return { operands, output, sizes };
}

const letters = (operands: readonly (readonly Label[])[]) =>
  [...new Set(operands.flat())].filter((label) => !label.startsWith("…")).sort();

const dots = (n: number): Label[] => Array.from({ length: n }, (_, i) => `…${n - 1 - i}`);

const withHidden = (term: string, hidden: readonly Label[]): Label[] => {
  const [head = "", tail] = term.split("...");
  return tail === undefined ? [...head] : [...head, ...hidden, ...tail];
};

function labelsOf(term: string, shape: Shape): Label[] {
  const named = term.replace("...", "").length;
  const rest = shape.length - named;
  if (term.includes("...") ? rest < 0 : rest !== 0) {
    throw new ShapeError("einsum", { expected: `${named} axes for "${term}"`, got: printShape(shape) });
  }
  return withHidden(term, dots(rest));
}

function sizesOf(operands: readonly (readonly Label[])[], shapes: readonly Shape[]): Map<Label, Dim> {
  const sizes = new Map<Label, Dim>();
  operands.forEach((labels, i) => {
    labels.forEach((label, axis) => {
      const [known, dim] = [sizes.get(label), shapes[i]![axis]!];
      const common = label.startsWith("…") ? broadcast([known ?? 1], [dim])?.[0] : known === undefined ? dim : known;
      if (common === undefined || (common !== dim && !label.startsWith("…"))) {
        throw new ShapeError("einsum", { expected: `one length for ${label}`, got: `${known} and ${dim}` });
      }
      sizes.set(label, common);
    });
  });
  return sizes;
}

function implicit(operands: readonly (readonly Label[])[], hidden: readonly Label[]): Label[] {
  const all = operands.flat();
  const once = letters(operands).filter((label) => all.indexOf(label) === all.lastIndexOf(label));
  return [...hidden, ...once];
}
