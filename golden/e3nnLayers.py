"""Writes the extract of e3nn 0.6.0's golden values that the tests of src/nn read.

    python3 golden/e3nnLayers.py FOLDER    # FOLDER holds tensor_products, layers, batch_norm (.npz, .json), soft_one_hot.npz

Then `npx biome check --write test/golden`. Arrays are flat, row-major and in one string, which the formatter
leaves alone: inputs to 13 decimals, results to 11. An array that occurs twice is named by its first key the second time.
"""
import json
import sys
from pathlib import Path

import numpy as np

SOURCE = Path(sys.argv[1])
OUT = Path(__file__).resolve().parents[1] / "test" / "golden" / "e3nn"
RESULTS = ("y", "z", "dx", "dy", "dw", "running_mean", "running_var")


def flat(key, array):
    values = np.asarray(array).ravel()
    case, name = key.split("/")[0], key.split("/")[-1]
    is_result = name in RESULTS and not (name == "y" and case in PRODUCTS)  # of a product, y is the second factor
    return " ".join(repr(float(x)).removesuffix(".0") for x in np.round(values, 11 if is_result else 13))


def extract(name):
    arrays, first, out = np.load(SOURCE / f"{name}.npz"), {}, {}
    for key in arrays.files:
        same = first.setdefault(arrays[key].tobytes(), key)
        out[key] = flat(key, arrays[key]) if same == key else f"={same}"
    return out


def describe(name):
    return json.loads((SOURCE / f"{name}.json").read_text())


def write(name, golden):
    OUT.mkdir(parents=True, exist_ok=True)
    (OUT / f"{name}.json").write_text(json.dumps(golden, separators=(",", ":")) + "\n")


PRODUCTS = describe("tensor_products")
write("layersTensorProduct", {"cases": PRODUCTS, "arrays": extract("tensor_products")})
write("layers", {"cases": describe("layers"), "arrays": extract("layers"), "moments": describe("normalize2mom")["constants"]})
write("layersBatchNorm", {"cases": describe("batch_norm"), "arrays": extract("batch_norm")})
write("layersSoftOneHot", {"arrays": extract("soft_one_hot")})
