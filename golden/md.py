"""Writes trajectories of Lennard-Jones atoms by ASE's integrators in float64, its units, and a supercell, for the tests of src/atoms/md.

    python3 golden/md.py    # needs ase==3.29.0

LangevinBAOAB gets noise that is written beside its trajectory. The potential is ase.calculators.lj with smooth=True, which
test/lennardJones.ts repeats. Velocities are in Å/fs, momenta in ASE's own units.
"""
import json
import warnings
from pathlib import Path

import ase
import numpy as np
from ase import Atoms, units
from ase.build import bulk
from ase.calculators.lj import LennardJones
from ase.md.langevinbaoab import LangevinBAOAB
from ase.md.verlet import VelocityVerlet

OUT = Path(__file__).resolve().parents[1] / "test" / "golden" / "atoms" / "md.json"
POTENTIAL = {"epsilon": 0.0104, "sigma": 3.4, "rc": 8.5, "ro": 6.8}
random = np.random.default_rng(20260101)
warnings.simplefilter("ignore")


class Recorded(np.random.Generator):
    """Normal numbers that are kept."""

    def __init__(self):
        super().__init__(np.random.PCG64(20260102))
        self.kept = []

    def normal(self, size):
        self.kept.append(super().normal(size=size).ravel().tolist())
        return np.reshape(self.kept[-1], size)


def flat(array):
    return np.asarray(array).ravel().tolist()


def argon():
    atoms = bulk("Ar", "fcc", a=5.4, cubic=True) * (2, 2, 1)
    atoms.positions += random.normal(scale=0.05, size=atoms.positions.shape)
    return atoms


def cluster():
    return Atoms("KrArNeAr", [[0, 0, 0], [3.8, 0, 0], [1.9, 3.3, 0.1], [1.8, 1.1, 3.2]])


def moment(dynamics):
    atoms = dynamics.atoms
    return {
        "step": dynamics.nsteps,
        "positions": flat(atoms.positions),
        "velocities": flat(atoms.get_velocities() * units.fs),
        "potential": atoms.get_potential_energy(),
        "kinetic": atoms.get_kinetic_energy(),
        **({"stress": flat(atoms.get_stress(include_ideal_gas=True))} if atoms.pbc.all() else {}),
    }


def trajectory(name, atoms, temperature, timestep, steps, friction=None, bath=None):
    atoms.calc = LennardJones(smooth=True, **POTENTIAL)
    widths = np.sqrt(units.kB * temperature / atoms.get_masses())[:, None]
    atoms.set_velocities(random.normal(size=(len(atoms), 3)) * widths)
    start = {
        "numbers": atoms.numbers.tolist(),
        "positions": flat(atoms.positions),
        "velocities": flat(atoms.get_velocities() * units.fs),
        "momenta": flat(atoms.get_momenta()),
        **({"cell": flat(atoms.cell.array)} if atoms.pbc.any() else {}),
    }
    noise = Recorded()
    if friction is None:
        dynamics = VelocityVerlet(atoms, timestep * units.fs)
    else:
        dynamics = LangevinBAOAB(atoms, timestep * units.fs, temperature_K=bath, T_tau=units.fs / friction, rng=noise)
    moments = []
    for _ in dynamics.irun(steps):
        if dynamics.nsteps in (0, 1, 2, steps):
            moments.append(moment(dynamics))
    settings = {"timestep": timestep, "friction": friction or 0, "temperature": bath or 0}
    return {"name": name, "settings": settings, "start": start, "noise": noise.kept, "moments": moments}


def repeated():
    atoms = Atoms("NaCl", [[0, 0, 0], [2.8, 0.1, 0.2]], cell=[[4, 0, 0], [2, 3.5, 0], [1.9, 1.1, -3.2]], pbc=[True, True, False])
    copies = [2, 1, 3]
    many = atoms.repeat(copies)
    describe = lambda each: {"numbers": each.numbers.tolist(), "positions": flat(each.positions), "cell": flat(each.cell.array)}
    return {"copies": copies, "one": describe(atoms), "many": describe(many)}


golden = {
    "source": f"ase {ase.__version__}",
    "units": {"boltzmann": units.kB, "acceleration": units.fs**2, "gigapascals": 1 / units.GPa},
    "potential": POTENTIAL,
    "trajectories": [
        trajectory("argon crystal, VelocityVerlet", argon(), 60, 4, 40),
        trajectory("cluster of three elements, VelocityVerlet", cluster(), 20, 2, 60),
        trajectory("argon crystal, LangevinBAOAB", argon(), 60, 4, 12, friction=0.02, bath=80),
        trajectory("cluster of three elements, LangevinBAOAB", cluster(), 20, 2, 30, friction=0.1, bath=30),
    ],
    "supercell": repeated(),
}
OUT.parent.mkdir(parents=True, exist_ok=True)
OUT.write_text(json.dumps(golden, separators=(",", ":")) + "\n")
