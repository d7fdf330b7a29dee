"""Writes the extract of e3nn 0.6.0's golden values that the tests of src/group read.

    python3 golden/e3nn.py FOLDER    # FOLDER holds wigner_3j.npz, spherical_harmonics.npz, wigner_D.npz, sphere.npz, irreps_algebra.json

Then `npx biome check --write test/golden`. Arrays are flat, row-major, f64 at full precision; of the 3j symbols only the entries that are not 0.
"""
import json
import sys
from pathlib import Path

import numpy as np

SOURCE = Path(sys.argv[1])
OUT = Path(__file__).resolve().parents[1] / "test" / "golden" / "e3nn"


def flat(array):
    return np.asarray(array).ravel().tolist()


def sparse(array):
    values = np.asarray(array).ravel()
    where = np.flatnonzero(np.abs(values) > 1e-15)
    return {"size": values.size, "where": where.tolist(), "values": values[where].tolist()}


def write(name, golden):
    OUT.mkdir(parents=True, exist_ok=True)
    (OUT / f"{name}.json").write_text(json.dumps(golden, separators=(",", ":")) + "\n")


def every(name):
    arrays = np.load(SOURCE / f"{name}.npz")
    return {key: flat(arrays[key]) for key in arrays.files}


symbols = np.load(SOURCE / "wigner_3j.npz")
write("group", {
    "wigner3j": {name: sparse(symbols[name]) for name in symbols.files},
    "irreps": json.loads((SOURCE / "irreps_algebra.json").read_text()),
})
write("harmonics", every("spherical_harmonics"))
write("wignerD", every("wigner_D"))
write("sphere", every("sphere"))
