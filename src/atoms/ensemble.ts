// An ensemble: how atoms move between two half kicks of their forces. One file an ensemble, in ensembles/.
import type { Bodies, Motion } from "./md/motion.js";

export interface EnsembleRule {
  /** A noun phrase: "constant energy, by velocity Verlet". */
  readonly about: string;
  readonly source: string;
  /** Whether nothing acts from outside: energy and momentum then stay as they are, and a drift of energy is an error. */
  readonly isolated: boolean;
  /**
   * Positions and velocities a time step later, without the forces, which half a kick before and half a kick after give.
   * Randomness is drawn from seed and step alone, so that a run goes on from any step as if it had not stopped.
   */
  move(motion: Motion, bodies: Bodies, settings: Settings): Pick<Motion, "positions" | "velocities">;
}

export interface Ensemble extends EnsembleRule {
  readonly name: string;
}

export interface Settings {
  /** fs */
  readonly timestep: number;
  /** K; of the bath, where there is one */
  readonly temperature: number;
  /** 1/fs; of the bath, where there is one */
  readonly friction: number;
  readonly seed: number;
}

export const ensemble = (name: string, rule: EnsembleRule): Ensemble => ({ name, ...rule });

/** Positions after a time (fs) at constant velocities. */
export const drifted = ({ positions, velocities }: Pick<Motion, "positions" | "velocities">, time: number) =>
  positions.map((x, i) => x + time * velocities[i]!);
