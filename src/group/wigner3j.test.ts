import { expect, test } from "vitest";
import { wigner3j } from "./wigner3j.js";

const triples = Array.from(
  { length: 13 ** 3 },
  (_, i) => [Math.floor(i / 169), Math.floor(i / 13) % 13, i % 13] as const,
).filter(([l1, l2, l3]) => l3 >= Math.abs(l1 - l2) && l3 <= l1 + l2);

test(`${triples.length} symbols, l ≤ 12: Σ over a, b of w[a, b, c] w[a, b, d] is δ/(2 l3 + 1)`, () => {
  for (const [l1, l2, l3] of triples) {
    const [w, n] = [wigner3j(l1, l2, l3), 2 * l3 + 1];
    const gram = new Float64Array(n * n);
    for (let i = 0; i < w.length; i += n)
      for (let c = 0; c < n; c++)
        if (w[i + c] !== 0) for (let d = 0; d < n; d++) gram[c * n + d]! += w[i + c]! * w[i + d]!;
    const worst = gram.reduce((most, x, i) => Math.max(most, Math.abs(x - (i % (n + 1) === 0 ? 1 / n : 0))), 0);
    expect(worst, `${l1}, ${l2}, ${l3}`).toBeLessThan(1e-13);
  }
});

test("in another order of degrees they are the same, or all of the other sign", () => {
  for (const [l1, l2, l3] of triples.filter(([a, b, c]) => a <= b && b <= c && (a + b + c) % 3 === 0)) {
    const [w, swapped] = [wigner3j(l1, l2, l3), wigner3j(l3, l1, l2)];
    const [n2, n3, n1] = [2 * l2 + 1, 2 * l3 + 1, 2 * l1 + 1];
    const moved = w.map((_, i) => swapped[((i % n3) * n1 + Math.floor(i / n3 / n2)) * n2 + (Math.floor(i / n3) % n2)]!);
    const overlap = moved.reduce((sum, x, i) => sum + x * w[i]!, 0);
    expect(Math.abs(overlap), `${l1}, ${l2}, ${l3}`).toBeCloseTo(1, 12);
  }
});
