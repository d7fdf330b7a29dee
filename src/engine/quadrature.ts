/** Nodes and weights of Gauss and Legendre on [0, 1]: exact for polynomials of degree 2n − 1. */
export function gaussLegendre(n: number): { readonly nodes: number[]; readonly weights: number[] } {
  const nodes: number[] = [];
  const weights: number[] = [];
  for (let i = 0; i < n; i++) {
    let x = Math.cos((Math.PI * (i + 0.75)) / (n + 0.5));
    let slope = 1;
    for (let step = 0; step < 100; step++) {
      const { value, derivative } = legendre(n, x);
      slope = derivative;
      const move = value / derivative;
      x -= move;
      if (Math.abs(move) < 1e-16) break;
    }
    nodes.push((1 - x) / 2);
    weights.push(1 / ((1 - x * x) * slope * slope));
  }
  return { nodes, weights };
}

function legendre(n: number, x: number): { readonly value: number; readonly derivative: number } {
  let [value, before] = [1, 0];
  for (let k = 1; k <= n; k++) [value, before] = [((2 * k - 1) * x * value - (k - 1) * before) / k, value];
  return { value, derivative: (n * (x * value - before)) / (x * x - 1) };
}
