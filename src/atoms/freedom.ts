// What a relaxation may change, as one vector of coordinates with the forces that belong to it.
import { cellVolume, inverseCell, type Structure, timesMatrix } from "../data/structure.js";
import { exponential } from "../group/exponential.js";
import { type Matrix, transpose } from "../group/matrix.js";
import type { Evaluated } from "./calculator.js";

/** What of the cell may change: all of it, its size alone, or its shape alone. */
export type CellFreedom = "full" | "isotropic" | "fixedVolume";

export interface Freedom {
  /** The coordinates of the structure it was made of, [rows, 3], Å */
  readonly start: Float64Array;
  /** The structure at coordinates. */
  structureAt(coordinates: Float64Array): Structure;
  /** −∂(energy + pressure · volume)/∂coordinates, [rows, 3], eV/Å, from what the structure there evaluates to. */
  forcesAt(coordinates: Float64Array, evaluated: Evaluated): Float64Array;
  /**
   * What drives the atoms that may move, [atoms, 3], eV/Å, and the cell, if it may change: stress + pressure with the
   * components that may relax, [3, 3] in eV/Å³.
   */
  residual(evaluated: Evaluated): { readonly forces: Float64Array; readonly stress?: Matrix };
}

/** The positions of the atoms. @param moves [atoms, 3], 0 where a component is fixed */
export function atomFreedom(structure: Structure, moves: Int8Array): Freedom {
  const residual = ({ forces }: Evaluated) => ({ forces: forces.map((f, i) => (moves[i] ? f : 0)) });
  return {
    start: structure.positions.slice(),
    structureAt: (coordinates) => ({ ...structure, positions: coordinates }),
    forcesAt: (_, evaluated) => residual(evaluated).forces,
    residual,
  };
}

/**
 * Positions and cell: atoms keep the places z they would have in the first cell, x = F z, and the last three rows are the
 * logarithm of F times the number of atoms, so that a move of a row shifts atoms about as far as one of an atom. Fixed
 * atoms follow the cell. Under "fixedVolume" the logarithm has no trace, which conserves the volume
 * exactly: a stress without trace moves it along directions without trace.
 * @param moves [atoms, 3], 0 where a component is fixed
 * @param pressure eV/Å³
 * @source Tadmor et al. 1999, doi:10.1103/PhysRevB.59.235; the logarithm as in ASE's FrechetCellFilter
 */
export function cellFreedom(
  structure: Structure & { readonly cell: Float64Array },
  moves: Int8Array,
  what: CellFreedom,
  pressure: number,
): Freedom {
  const { positions, cell } = structure;
  const [size, atoms] = [positions.length, positions.length / 3];
  const masked = (forces: Float64Array) => forces.map((f, i) => (moves[i] ? f : 0));
  const relaxing = ({ stress }: Evaluated) => component(withPressure(stress!, pressure), what);
  /** U, and F = exp U with its transpose: rows of vectors turn by the latter. */
  const deformationAt = (coordinates: Float64Array) => {
    const logarithm = rowsOf(coordinates.subarray(size).map((x) => x / atoms));
    const deformation = exponential(logarithm);
    return { logarithm, deformation: flatten(deformation), ofRows: flatten(transpose(deformation)) };
  };
  return {
    start: Float64Array.from({ length: size + 9 }, (_, i) => positions[i] ?? 0),
    structureAt(coordinates) {
      const { ofRows } = deformationAt(coordinates);
      return {
        ...structure,
        cell: timesMatrix(cell, ofRows),
        positions: timesMatrix(coordinates.subarray(0, size), ofRows),
      };
    },
    forcesAt(coordinates, evaluated) {
      const { logarithm, deformation, ofRows } = deformationAt(coordinates);
      const volume = Math.abs(cellVolume(timesMatrix(cell, ofRows)));
      // −∂/∂F = −volume · stress · F⁻ᵀ; on to U by the adjoint of the derivative of exp, which is that at Uᵀ.
      const virial = flatten(relaxing(evaluated)).map((x) => -volume * x);
      const onDeformation = rowsOf(timesMatrix(virial, inverseCell(ofRows)));
      const onLogarithm = derivative(transpose(logarithm), onDeformation);
      return Float64Array.from([
        ...masked(timesMatrix(evaluated.forces, deformation)),
        ...flatten(onLogarithm).map((x) => x / atoms),
      ]);
    },
    residual: (evaluated) => ({ forces: masked(evaluated.forces), stress: relaxing(evaluated) }),
  };
}

/** The part of a symmetric matrix that changes size, shape or both. */
function component(matrix: Matrix, what: CellFreedom): Matrix {
  const mean = (matrix[0]![0]! + matrix[1]![1]! + matrix[2]![2]!) / 3;
  if (what === "isotropic") return matrix.map((row, i) => row.map((_, j) => (i === j ? mean : 0)));
  return what === "full" ? matrix : matrix.map((row, i) => row.map((x, j) => (i === j ? x - mean : x)));
}

/** xx, yy, zz, yz, xz, xy as a matrix, the pressure on its diagonal added. */
function withPressure(stress: Float64Array, pressure: number): Matrix {
  const order = [
    [0, 5, 4],
    [5, 1, 3],
    [4, 3, 2],
  ];
  return order.map((row, i) => row.map((k, j) => stress[k]! + (i === j ? pressure : 0)));
}

/** The derivative of exp at x along a direction: the corner of the exponential of [[x, direction], [0, x]]. */
function derivative(x: Matrix, direction: Matrix): Matrix {
  const block = [...x.map((row, i) => [...row, ...direction[i]!]), ...x.map((row) => [0, 0, 0, ...row])];
  return exponential(block)
    .slice(0, 3)
    .map((row) => row.slice(3));
}

const rowsOf = (flat: Float64Array): Matrix => [0, 3, 6].map((start) => [...flat.subarray(start, start + 3)]);
const flatten = (matrix: Matrix): Float64Array => Float64Array.from(matrix.flat());
