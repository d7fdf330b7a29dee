import { InputError } from "../../error.js";
import { checkClassCount } from "../characterTable.js";
import { type Complex, type ComplexMatrix, complexTrace, rootOfUnity } from "../complex.js";
import { gcd } from "../divisors.js";
import { group, type IrrepType } from "../group.js";
import { type Matrix, square } from "../matrix.js";

/** aᵏ xᶠ, with a of order 2n, x² = aⁿ and x a = a⁻¹ x. */
export type DicyclicElement = readonly [k: number, f: number];

/**
 * Quaternion group Q(8) and, for every multiple of 4, the dicyclic (generalised quaternion) group Q(4n): unit
 * quaternions aᵏ xᶠ with a = e^{iπ/n}, x = j, acting on the quaternions from the left. Elements are [k, f].
 * Irreps over C: signs 1a … 1d by their values on a and x, and 2-dimensional ones Ej with a = e^{±πij/n}, quaternionic for odd j.
 */
export const quaternion = group("quaternion", {
  symbol: "Q",
  range: [8, 40_000],
  sample: [8, 12, 16, 20],
  make(order: number) {
    if (order % 4 !== 0)
      throw new InputError("quaternion", { expected: "a multiple of 4, the order of the group", got: String(order) });
    const n = order / 4;
    return {
      order,
      identity: [0, 0] as DicyclicElement,
      generators: [[1, 0] as const, [0, 1] as const],
      multiply: ([k, f]: DicyclicElement, [l, g]: DicyclicElement): DicyclicElement => [
        (k + (f ? 2 * n - l : l) + (f && g ? n : 0)) % (2 * n),
        (f + g) % 2,
      ],
      inverse: ([k, f]: DicyclicElement): DicyclicElement => [(f ? k + n : 2 * n - k) % (2 * n), f],
      matrix: (g: DicyclicElement) => leftMatrix(g, n),
      unitaryIrreps: () => irrepsOf(n),
      characters() {
        const turns = Array.from({ length: n + 1 }, (_, k) => ({
          representative: [k, 0] as DicyclicElement,
          size: k % n === 0 ? 1 : 2,
          elementOrder: (2 * n) / gcd(2 * n, k),
        }));
        const others = [0, 1].map((k) => ({ representative: [k, 1] as DicyclicElement, size: n, elementOrder: 4 }));
        const classes = [...turns, ...others].sort((a, b) => a.elementOrder - b.elementOrder || a.size - b.size);
        checkClassCount(`Q(${order})`, classes.length);
        return {
          classes,
          irreps: irrepsOf(n).map(({ matrix, ...rest }) => ({
            ...rest,
            character: classes.map(({ representative }) => complexTrace(matrix(representative))),
          })),
        };
      },
    };
  },
});

function irrepsOf(n: number) {
  // Signs ±1 of a, and x with x² = aⁿ: real for even n, where a = −1 and n is odd x = ±i.
  const values: readonly (readonly [number, number])[] = [
    [0, 0],
    [0, 2],
    [1, n % 2],
    [1, 2 + (n % 2)],
  ];
  const signs = values.map(([a, x], i) => ({
    name: i === 3 && n % 2 === 1 ? "1c*" : `1${"abcd"[i]}`,
    degree: 1,
    type: (a === 1 && n % 2 === 1 ? "complex" : "real") as IrrepType,
    matrix: ([k, f]: DicyclicElement) => entry(rootOfUnity(2 * a * k + x * f, 4)),
  }));
  const pairs = Array.from({ length: n - 1 }, (_, i) => ({
    name: `E${i + 1}`,
    degree: 2,
    type: (i % 2 === 0 ? "quaternionic" : "real") as IrrepType,
    matrix: (g: DicyclicElement) => (i % 2 === 0 ? spin(i + 1, n, g) : turned(i + 1, n, g)),
  }));
  return [...signs, ...pairs];
}

/** a = diag(z, z̄), x = [[0, −1], [1, 0]]. */
function spin(j: number, n: number, [k, f]: DicyclicElement): ComplexMatrix {
  const { re, im } = rootOfUnity(j * k, 2 * n);
  return f
    ? {
        re: [
          [0, -re],
          [re, 0],
        ],
        im: [
          [0, -im],
          [-im, 0],
        ],
      }
    : {
        re: [
          [re, 0],
          [0, re],
        ],
        im: [
          [im, 0],
          [0, -im],
        ],
      };
}

/** For even j, where x² = 1: a turn and a reflection of the plane. */
function turned(j: number, n: number, [k, f]: DicyclicElement): ComplexMatrix {
  const { re, im } = rootOfUnity(j * k, 2 * n);
  return {
    re: f
      ? [
          [re, im],
          [im, -re],
        ]
      : [
          [re, -im],
          [im, re],
        ],
    im: [
      [0, 0],
      [0, 0],
    ],
  };
}

/** The matrix on (1, i, j, k) of the quaternion e^{iπk/n} jᶠ from the left. */
function leftMatrix([k, f]: DicyclicElement, n: number): Matrix {
  const { re, im } = rootOfUnity(k, 2 * n);
  const [w, x, y, z] = f ? [0, 0, re, im] : [re, im, 0, 0];
  const rows = [
    [w, -x, -y, -z],
    [x, w, -z, y],
    [y, z, w, -x],
    [z, -y, x, w],
  ];
  return square(4, (row, column) => rows[row]![column]!);
}

const entry = ({ re, im }: Complex): ComplexMatrix => ({ re: [[re]], im: [[im]] });
