// The Fourier transform on a finite group, and its inverse.
import { RepError } from "../error.js";
import type { Complex, ComplexMatrix } from "./complex.js";
import { finiteStructure } from "./conjugacy.js";
import type { Group, Plain } from "./group.js";
import { unitaryIrreps } from "./irrepsOfFinite.js";

/**
 * The Fourier transform f̂(ρ) = Σ f(g) ρ(g) over the elements. A convolution (f ∗ h)(g) = Σ f(g t⁻¹) h(t) becomes the product
 * f̂(ρ) ĥ(ρ), and Σ |f(g)|² = (1/|G|) Σ d ‖f̂(ρ)‖² (Plancherel).
 * @param f a number for each element, in the order of `group.elements()`
 * @returns for each irrep of `unitaryIrreps(group)` a matrix [degree, degree]
 * @throws RepError if f has another length
 * @throws InputError if the group is infinite or too large for a character table
 * @source Diaconis 1988, "Group representations in probability and statistics", chapter 2C
 */
export function fourierTransform<E extends Plain>(group: Group<E>, f: ArrayLike<number | Complex>): ComplexMatrix[] {
  const elements = group.elements();
  if (f.length !== elements.length)
    throw new RepError("fourierTransform", {
      expected: `${elements.length} numbers, one for each element of ${group.name}`,
      got: `${f.length}`,
    });
  return unitaryIrreps(group).map(({ degree, matrix }) => {
    const [re, im] = [zeros(degree), zeros(degree)];
    for (const [k, g] of elements.entries()) {
      const value = f[k]!;
      const [a, b] = typeof value === "number" ? [value, 0] : [value.re, value.im];
      if (a === 0 && b === 0) continue;
      const D = matrix(g);
      for (let i = 0; i < degree; i++)
        for (let j = 0; j < degree; j++) {
          const [x, y] = [D.re[i]![j]!, D.im[i]![j]!];
          re[i]![j]! += a * x - b * y;
          im[i]![j]! += a * y + b * x;
        }
    }
    return { re, im };
  });
}

/**
 * The function with the given Fourier transform: f(g) = (1/|G|) Σ d tr(ρ(g⁻¹) f̂(ρ)) over the irreps.
 * @param transform a matrix for each irrep, as from `fourierTransform`
 * @returns a value for each element, in the order of `group.elements()`
 * @throws RepError if a matrix is missing or has another size
 */
export function inverseFourierTransform<E extends Plain>(
  group: Group<E>,
  transform: readonly ComplexMatrix[],
): Complex[] {
  const irreps = unitaryIrreps(group);
  const degrees = irreps.map(({ degree }) => degree);
  const sizes = transform.map(({ re }) => re.length);
  if (String(sizes) !== String(degrees))
    throw new RepError("inverseFourierTransform", {
      expected: `matrices of sizes ${degrees.join(", ")}`,
      got: sizes.join(", ") || "none",
    });
  const { elements } = finiteStructure(group);
  return elements.map((g) => {
    let [re, im] = [0, 0];
    for (const [r, { degree, matrix }] of irreps.entries()) {
      const [D, F] = [matrix(g), transform[r]!]; // ρ(g⁻¹) is the adjoint of ρ(g)
      for (let i = 0; i < degree; i++)
        for (let j = 0; j < degree; j++) {
          re += degree * (D.re[i]![j]! * F.re[i]![j]! + D.im[i]![j]! * F.im[i]![j]!);
          im += degree * (D.re[i]![j]! * F.im[i]![j]! - D.im[i]![j]! * F.re[i]![j]!);
        }
    }
    return { re: re / elements.length, im: im / elements.length };
  });
}

const zeros = (n: number): number[][] => Array.from({ length: n }, () => new Array<number>(n).fill(0));
