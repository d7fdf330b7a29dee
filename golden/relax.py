"""Writes relaxations and equations of state of a Lennard-Jones metal by ASE, in float64.

    python3 golden/relax.py    # needs ase

Every case holds its start, the energy and the largest generalised force before each move, and the end. The potential is
ase.calculators.lj with smooth=True, which test/lennardJones.ts repeats. Then `npx biome check --write test/golden/atoms`.
"""
import json
import warnings
from pathlib import Path

import ase
import numpy as np
from ase import units
from ase.build import bulk
from ase.calculators.lj import LennardJones
from ase.cluster import Icosahedron
from ase.constraints import FixAtoms
from ase.eos import EquationOfState
from ase.filters import FrechetCellFilter
from ase.optimize import FIRE, LBFGS

OUT = Path(__file__).resolve().parents[1] / "test" / "golden" / "atoms" / "relax.json"
POTENTIAL = {"epsilon": 0.4, "sigma": 2.3, "rc": 5.75, "ro": 4.6}
OPTIMIZERS = {"fire": FIRE, "lbfgs": LBFGS}
random = np.random.default_rng(20260101)


def rattled(atoms, by, cell=None):
    if cell is not None:
        atoms.set_cell(atoms.cell.array @ np.array(cell), scale_atoms=True)
    atoms.positions += random.normal(scale=by, size=atoms.positions.shape)
    return atoms


def vacancy():
    atoms = bulk("Cu", "fcc", a=3.6, cubic=True) * (2, 2, 2)
    del atoms[5]
    return rattled(atoms, 0.1)


def starts():
    cube = bulk("Cu", "fcc", a=3.7, cubic=True)
    skewed = rattled(cube.copy(), 0.05, [[1.02, 0.05, 0], [-0.03, 0.97, 0.04], [0.02, 0, 1.05]])
    return [
        ("cluster", rattled(Icosahedron("Cu", 2), 0.2), {}, None),
        ("vacancy", vacancy(), {}, None),
        ("vacancy, atoms 1 to 8 fixed", vacancy(), {"fixed": list(range(8))}, None),
        ("cell", skewed, {}, {}),
        ("cell under 5 GPa", skewed, {"pressureGPa": 5}, {"scalar_pressure": 5 * units.GPa}),
        ("isotropic cell", skewed, {"cell": "isotropic"}, {"hydrostatic_strain": True}),
        ("cell of fixed volume", skewed, {"cell": "fixedVolume"}, {"constant_volume": True}),
        ("cell, atom 1 fixed", skewed, {"fixed": [0]}, {}),
    ]


def relaxed(name, start, options, cell, method):
    atoms, history = start.copy(), []
    atoms.calc = LennardJones(smooth=True, **POTENTIAL)
    if "fixed" in options:
        atoms.set_constraint(FixAtoms(options["fixed"]))
    what = atoms if cell is None else FrechetCellFilter(atoms, **cell)
    fmax = 0.002
    with OPTIMIZERS[method](what, logfile=None) as optimizer:
        optimizer.attach(lambda: history.append([atoms.get_potential_energy(), float(np.linalg.norm(
            what.get_forces(), axis=1).max())]))
        converged = optimizer.run(fmax=fmax, steps=500)
    assert converged, (name, method)
    return {
        "name": f"{name}, {method}",
        "method": method,
        "fmax": fmax,
        "options": {**options, **({} if cell is None or "cell" in options else {"cell": "full"})},
        "start": geometry(start),
        "end": geometry(atoms),
        "steps": optimizer.nsteps,
        "history": history,
    }


def geometry(atoms):
    cell = {"cell": atoms.cell.array.ravel().tolist()} if atoms.pbc.any() else {}
    return {"numbers": atoms.numbers.tolist(), "positions": atoms.positions.ravel().tolist(), **cell}


def equation(name, volumes, energies):
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        fit = EquationOfState(volumes, energies, eos="birchmurnaghan")
        v0, e0, b0 = fit.fit()
    return {
        "name": name,
        "volumes": list(volumes),
        "energies": list(energies),
        "volume": v0,
        "energy": e0,
        "bulkModulus": b0,
        "derivative": fit.eos_parameters[2],
    }


def equations():
    atoms = bulk("Cu", "fcc", a=3.58)
    atoms.calc = LennardJones(smooth=True, **POTENTIAL)
    cell, volumes, energies = atoms.cell.array.copy(), [], []
    for s in np.linspace(0.96, 1.04, 9) ** (1 / 3):
        atoms.set_cell(cell * s, scale_atoms=True)
        volumes.append(atoms.get_volume())
        energies.append(atoms.get_potential_energy())
    yield {**equation("fcc metal", volumes, energies), "start": geometry(bulk("Cu", "fcc", a=3.58))}
    exact = lambda v: 9 * 0.5 * 40 / 16 * ((40 / v) ** (2 / 3) - 1) ** 2 * (
        6 + 4.7 * ((40 / v) ** (2 / 3) - 1) - 4 * (40 / v) ** (2 / 3)) - 3
    v = np.linspace(36, 47, 12)
    yield equation("with noise of 5 meV", v.tolist(), (exact(v) + random.normal(scale=0.005, size=12)).tolist())


golden = {
    "source": f"ase {ase.__version__}",
    "potential": POTENTIAL,
    "relaxations": [relaxed(*start, method) for start in starts() for method in OPTIMIZERS],
    "equations": list(equations()),
}


def rounded(value, key=""):
    """Results to 12 digits; starts and points keep every bit."""
    if key in ("start", "volumes", "energies"):
        return value
    if isinstance(value, dict):
        return {name: rounded(each, name) for name, each in value.items()}
    if isinstance(value, list):
        return [rounded(each) for each in value]
    return float(f"{value:.12g}") if isinstance(value, float) else value


OUT.parent.mkdir(parents=True, exist_ok=True)
OUT.write_text(json.dumps(rounded(golden), separators=(",", ":")) + "\n")
for case in golden["relaxations"]:
    print(case["name"], case["steps"], case["history"][-1])
for case in golden["equations"]:
    print(case["name"], case["volume"], case["bulkModulus"] / units.GPa, case["derivative"])
