import { add, div, greater, mul, pow, sin, sub, where } from "../../src/engine/ops/index.gen.js";
import { constant } from "../../src/engine/tensor.js";
import { micro } from "../micro.js";

const [count, cutoff] = [8, 5];

export const microRadial = micro("radial", {
  about: "20,000 distances: 8 Bessel functions with a polynomial cutoff of p = 6 (DimeNet's), and the derivative",
  inputs: { x: [20_000, 1] },
  forward: ({ x }) => {
    const r = add(mul(x!, x!), 0.5);
    const u = div(r, cutoff);
    const frequencies = constant(
      Array.from({ length: count }, (_, n) => (n + 1) * Math.PI),
      [count],
    );
    const bessel = mul(Math.sqrt(2 / cutoff), div(sin(mul(u, frequencies)), r));
    const polynomial = add(sub(1, mul(28, pow(u, 6))), sub(mul(48, pow(u, 7)), mul(21, pow(u, 8))));
    return [mul(bessel, where(greater(1, u), polynomial, 0))];
  },
});
