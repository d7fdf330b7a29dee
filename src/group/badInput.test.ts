// What is wrong with the input is said in one sentence, whatever the function: where, what is expected, what was got.
import { describe, expect, test } from "vitest";
import { type ExpectationError, InputError, RepError, ShapeError } from "../error.js";
import { parseAction } from "./action.js";
import { admissible, classifyActivation } from "./admissible.js";
import { checkRepresentation } from "./checkRepresentation.js";
import { decompose } from "./decompose.js";
import { exponential, inverseMatrix, logarithm, rotationLogarithm } from "./exponential.js";
import { type Group, group, type Representation } from "./group.js";
import * as groups from "./groups/index.gen.js";
import { inducedFromTurns } from "./inducedBand.js";
import { intertwiners } from "./intertwiners.js";
import { irreps, reachable } from "./irreps.js";
import { adjoint, algebraElement, derivative } from "./lieAlgebra.js";
import { parseGroup } from "./parseGroup.js";
import { exteriorPower, symmetricPower } from "./powers.js";
import * as make from "./representation.js";
import { sphericalHarmonics } from "./sphericalHarmonics.js";
import { spinMatrix, spinorOfLorentz, spinorOfRotation } from "./spinor.js";
import { wigner3j } from "./wigner3j.js";
import { wignerD, wignerDOfMatrix } from "./wignerD.js";
import { wignerDerivative } from "./wignerDerivative.js";

const { cyclic, euclidean, orthogonal, scale, specialOrthogonal, symmetric, symplectic, translation } = groups;
const [C4, S3, SO3, O3] = [cyclic(4), symmetric(3), specialOrthogonal(3), orthogonal(3)];
const nan = [
  [Number.NaN, 0, 0],
  [0, 1, 0],
  [0, 0, 1],
];
const mirror = [
  [-1, 0, 0],
  [0, 1, 0],
  [0, 0, 1],
];
const own = (matrix: (k: number) => number[][], rest = {}) =>
  make.representation(C4, { name: "own", matrix, ...rest }) as Representation<number>;
const without = { name: "bare", dimension: 1, isOrthogonal: true, matrix: () => [[1]] };

/** Generators of more elements than are stated, or of fewer, or that never close. */
const wrong = (stated: { order: number; step: number }) =>
  group("wrong", {
    symbol: "W",
    sample: [[]],
    make: () => ({
      order: stated.order,
      identity: 0,
      generators: [stated.step],
      multiply: (a: number, b: number) => a + b,
      inverse: (a: number) => -a,
      matrix: (): number[][] => [[1]],
    }),
  })();

type Case = readonly [what: string, run: () => unknown, kind: typeof ExpectationError, message: string | RegExp];

const irrepsText: readonly Case[] = [
  ...["1x1f", "1p", "x1o", "-1x1o", "1x-1o", "1.5x1o", "1x1o,", "1x1o + ", "o1", "1x1oo", "NaNx1o"].map(
    (text): Case => [
      `irreps ${text}`,
      () => irreps(text),
      RepError,
      /^irreps: expected irreps such as "32x0e \+ 16x1o", got "/,
    ],
  ),
  ["irreps of null", () => irreps(null as never), RepError, "irreps: expected irreps such as"],
  ["irreps of a number", () => irreps(3 as never), RepError, "got 3."],
  [
    "irreps not reachable",
    () => reachable("linear", "4x0e", "2x1o"),
    RepError,
    "linear: expected irreps of 4x0e, got 1o.",
  ],
];

const names: readonly Case[] = [
  ...["SO3", "so(3)", "Z(4)", ""].map(
    (text): Case => [
      `group "${text}"`,
      () => parseGroup(text),
      InputError,
      /^group: expected the name of a group, got /,
    ],
  ),
  ...["C(0)", "C(-1)", "S(0)", "SO(0)", "O(257)", "SU(17)", "SL(1)", "T(0)", "Torus(17)", "Aff(65)", "Sim(0)"].map(
    (text): Case => [
      `group ${text}`,
      () => parseGroup(text),
      InputError,
      /: expected an integer n from \d+ to \d+, got /,
    ],
  ),
  ...["SO(1,2)", "SU()", "GL+(x)", "R+(2)"].map(
    (text): Case => [`group ${text}`, () => parseGroup(text), InputError, /^group: expected /],
  ),
  ["Sp(3)", () => parseGroup("Sp(3)"), InputError, "symplectic: expected an even n from 2 to 64, got 3."],
  ["Sp(2.5)", () => symplectic(2.5), InputError, "symplectic: expected an integer n from 2 to 64, got 2.5."],
];

const nonGroups: readonly Case[] = [
  [
    "generators past the order",
    () => wrong({ order: 5, step: 1 }).elements(),
    InputError,
    "W.elements: expected generators of a group of order 5, got more elements.",
  ],
  [
    "generators past the limit",
    () => wrong({ order: 60_000, step: 1 }).elements(),
    InputError,
    "W.elements: expected a group of at most 50000 elements",
  ],
  [
    "elements of an infinite group",
    () => SO3.elements(),
    InputError,
    "SO(3).elements: expected a group of at most 50000 elements, got SO(3) of order infinity.",
  ],
  [
    "cosets of generators that never close",
    () => make.quotient(wrong({ order: 6, step: 1 }), [2]),
    InputError,
    /expected/,
  ],
];

const representations: readonly Case[] = [
  [
    "not a homomorphism",
    () => checkRepresentation(own((k) => [[k === 1 ? -1 : 1]])),
    RepError,
    "representation own: expected V(gh) = V(g) V(h), got an error of 2.0 at g = 1, h = 2.",
  ],
  [
    "a homomorphism the other way round",
    () =>
      checkRepresentation(
        make.representation(S3, { name: "turned", matrix: (g) => S3.matrix(S3.inverse(g)) as number[][] }),
      ),
    RepError,
    "expected V(gh) = V(g) V(h)",
  ],
  [
    "the identity does not act as 1",
    () => checkRepresentation(own(() => [[0]])),
    RepError,
    "expected the identity to act as 1",
  ],
  [
    "NaN in a matrix",
    () => checkRepresentation(own((k) => [[k === 0 ? 1 : Number.NaN]])),
    RepError,
    "expected finite matrices [1, 1], got an entry that is not finite, at g = 1.",
  ],
  [
    "matrices of two sizes",
    () =>
      checkRepresentation(
        own((k) =>
          k === 0
            ? [[1]]
            : [
                [1, 0],
                [0, 1],
              ],
        ),
      ),
    RepError,
    "expected finite matrices [1, 1], got another shape, at g = 1.",
  ],
  [
    "not orthogonal as claimed",
    () => checkRepresentation(make.representation(scale(), { name: "power", matrix: (x: number) => [[x]] })),
    RepError,
    "expected orthogonal matrices, as claimed",
  ],
  [
    "a wrong derived action",
    () =>
      checkRepresentation(
        make.representation(SO3, {
          name: "wrong",
          matrix: (g) => g,
          lieAlgebra: () => SO3.lieAlgebra().map((x) => x.map((row) => row.map((v) => 2 * v))),
        }),
      ),
    RepError,
    "expected V(exp x) = exp(dV x)",
  ],
  [
    "a derived action of another size",
    () => checkRepresentation(make.representation(SO3, { name: "wrong", matrix: (g) => g, lieAlgebra: () => [] })),
    RepError,
    "expected a derived action of 3 elements, got one of 0.",
  ],
  [
    "no group stated",
    () => intertwiners(without, without),
    RepError,
    "intertwiners: expected a representation that states its group, got bare.",
  ],
  [
    "undefined",
    () => intertwiners(undefined as never, SO3),
    RepError,
    "expected a representation that states its group, got undefined.",
  ],
  [
    "two groups",
    () => intertwiners(C4 as Representation, S3 as Representation),
    RepError,
    "intertwiners: expected representations of one group, got C(4) and S(3).",
  ],
  [
    "a sum over two groups",
    () => make.directSum(C4 as Representation, SO3 as Representation),
    RepError,
    "directSum: expected representations of one group, got C(4) and SO(3).",
  ],
  [
    "a product over two groups",
    () => make.tensorProduct(O3 as Representation, SO3 as Representation),
    RepError,
    "tensorProduct: expected representations of one group",
  ],
  ["a sum of nothing", () => make.directSum(), RepError, "directSum: expected at least one representation, got none."],
  ["minus one copies", () => make.copies(C4, -1), InputError, "copies: expected an integer of at least 1, got -1."],
  [
    "half a power",
    () => make.tensorPower(C4, 0.5),
    InputError,
    "tensorPower: expected an integer of at least 0, got 0.5.",
  ],
  [
    "a symmetric power of 9",
    () => symmetricPower(C4, 9),
    InputError,
    "symmetricPower: expected an integer k from 0 to 8, got 9.",
  ],
  [
    "an exterior power above the dimension",
    () => exteriorPower(SO3, 4),
    InputError,
    "exteriorPower: expected k up to the dimension 3, got 4.",
  ],
  [
    "the standard part of no permutations",
    () => make.standard(O3),
    RepError,
    "standard: expected a permutation representation, got O(3).",
  ],
  [
    "points that are not permuted",
    () => make.permutationRepresentation(C4, 3, () => 0),
    RepError,
    "permutationRepresentation: expected a permutation of 3 points, got images 0.",
  ],
  [
    "induced from no subgroup",
    () => make.induced(make.trivial(cyclic(2)), C4, (k) => k),
    RepError,
    "induced: expected a homomorphism from C(2) to C(4), got another map, at 1 and 1.",
  ],
  [
    "induced by a map that is not injective",
    () => make.induced(make.trivial(cyclic(2)), C4, () => 0),
    RepError,
    "induced: expected a subgroup of C(4), got 2 elements whose cosets do not tile it.",
  ],
  [
    "induced to an infinite group",
    () => make.induced(make.trivial(cyclic(2)), SO3, () => SO3.identity),
    InputError,
    "SO(3).elements: expected a group of at most 50000",
  ],
  [
    "a basis of another size",
    () => make.inBasis(O3, [[1]]),
    RepError,
    "inBasis: expected a basis [3, n] with n ≤ 3, got [1, 1].",
  ],
  [
    "a singular basis",
    () =>
      make.inBasis(O3, [
        [1, 0, 0],
        [0, 1, 0],
        [1, 1, 0],
      ]),
    InputError,
    "inverse: expected an invertible matrix, got a singular one.",
  ],
  [
    "NaN in intertwiners",
    () =>
      intertwiners(
        own(() => [[Number.NaN]]),
        C4,
      ),
    RepError,
    "intertwiners: expected finite matrices [1, 1] of own",
  ],
  [
    "too many unknowns",
    () => intertwiners(make.tensorPower(translation(1), 8), make.tensorPower(translation(1), 7)),
    InputError,
    "intertwiners: expected at most 20000 unknowns, got 32768. Split",
  ],
  [
    "not a sum of irreps",
    () => decompose(euclidean(2)),
    RepError,
    "decompose: expected a sum of irreps of its group, got E(2), of whose 3 dimensions 2 are in irreps.",
  ],
  [
    "adjoint of a finite group",
    () => adjoint(C4),
    InputError,
    "adjoint: expected a group with a Lie algebra, got C(4).",
  ],
  [
    "too few coefficients",
    () => algebraElement(SO3, [1, 2]),
    InputError,
    "algebraElement: expected 3 coefficients for SO(3), got 2.",
  ],
  [
    "a jump at the identity",
    () =>
      derivative(
        make.representation(SO3, { name: "jump", matrix: (g) => (g[0]![0] === 1 && g[1]![1] === 1 ? [[1]] : [[5]]) }),
      ),
    RepError,
    "derivative: expected jump to be continuous, got a jump at the identity.",
  ],
  [
    "induced above its degree",
    () => inducedFromTurns(3, 2),
    InputError,
    "inducedFromTurns: expected a frequency from 0 to 2, got 3.",
  ],
];

const numbers: readonly Case[] = [
  ["D of l = 13", () => wignerD(13, 0, 0, 0), InputError, "wignerD: expected an integer l from 0 to 12, got 13."],
  ["D of l = −1", () => wignerD(-1, 0, 0, 0), InputError, "got -1."],
  ["D of l = 1.5", () => wignerD(1.5, 0, 0, 0), InputError, "got 1.5."],
  ["D of NaN angles", () => wignerD(2, 0, Number.NaN, 0), InputError, /^wignerD: expected finite/],
  [
    "D of a NaN rotation",
    () => wignerDOfMatrix(2, nan),
    InputError,
    /^wignerD\w*: expected a rotation matrix \[3, 3\], got \[\[NaN/,
  ],
  ["D of a reflection", () => wignerDOfMatrix(2, mirror), InputError, "expected a rotation matrix [3, 3]"],
  ["an irrep of SO(3) of NaN", () => SO3.irreps[2]!.matrix(nan), InputError, "expected a rotation matrix [3, 3]"],
  [
    "dD of l = 13",
    () => wignerDerivative(13, nan),
    InputError,
    "wignerDerivative: expected an integer l from 0 to 12, got 13.",
  ],
  ["3j of l = 13", () => wigner3j(13, 1, 13), InputError, "wigner3j: expected an integer l from 0 to 12, got 13."],
  [
    "3j that does not close",
    () => wigner3j(1, 1, 3),
    RepError,
    "wigner3j: expected |l1 − l2| ≤ l3 ≤ l1 + l2, got 1, 1, 3.",
  ],
  ["harmonics of l = 13", () => sphericalHarmonics(13, [0, 0, 1]), InputError, "from 0 to 12, got 13."],
  ["harmonics of two numbers", () => sphericalHarmonics(1, [0, 1]), ShapeError, "xyz [n, 3]"],
  [
    "spin 1/3",
    () =>
      spinMatrix(1 / 3, {
        re: [
          [1, 0],
          [0, 1],
        ],
        im: [
          [0, 0],
          [0, 0],
        ],
      }),
    InputError,
    "spinMatrix: expected a spin j of 0, 1/2, 1, … 12",
  ],
  [
    "spin 13",
    () =>
      spinMatrix(13, {
        re: [
          [1, 0],
          [0, 1],
        ],
        im: [
          [0, 0],
          [0, 0],
        ],
      }),
    InputError,
    "got 13.",
  ],
  ["the spinor of NaN", () => spinorOfRotation(nan), InputError, "expected a rotation matrix [3, 3]"],
  [
    "the spinor of a time reversal",
    () =>
      spinorOfLorentz([
        [-1, 0, 0, 0],
        [0, -1, 0, 0],
        [0, 0, 1, 0],
        [0, 0, 0, 1],
      ]),
    InputError,
    "spinorOfLorentz: expected a Lorentz transformation [4, 4] that keeps the direction of time, got a first entry of -1.",
  ],
  ["exp of NaN", () => exponential(nan), InputError, "exponential: expected finite entries, got NaN."],
  ["exp of a row", () => exponential([[1, 2]]), InputError, "exponential: expected a square matrix, got rows of 2."],
  ["log of NaN", () => logarithm(nan), InputError, "logarithm: expected finite entries, got NaN."],
  [
    "log of a reflection",
    () =>
      logarithm([
        [-1, 0],
        [0, 1],
      ]),
    InputError,
    "logarithm: expected a matrix without zero or negative eigenvalues",
  ],
  ["log of a reflection in O(3)", () => O3.logarithm!(mirror), InputError, "logarithm: expected"],
  ["log of a NaN rotation", () => rotationLogarithm(nan), InputError, "logarithm: expected finite entries, got NaN."],
  ["log of a factor of −1", () => scale().logarithm!(-1), InputError, "logarithm: expected a positive factor, got -1."],
  ["the inverse of 0", () => inverseMatrix([[0]]), InputError, "inverse: expected an invertible matrix"],
];

const others: readonly Case[] = [
  [
    "an unknown activation",
    () => admissible({ representation: C4, activation: "rleu" as never }),
    InputError,
    /^admissible: expected an activation \(identity, relu, .*\), got "rleu"\.$/,
  ],
  [
    "an activation that is none",
    () => admissible({ representation: C4, activation: 3 as never }),
    InputError,
    "admissible: expected an activation { name, apply }, got 3.",
  ],
  [
    "an activation with a pole",
    () => classifyActivation({ name: "inverse", apply: (x) => 1 / x }),
    InputError,
    "admissible: expected inverse to be finite, got Infinity at 0.",
  ],
  [
    "another group",
    () => admissible({ group: S3 as Group, representation: C4 as Representation, activation: "relu" }),
    RepError,
    "admissible: expected a representation of S(3), got one of C(4).",
  ],
  ["an unknown action", () => parseAction("rotate[1]"), InputError, /^action: expected /],
  ["an action without an axis", () => parseAction("linear"), InputError, /^action: expected /],
];

describe.each([
  ["irreps text", irrepsText],
  ["names", names],
  ["no groups", nonGroups],
  ["representations", representations],
  ["numbers", numbers],
  ["others", others],
] as const)("%s", (_, cases) => {
  test.each(cases.map((one) => [one[0], one] as const))("%s", (__, [, run, kind, message]) => {
    let error: unknown;
    try {
      run();
    } catch (caught) {
      error = caught;
    }
    expect(error).toBeInstanceOf(kind);
    const text = (error as Error).message;
    expect(text).toMatch(/^[^:]+: expected .+, got .+\.( .+)?$/);
    if (typeof message === "string") expect(text).toContain(message);
    else expect(text).toMatch(message);
  });
});

test("at least 60 cases", () => {
  const count = [irrepsText, names, nonGroups, representations, numbers, others].reduce((n, one) => n + one.length, 0);
  expect(count).toBeGreaterThanOrEqual(60);
});
