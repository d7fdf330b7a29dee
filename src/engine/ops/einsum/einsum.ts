import { forEachIndex, type Nd, nd, normal, type Op, op, type Tensor } from "../../op.js";
import { diagonal } from "../diagonal.js";
import { squeeze } from "../squeeze.js";
import { contracted, ordered, summed, type Term } from "./contraction.js";
import { type Equation, type Label, readEquation } from "./equation.js";

/**
 * Einstein summation: multiplies tensors and sums over the letters that are not in the result. Two tensors make one
 * MatMul, with as few transposes as the orders of letters allow; more are taken in pairs, those first whose product is
 * smallest against its parts.
 * @param equation a letter an axis, "ij,jk->ik"; a letter twice in one tensor takes its diagonal; "..." stands for
 * further axes, which broadcast; without "->" as in NumPy (the letters that occur once, in alphabetical order)
 * @throws ShapeError if the equation cannot be read, or does not fit the shapes; a letter has one length (1 included)
 * @example einsum("bqhd,bkhd->bhqk", queries, keys)
 */
export const einsum: Op<[equation: string, ...operands: Tensor[]]> = op("einsum", {
  args: (equation, ...operands) => ({ inputs: operands, attributes: { equation } }),
  accepts: ["number"],
  compose: (inputs, { equation }) => {
    const read = readEquation(
      equation,
      inputs.map((x) => x.shape),
    );
    let terms = inputs.map((x, i) => withoutRepeats(x, read.operands[i]!, read.sizes));
    while (terms.length > 1) {
      const [i, j] = nextPair(terms, read.output);
      const kept = keptBy(terms, i, j, read.output);
      const others = terms.filter((_, k) => k !== i && k !== j);
      const present = new Set([...terms[i]!.labels, ...terms[j]!.labels].filter((label) => kept.has(label)));
      const product = contracted(terms[i]!, terms[j]!, kept, bestOrder(present, others, read.output));
      terms = terms.flatMap((term, k) => (k === i ? [product] : k === j ? [] : [term]));
    }
    return ordered(
      summed(terms[0]!, (label) => read.output.includes(label)),
      read.output,
    ).x;
  },
  reference: (inputs, { equation }, shape) =>
    byDefinition(
      inputs,
      readEquation(
        equation,
        inputs.map((x) => x.shape),
      ),
      shape,
    ),
  samples: [
    ["ij->ji", normal([2, 3])],
    ["iji->j", normal([2, 3, 2])],
    ["ii", normal([3, 3])],
    ["...ij->...", normal([2, 3, 4])],
    ["ij,jk", normal([2, 3]), normal([3, 4])],
    ["ij,jk->ki", normal([2, 3]), normal([3, 4])],
    ["ij,kj", normal([2, 3]), normal([4, 3])],
    ["i,i", normal([3]), normal([3])],
    ["i,j->ji", normal([3]), normal([2])],
    ["bi,bi->b", normal([2, 3]), normal([2, 3])],
    ["bij,ib->b", normal([2, 3, 4]), normal([3, 2])],
    ["bqhd,bkhd->bhqk", normal([2, 3, 1, 4]), normal([2, 5, 1, 4])],
    ["ij,njc->nic", normal([3, 2]), normal([4, 2, 3])],
    ["abc,cd->abd", normal([2, 3, 4]), normal([4, 2])],
    ["abcd,cbe->dea", normal([2, 3, 2, 2]), normal([2, 3, 4])],
    ["...ij,...jk->...ik", normal([2, 1, 2, 3]), normal([4, 3, 2])],
    ["i...,i...", normal([3, 2]), normal([3, 1])],
    ["ij,jk,kl,i->l", normal([2, 3]), normal([3, 4]), normal([4, 2]), normal([2])],
    ["uv,iu,jv,ij->", normal([2, 3]), normal([4, 2]), normal([2, 3]), normal([4, 2])],
  ],
});

/** The diagonal over each repeated label, and without the axes that only broadcast. */
function withoutRepeats(x: Tensor, labels: readonly Label[], sizes: Equation["sizes"]): Term {
  const repeated = labels.find((label, i) => labels.indexOf(label) !== i);
  if (repeated !== undefined) {
    const places = labels.flatMap((label, i) => (label === repeated ? [i] : [])).slice(0, 2);
    const others = labels.map((_, i) => i).filter((i) => !places.includes(i));
    const named = { x, labels: labels.map((_, i) => String(i)) };
    const turned = ordered(named, [...others, ...places].map(String)).x;
    return withoutRepeats(diagonal(turned), [...others.map((i) => labels[i]!), repeated], sizes);
  }
  const idle = labels.flatMap((label, i) => (x.shape[i] === 1 && sizes.get(label) !== 1 ? [i] : []));
  return { x: squeeze(x, idle), labels: labels.filter((_, i) => !idle.includes(i)) };
}

/** The labels that the rest of the calculation needs of terms i and j. */
const keptBy = (terms: readonly Term[], i: number, j: number, output: readonly Label[]): Set<Label> =>
  new Set([...output, ...terms.flatMap(({ labels }, k) => (k === i || k === j ? [] : labels))]);

/** The order in which the rest needs no transpose: what it shares and keeps, what only this one has, what it sums over. */
function bestOrder(labels: ReadonlySet<Label>, others: readonly Term[], output: readonly Label[]): Label[] {
  const place = (label: Label) => {
    const isShared = others.some((other) => other.labels.includes(label));
    return (isShared ? (output.includes(label) ? 0 : 2) : 1) * 100 + output.indexOf(label);
  };
  return [...labels].sort((a, b) => place(a) - place(b));
}

/** The pair whose product grows the least; the first of equals. */
function nextPair(terms: readonly Term[], output: readonly Label[]): [number, number] {
  const dims = new Map(terms.flatMap(({ x, labels }) => labels.map((label, i) => [label, x.shape[i]!] as const)));
  const size = (labels: Iterable<Label>) =>
    [...labels].reduce((n, label) => n * (typeof dims.get(label) === "number" ? Number(dims.get(label)) : 64), 1);
  let [best, least]: [[number, number], number] = [[0, 1], Number.POSITIVE_INFINITY];
  for (let i = 0; i < terms.length; i++) {
    for (let j = i + 1; j < terms.length; j++) {
      const [a, b] = [terms[i]!.labels, terms[j]!.labels];
      const kept = keptBy(terms, i, j, output);
      const grows = size(new Set([...a, ...b].filter((label) => kept.has(label)))) - size(a) - size(b);
      if (grows < least) [best, least] = [[i, j], grows];
    }
  }
  return best;
}

/** The sum over every assignment of the labels. */
function byDefinition(inputs: readonly Nd[], { operands, output, sizes }: Equation, shape: readonly number[]): Nd {
  const labels = [...output, ...[...sizes.keys()].filter((label) => !output.includes(label))];
  const out = nd(shape, new Array(shape.reduce((a, b) => a * b, 1)).fill(0));
  const place = (of: readonly number[], names: readonly Label[], index: readonly number[]) =>
    names.reduce((flat, label, i) => flat * of[i]! + (of[i] === 1 ? 0 : index[labels.indexOf(label)]!), 0);
  forEachIndex(
    labels.map((label) => sizes.get(label) as number),
    (index) => {
      const product = inputs.reduce((p, x, i) => p * x.data[place(x.shape, operands[i]!, index)]!, 1);
      out.data[place(shape, output, index)]! += product;
    },
  );
  return out;
}
