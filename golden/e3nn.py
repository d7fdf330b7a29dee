"""Writes the extract of e3nn 0.6.0's golden values that the tests of src/group read.

    python3 golden/e3nn.py FOLDER    # FOLDER holds wigner_3j.npz, spherical_harmonics.npz, wigner_D.npz, irreps_algebra.json

Then `npx biome check --write test/golden`. Arrays are flat, row-major, f64 at full precision; of the 3j symbols only the entries that are not 0.
"""
import json
import sys
from pathlib import Path

import numpy as np

SOURCE = Path(sys.argv[1])
OUT = Path(__file__).resolve().parents[1] / "test" / "golden" / "e3nn" / "group.json"
VECTORS = [0, 1, 2, 20, 21, 22, 25]  # three random ones, x, y, z and -z
ANGLES = [0, 1, 2, 3, 4]  # the identity, beta = 0, beta = pi, two random ones


def flat(array):
    return np.asarray(array).ravel().tolist()


def sparse(array):
    values = np.asarray(array).ravel()
    where = np.flatnonzero(np.abs(values) > 1e-15)
    return {"size": values.size, "where": where.tolist(), "values": values[where].tolist()}


symbols = np.load(SOURCE / "wigner_3j.npz")
harmonics = np.load(SOURCE / "spherical_harmonics.npz")
rotations = np.load(SOURCE / "wigner_D.npz")
golden = {
    "wigner3j": {name: sparse(symbols[name]) for name in symbols.files},
    "harmonics": {name: flat(harmonics[name][VECTORS]) for name in harmonics.files},
    "wignerD": {name: flat(rotations[name][ANGLES]) for name in ["alpha", "beta", "gamma", "matrices", *(f"D_{l}" for l in range(7))]},
    "irreps": json.loads((SOURCE / "irreps_algebra.json").read_text()),
}
OUT.parent.mkdir(parents=True, exist_ok=True)
OUT.write_text(json.dumps(golden, separators=(",", ":")) + "\n")
