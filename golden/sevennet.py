"""Writes SevenNet's published weights as safetensors, and the extract of golden values that the tests read.

    python3 golden/sevennet.py FOLDER    # FOLDER holds 7net-0, 7net-l3i5, 7net-mf-0 (weights.npz, golden*.json, water_layers*.npz, eos*.json)

Then `npx biome check --write test/golden`. The weights of 7net-0 go into the package (src/zoo/weights), the others and the values to test/golden/sevennet.
"""
import json
import struct
import sys
from pathlib import Path

import numpy as np

SOURCE = Path(sys.argv[1])
ROOT = Path(__file__).resolve().parents[1]
TESTS = ROOT / "test" / "golden" / "sevennet"
SHIPPED = ROOT / "src" / "zoo" / "weights"
PROVENANCE = {
    "source": "sevenn 0.13.0 (PyPI), https://github.com/MDIL-SNU/SevenNet",
    "license": "MIT, (c) 2024 Yutack Park",
}


def save(path, arrays, metadata, dtype="F32"):
    """safetensors, by hand: its Python package is not needed for a few lines of header."""
    header, parts, end = {"__metadata__": metadata}, [], 0
    for name in sorted(arrays):
        data = np.ascontiguousarray(arrays[name], dtype={"F32": "<f4", "F64": "<f8"}[dtype])
        header[name] = {"dtype": dtype, "shape": list(data.shape), "data_offsets": [end, end + data.nbytes]}
        parts.append(data.tobytes())
        end += data.nbytes
    text = json.dumps(header, separators=(",", ":")).encode()
    text += b" " * (-len(text) % 8)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(struct.pack("<Q", len(text)) + text + b"".join(parts))


def rounded(values):
    return None if values is None else [float(f"{x:.13g}") for x in np.asarray(values, dtype=np.float64).ravel()]


def structures(path):
    out = {}
    for name, case in json.loads(path.read_text())["structures"].items():
        value = case["f64"]
        out[name] = {
            "numbers": case["numbers"],
            "positions": np.ravel(case["positions"]).tolist(),
            "cell": np.ravel(case["cell"]).tolist() if any(case["pbc"]) else None,
            "pbc": case["pbc"],
            "energy": value["energy"],
            "energies": rounded(value["energies"]),
            "forces": rounded(value["forces"]),
            "stress": rounded(value["stress"]),
        }
    return out


def layers(path):
    """What each layer of the model makes of a water molecule, f64, in e3nn's flat layout."""
    arrays = np.load(path)
    return {name: arrays[name] for name in arrays.files if "radial_weights" not in name and "onehot_idx" not in name}


def equations(path):
    results = json.loads(path.read_text())["results"]
    keys = ("crystal", "a_start", "a0", "bulk_modulus_GPa")
    return {name: {key: case[key] for key in keys} for name, case in results.items()}


for folder in ("7net-0", "7net-l3i5", "7net-mf-0"):
    weights = np.load(SOURCE / folder / "weights.npz")
    used = {n: weights[n] for n in weights.files if not n.endswith("output_mask") and "_w3j_" not in n}
    own = folder.replace("7net", "sevennet")
    place = SHIPPED if folder == "7net-0" else TESTS
    save(place / f"{own}.safetensors", used, {**PROVENANCE, "model": folder})
    for path in sorted((SOURCE / folder).glob("golden*.json")):
        (TESTS / f"{path.stem.replace('golden', own)}.json").write_text(json.dumps(structures(path)) + "\n")
    for path in sorted((SOURCE / folder).glob("eos*.json")):
        (TESTS / f"{path.stem.replace('eos', own + '-eos')}.json").write_text(json.dumps(equations(path)) + "\n")
    for path in sorted((SOURCE / folder).glob("water_layers*.npz")):
        save(TESTS / f"{path.stem.replace('water_layers', own + '-water')}.safetensors", layers(path), PROVENANCE, "F64")
(SHIPPED / "sevennet-0.LICENSE").write_text((SOURCE / "LICENSE").read_text())
