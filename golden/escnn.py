"""Writes the extract of escnn 1.0.11's golden values that the tests of src/group read.

    python3 golden/escnn.py FOLDER    # FOLDER holds representations.{json,npz}, bases.json, kernel_bases.npz

Then `npx biome check --write test/golden`. A sampled basis is too large to keep: of each stays its span, as the projection of one fixed vector,
probe[i] = sin((i + 1)^2). Two spaces of equal dimension that project a generic vector alike are equal.
"""
import json
import sys
from pathlib import Path

import numpy as np

SOURCE = Path(sys.argv[1])
OUT = Path(__file__).resolve().parents[1] / "test" / "golden" / "escnn"


def flat(array):
    return (np.asarray(array).ravel() + 0.0).tolist()


def short(array):  # stored from float32
    return [float(f"{x:.9g}") for x in np.asarray(array).ravel()]


def projection(basis):
    vectors = basis.reshape(len(basis), -1).astype(float)
    probe = np.sin(np.arange(1, vectors.shape[1] + 1, dtype=float) ** 2)
    orthonormal, _ = np.linalg.qr(vectors.T)
    return {"shape": list(basis.shape), "projection": short(orthonormal @ (orthonormal.T @ probe))}


matrices = np.load(SOURCE / "representations.npz")
groups = {}
for name, row in json.loads((SOURCE / "representations.json").read_text()).items():
    arrays = {key.split("/")[1]: key for key in matrices.files if key.split("/")[0] == name}
    groups[name] = {
        "elements": row["elements"],
        "irreps": {key: flat(matrices[arrays[key]]) for key in row["irreps"]},
        **{key: flat(matrices[arrays[key]]) for key in ("plane_action", "regular_change_of_basis") if key in arrays},
        **({"regular_irreps": row["regular_irreps"], "multiplication": row["multiplication"],
            "regular": np.argmax(matrices[arrays["regular"]], axis=1).tolist()} if "regular" in arrays else {}),
    }
bases = json.loads((SOURCE / "bases.json").read_text())
kernels = np.load(SOURCE / "kernel_bases.npz")
golden = {
    "representations": groups,
    "kernels": {key: projection(kernels[key]) for key in kernels.files},
    "dimensions": {"rings": bases["defaults"], "cases": [
        [c["group"], c["kernel_size"], c["in_field"], c["out_field"], c["dimension"], {r: int(n) for r, n in c.get("radii_count", {}).items()}]
        for c in bases["cases"]]},
}
OUT.mkdir(parents=True, exist_ok=True)
for name, value in golden.items():
    (OUT / f"{name}.json").write_text(json.dumps(value, separators=(",", ":")) + "\n")
