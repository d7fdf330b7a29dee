"""Writes neighbour lists of random cells, for the tests of src/data/periodicNeighbours.ts.

    python3 -m venv /tmp/ase && /tmp/ase/bin/pip install ase==3.29.0 matscipy==1.3.1
    /tmp/ase/bin/python golden/neighbours.py

Cells of every kind: skewed, left-handed, thin, smaller than the cutoff, atoms outside; each of the eight pbc. All numbers are exact in float32 and
written as such. Of a list stay the edges (receiver i, sender j, shift S) in the order of (i, j, S), as a hash and, up to 300 of them, in full; and
the distances, as a sum for each receiver. ase and matscipy must agree with each other, and no distance may lie within 1e-6 of the cutoff.
Then `npx biome check --write test/golden/neighbours`.
"""
import base64
import json
import zlib
from pathlib import Path

import ase.neighborlist
import matscipy.neighbours
import numpy as np

OUT = Path(__file__).resolve().parents[1] / "test" / "golden" / "neighbours"
random = np.random.default_rng(20260101)
CASES = 240


def draw(case):
    pbc = [bool(case >> bit & 1) for bit in range(3)]
    kind = case // 8 % 6
    atoms = int(random.integers(1, 4 if kind == 3 else 25))
    cell = np.diag(random.uniform(3, 9, 3)) + random.normal(0, 0.3, (3, 3))
    if kind == 1:  # skewed by more than a whole vector
        cell[1] += random.uniform(-2, 2) * cell[0]
        cell[2] += random.uniform(-2, 2) * cell[0] + random.uniform(-2, 2) * cell[1]
    if kind == 2:  # any orientation, either hand
        cell = random.normal(0, 1, (3, 3)) @ cell * 0.7
    if kind == 3:  # smaller than the cutoff
        cell *= 0.4
    if kind == 4:  # left-handed
        cell[2] *= -1
    if kind == 5:  # thin
        cell[int(random.integers(3))] *= 0.25
    scaled = random.uniform(0, 1, (atoms, 3)) if case % 3 else random.uniform(-3, 3, (atoms, 3))
    cutoff = float(np.float32(random.uniform(2, 6.5)))
    return pbc, cell.astype(np.float32).astype(float), (scaled @ cell).astype(np.float32).astype(float), cutoff


def edges(pbc, cell, positions, cutoff):
    lists = []
    i, j, d, s = ase.neighborlist.primitive_neighbor_list("ijdS", pbc, cell, positions, cutoff)
    lists.append((i, j, d, s))
    lists.append(matscipy.neighbours.neighbour_list("ijdS", cutoff=cutoff, positions=positions, cell=cell, pbc=np.array(pbc)))
    out = []
    for i, j, d, s in lists:
        s = np.asarray(s).reshape(-1, 3)
        order = np.lexsort((s[:, 2], s[:, 1], s[:, 0], j, i))
        out.append((np.column_stack((i, j, s))[order].astype(int), np.asarray(d)[order]))
    return out


cases = []
number = 0
while len(cases) < CASES:
    pbc, cell, positions, cutoff = draw(number)
    number += 1
    volume = abs(np.linalg.det(cell))
    if volume < 1:
        continue
    (own, d), (other, e) = edges(pbc, cell, positions, cutoff)
    if len(own) > 6000 or np.any(np.abs(d - cutoff) < 1e-6):
        continue
    assert own.shape == other.shape and (own == other).all() and np.allclose(d, e, atol=1e-12), number
    rows = own.astype("<i4")
    case = {
        "pbc": pbc, "cell": cell.ravel().tolist(), "positions": positions.ravel().tolist(), "cutoff": cutoff, "edges": len(own),
        "crc32": zlib.crc32(rows.tobytes()),
        "distances": np.bincount(own[:, 0], weights=d, minlength=len(positions)).tolist(),
    }
    if len(own) <= 300:
        case["list"] = {
            "edges": base64.b64encode(zlib.compress(rows.tobytes(), 9)).decode(),
            "distances": base64.b64encode(d.astype("<f8").tobytes()).decode(),
        }
    cases.append(case)
OUT.mkdir(parents=True, exist_ok=True)
(OUT / "cells.json").write_text(json.dumps({"source": "ase 3.29.0 (LGPL-2.1+), equal to matscipy 1.3.1; values only", "cases": cases}, separators=(",", ":")) + "\n")
print(len(cases), "cells of", number, "drawn;", sum(c["edges"] for c in cases), "edges;", sum("list" in c for c in cases), "in full")
