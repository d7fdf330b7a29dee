import { dot, longestRow, type Point, relaxer } from "../relaxer.js";

interface Pair {
  /** Change of the coordinates, and of the gradient with it. */
  readonly move: Float64Array;
  readonly change: Float64Array;
  readonly curvature: number;
}

interface State {
  readonly pairs: readonly Pair[];
  readonly last?: Point;
}

/**
 * Limited-memory BFGS without a line search: the first guess of the curvature and the longest move are ASE's. A pair
 * along which the energy curves down is left out, so that the move stays downhill.
 * @source Nocedal 1980, doi:10.2307/2006193, and Nocedal & Wright 2006, algorithm 7.4
 */
export const lbfgs = relaxer("lbfgs", {
  about: "Limited-memory BFGS: Newton's steps with a curvature learnt from the last moves.",
  source: "Nocedal 1980, doi:10.2307/2006193",
  defaults: {
    /** Å: move of the row that moves furthest */
    maxStep: 0.2,
    memory: 100,
    /** eV/Å²: curvature before any is learnt */
    curvature: 70,
  },
  start: (): State => ({ pairs: [] }),
  step(point, { pairs: known, last }, { maxStep, memory, curvature }) {
    const pairs = last ? [...known, ...learnt(last, point)].slice(-memory) : known;
    const move = newton(point.forces, pairs, curvature);
    const longest = longestRow(move);
    const factor = longest >= maxStep ? maxStep / longest : 1;
    return { move: move.map((x) => factor * x), state: { pairs, last: point } };
  },
});

/** The pair between two points, if the energy curves up between them. */
function learnt(from: Point, to: Point): readonly Pair[] {
  const move = to.coordinates.map((x, i) => x - from.coordinates[i]!);
  const change = to.forces.map((f, i) => from.forces[i]! - f);
  const curvature = dot(move, change);
  return curvature > 0 ? [{ move, change, curvature }] : [];
}

/** Inverse curvature times forces, by the two loops over the pairs. */
function newton(forces: Float64Array, pairs: readonly Pair[], curvature: number): Float64Array {
  let rest = forces;
  const shares = pairs.toReversed().map((pair) => {
    const share = dot(pair.move, rest) / pair.curvature;
    rest = rest.map((x, i) => x - share * pair.change[i]!);
    return share;
  });
  let out = rest.map((x) => x / curvature);
  shares.reverse();
  pairs.forEach((pair, k) => {
    const share = shares[k]! - dot(pair.change, out) / pair.curvature;
    out = out.map((x, i) => x + share * pair.move[i]!);
  });
  return out;
}
