import { type Complex, rootOfUnity } from "./complex.js";
import type { FiniteStructure } from "./conjugacy.js";
import { lcm } from "./divisors.js";

/**
 * The characters of an abelian group: those of a subgroup, extended by one generator after the other, each in as many
 * ways as the generator has powers outside.
 * @returns a row of values on the classes for each character
 */
export function abelianCharacters(structure: FiniteStructure): Complex[][] {
  const { classes, generators, members, product } = structure;
  const exponent = classes.reduce((e, { elementOrder }) => lcm(e, elementOrder), 1);
  let subgroup = [0]; // numbers of elements
  let characters = [[0]]; // v at an element of the subgroup where the value is e^{2πiv/exponent}
  for (const generator of generators) {
    const places = new Map(subgroup.map((g, place) => [g, place]));
    const powers = [0];
    let power = generator;
    for (; !places.has(power); power = product(power, generator)) powers.push(power);
    if (powers.length === 1) continue;
    const n = powers.length;
    characters = characters.flatMap((values) =>
      Array.from({ length: n }, (_, t) => {
        const step = (values[places.get(power)!]! + exponent * t) / n; // an n-th root of the value at the n-th power
        return powers.flatMap((_, j) => values.map((v) => (v + j * step) % exponent));
      }),
    );
    subgroup = powers.flatMap((each) => subgroup.map((g) => product(each, g)));
  }
  const places = new Map(subgroup.map((g, place) => [g, place]));
  const roots = Array.from({ length: exponent }, (_, v) => rootOfUnity(v, exponent));
  const order = members.map(([first]) => places.get(first!)!);
  return characters.map((values) => order.map((place) => roots[values[place]!]!));
}
