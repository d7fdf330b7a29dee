"""SevenNet-0 by its own package, sevenn 0.13.0: `sevennet:silicon:2`, `sevennet:slab:list`, `sevennet:water`, …

What ours has to mirror
  silicon n  diamond, n x n x n cubic cells of 5.43 A, pbc TTT: 64 atoms for n = 2, 216 for n = 3
  slab       72 atoms of fcc copper, 3 x 3 x 2 cubic cells of 3.61 A and 10 A of vacuum in z, pbc TTF: 25 to 40 neighbours
  water      27 molecules on a 3 x 3 x 3 grid of spacing 3.1 A and one apart, at (-4.6, 0, 0); H at O +- 0.757 and + 0.586 A along
             two axes that go round with the molecule's number; no cell: 84 atoms, 3 to 58 neighbours
  all        moved by 0.05 A times `numbers` of tensor_products.py
Timed: the model on a graph that is there already (its tensors cloned, because the model writes into it); with "list" the call of
the ASE calculator on positions that have changed, neighbour list (matscipy's) included. Both give energy, forces and stress.
`values` are the energy, the mean absolute force, and for silicon the mean diagonal of the stress.
"""
import numpy as np
import torch
from ase import Atoms
from sevenn.atom_graph_data import AtomGraphData
from sevenn.calculator import SevenNetCalculator
from sevenn.train.dataload import unlabeled_atoms_to_graph

from tensor_products import numbers


def make(which, *words):
    sizes = [int(word) for word in words if word.isdigit()]
    atoms = {"silicon": silicon, "slab": slab, "water": water}[which](*sizes)
    atoms.positions += 0.05 * numbers((len(atoms), 3), 0).double().numpy()
    calculator = SevenNetCalculator("7net-0", device="cpu")
    graph = AtomGraphData.from_numpy_dict(unlabeled_atoms_to_graph(atoms, calculator.cutoff, with_shift=False)).to_dict()

    def model():
        copied = {key: value.clone() if torch.is_tensor(value) else value for key, value in graph.items()}
        return calculator.model(AtomGraphData(**copied))

    def listed():
        nonlocal turn
        turn += 1
        moved.positions = atoms.positions + 1e-5 * (turn % 7)
        calculator.calculate(moved)
        return calculator.results

    turn, moved = -1, atoms.copy()
    found = listed()
    degrees = np.bincount(graph["edge_index"][0].numpy(), minlength=len(atoms))
    values = [found["energy"], np.abs(found["forces"]).mean(), *([found["stress"][:3].mean()] if atoms.pbc.all() else [])]
    facts = {"atoms": len(atoms), "edges": int(degrees.sum()), "degrees": f"{degrees.min()}-{degrees.max()}"}
    return listed if "list" in words else model, {"values": " ".join(f"{x:.6g}" for x in values), **facts}


def repeated(basis, size, cells, number, pbc, vacuum=0.0):
    grid = np.stack(np.meshgrid(*(range(n) for n in cells), indexing="ij"), -1).reshape(-1, 1, 3)
    positions = size * (grid + np.array(basis)).reshape(-1, 3)
    cell = size * np.array(cells) + [0, 0, vacuum]
    return Atoms([number] * len(positions), positions=positions, cell=np.diag(cell), pbc=pbc)


FCC = [[0, 0, 0], [0, 0.5, 0.5], [0.5, 0, 0.5], [0.5, 0.5, 0]]


def silicon(n):
    return repeated(FCC + [[x + 0.25 for x in each] for each in FCC], 5.43, (n, n, n), 14, True)


def slab():
    return repeated(FCC, 3.61, (3, 3, 2), 29, (True, True, False), vacuum=10.0)


def water():
    grid = [(3.1 * (i // 9), 3.1 * (i // 3 % 3), 3.1 * (i % 3)) for i in range(27)]
    positions = []
    for i, place in enumerate([*grid, (-4.6, 0, 0)]):
        along, across = np.eye(3)[i % 3], np.eye(3)[(i + 1) % 3]
        positions += [np.array(place), place + 0.757 * along + 0.586 * across, place - 0.757 * along + 0.586 * across]
    return Atoms([8, 1, 1] * 28, positions=np.array(positions))
