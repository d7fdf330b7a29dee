import { dot, relaxer } from "../relaxer.js";

interface State {
  readonly timeStep: number;
  readonly mixing: number;
  /** Moves downhill, one after the other. */
  readonly downhill: number;
  /** None before the first move. */
  readonly velocity?: Float64Array;
}

/**
 * Fast inertial relaxation: dynamics of unit mass whose velocity is turned towards the force, and stopped when it goes
 * uphill. Parameters and order of updates are those of ASE, which adds a longest move to the paper.
 * @source Bitzek et al. 2006, doi:10.1103/PhysRevLett.97.170201
 */
export const fire = relaxer("fire", {
  about: "Fast inertial relaxation: damped dynamics that stop when they go uphill.",
  source: "Bitzek et al. 2006, doi:10.1103/PhysRevLett.97.170201",
  defaults: {
    timeStep: 0.1,
    longestTimeStep: 1,
    /** Å: length of the whole vector of moves */
    maxStep: 0.2,
    /** Moves downhill before the time step grows. */
    wait: 5,
    grow: 1.1,
    shrink: 0.5,
    mixing: 0.1,
    mixingDecay: 0.99,
  },
  start: ({ timeStep, mixing }): State => ({ timeStep, mixing, downhill: 0 }),
  step({ forces }, before, options) {
    const state = turned(forces, before, options);
    const { timeStep } = state;
    const velocity = state.velocity.map((v, i) => v + timeStep * forces[i]!);
    const length = timeStep * Math.sqrt(dot(velocity, velocity));
    const factor = timeStep * Math.min(1, options.maxStep / length);
    return { move: velocity.map((v) => factor * v), state: { ...state, velocity } };
  },
});

/** The velocity turned towards the forces and the time step lengthened, or both set back where it goes uphill. */
function turned(forces: Float64Array, { velocity, ...state }: State, options: typeof fire.defaults): Required<State> {
  const stopped = new Float64Array(forces.length);
  if (!velocity) return { ...state, velocity: stopped };
  if (!(dot(forces, velocity) > 0)) {
    return { timeStep: state.timeStep * options.shrink, mixing: options.mixing, downhill: 0, velocity: stopped };
  }
  const { timeStep, mixing, downhill } = state;
  const turn = mixing * Math.sqrt(dot(velocity, velocity) / dot(forces, forces));
  const grows = downhill > options.wait;
  return {
    timeStep: grows ? Math.min(timeStep * options.grow, options.longestTimeStep) : timeStep,
    mixing: grows ? mixing * options.mixingDecay : mixing,
    downhill: downhill + 1,
    velocity: velocity.map((v, i) => (1 - mixing) * v + turn * forces[i]!),
  };
}
