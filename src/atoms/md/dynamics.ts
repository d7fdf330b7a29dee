// Molecular dynamics: atoms moved by the forces of a calculator.
import { elementSymbols } from "../../data/elements.js";
import { InputError } from "../../error.js";
import type { Calculator, Evaluated } from "../calculator.js";
import type { Ensemble, Settings } from "../ensemble.js";
import { acceleration } from "../units.js";
import type { Bodies, Motion } from "./motion.js";

/** Å: an atom that goes farther in one step has met a force that the time step does not resolve. */
const farthest = 1;

/** A step of a trajectory with its energy and forces. */
export interface Moment extends Motion {
  readonly evaluated: Evaluated;
}

/**
 * The moments of a trajectory without end, the start first: half a kick by the forces, the ensemble's move, the forces
 * there, half a kick. Each moment depends on nothing but the moment before, the settings and the calculator.
 * @throws InputError, with the step, where energy or forces are not finite or an atom goes farther than 1 Å in a step
 */
export async function* dynamics(
  calculator: Calculator,
  bodies: Bodies,
  start: Motion,
  ensemble: Ensemble,
  settings: Settings,
): AsyncGenerator<Moment, never> {
  const { numbers, cell, pbc } = bodies;
  const evaluate = async (motion: Motion): Promise<Moment> => {
    const asked = calculator({ numbers, positions: motion.positions, cell, pbc });
    const evaluated = await (motion === start ? asked : asked.catch((error) => refused(motion.step, error)));
    return checkedFinite({ ...motion, evaluated });
  };
  const kicked = (moment: Moment): Motion => {
    const { step, positions } = moment;
    return { step, positions, velocities: kick(moment, bodies.masses, settings.timestep / 2) };
  };
  let moment = await evaluate(start);
  for (;;) {
    yield moment;
    const before = moment;
    const moved = { step: before.step + 1, ...ensemble.move(kicked(before), bodies, settings) };
    checkDistances(before, moved, bodies);
    moment = await evaluate(moved);
    moment = { ...moment, ...kicked(moment) };
  }
}

/** Velocities after the forces have acted for a time (fs). */
function kick({ velocities, evaluated }: Moment, masses: Float64Array, time: number): Float64Array {
  const factors = masses.map((mass) => (time * acceleration) / mass);
  return velocities.map((v, i) => v + factors[Math.floor(i / 3)]! * evaluated.forces[i]!);
}

/** Atoms that the calculator takes at the start and not later have gone where they should not. */
function refused(step: number, error: unknown): never {
  throw error instanceof InputError ? lost(step, error.expectation.expected, error.expectation.got) : error;
}

function checkedFinite(moment: Moment): Moment {
  const { energy, forces } = moment.evaluated;
  if (!Number.isFinite(energy)) throw lost(moment.step, "a finite energy", `${energy} eV`);
  const bad = forces.find((force) => !Number.isFinite(force));
  if (bad !== undefined) throw lost(moment.step, "finite forces", `${bad} eV/Å`);
  return moment;
}

function checkDistances(before: Motion, after: Motion, { numbers }: Bodies): void {
  for (let i = 0; i < numbers.length; i++) {
    const [x, y, z] = [0, 1, 2].map((k) => after.positions[3 * i + k]! - before.positions[3 * i + k]!);
    const distance = Math.hypot(x!, y!, z!);
    if (distance <= farthest) continue;
    const got = `${distance.toPrecision(3)} Å by atom ${i + 1} (${elementSymbols[numbers[i]!]})`;
    throw lost(after.step, `at most ${farthest} Å of way in a step`, got);
  }
}

const lost = (step: number, expected: string, got: string) =>
  new InputError(`md, step ${step}`, {
    expected,
    got,
    hint: "a shorter time step, or a start that is relaxed, may help",
  });
