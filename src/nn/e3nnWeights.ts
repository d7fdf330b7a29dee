// Weights as e3nn stores them: a flat vector with a block for each pair of parts of one irrep.
import { InputError } from "../error.js";
import { irreps } from "../group/irreps.js";

/**
 * The weights of an e3nn `Linear` for the layer `linear`, with e3nn's factor 1/√(copies of the irrep) multiplied in.
 * @param flat blocks [copies in x, copies in out], row-major, by the parts of x and then those of out
 * @returns by parameter name, as `linear` has them
 * @throws InputError if there are not as many numbers as the irreps need
 * @source e3nn 0.6, `o3.Linear`
 */
export function linearWeights(x: string, out: string, flat: ArrayLike<number>): Record<string, Float64Array> {
  const [from, to] = [irreps(x), irreps(out)];
  const pairs = from.flatMap((a) => [...to].flatMap((b, k) => (a.irrep === b.irrep ? [{ a, b, k }] : [])));
  const total = pairs.reduce((n, { a, b }) => n + a.multiplicity * b.multiplicity, 0);
  if (flat.length !== total) {
    throw new InputError("linearWeights", { expected: `${total} weights from ${x} to ${out}`, got: `${flat.length}` });
  }
  const copies = (irrep: string) => from.reduce((n, each) => n + (each.irrep === irrep ? each.multiplicity : 0), 0);
  const blocks: Record<string, number[]> = {};
  let start = 0;
  for (const { a, b, k } of pairs) {
    const block = (blocks[`${k}.${b.irrep}`] ??= []);
    const end = start + a.multiplicity * b.multiplicity;
    for (; start < end; start++) block.push(flat[start]! / Math.sqrt(copies(b.irrep)));
  }
  return Object.fromEntries(Object.entries(blocks).map(([name, block]) => [name, Float64Array.from(block)]));
}
