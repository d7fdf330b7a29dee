"""Writes golden values of e3nn 0.6.0's ReducedTensorProducts, which the tests of src/group and src/nn read.

    python3 -P golden/e3nnReducedProducts.py FOLDER    # needs torch, e3nn==0.6.0; FOLDER holds reduced_tensor_products (.npz, .json)

-P, because a file beside this one is named e3nn as well. Then `npx biome check --write test/golden`. The cases of FOLDER
are copied; those below are made here, with the values and gradients of the module on random rows. Of a change of basis only
the entries that are not 0 are written.
"""
import json
import sys
from pathlib import Path

import e3nn
import numpy as np
import torch
from e3nn import o3

SOURCE = Path(sys.argv[1])
OUT = Path(__file__).resolve().parents[1] / "test" / "golden" / "e3nn"
ROWS = 3
CASES = [
    dict(formula="ij", indices=dict(i="1o+0e", j="2e+1e")),
    dict(formula="ij=-ji", indices=dict(i="1o+1e")),
    dict(formula="ij=ji", indices=dict(i="2x1o+1x2e"), filterOut=["0e", "2e"]),
    dict(formula="ijk=jik", indices=dict(i="1o", k="0o+2e")),
    dict(formula="ijk=-jik=-ikj", indices=dict(i="2x0e+1x1o")),
    dict(formula="ijk=jki", indices=dict(i="1e+0o"), filterOut=["0o", "1e", "3e"]),
    dict(formula="ijk=jik=ikj", indices=dict(i="0e+1o+2e"), filterOut=["0e", "1o"], filterMid=["0e", "1o"]),
    dict(formula="ijkl=-jikl=-ijlk=klij", indices=dict(i="1o")),
]


def flat(array, decimals):
    return " ".join(repr(float(x)).removesuffix(".0") for x in np.round(np.asarray(array).ravel(), decimals))


def sparse(array):
    values = np.asarray(array).ravel()
    where = np.flatnonzero(np.abs(values) > 1e-14)
    return dict(shape=list(array.shape), where=" ".join(map(str, where)), values=flat(values[where], 14))


def made(case):
    formula, indices = case["formula"], case["indices"]
    module = o3.ReducedTensorProducts(
        formula, filter_ir_out=case.get("filterOut"), filter_ir_mid=case.get("filterMid"), **indices
    )
    x = [torch.randn(ROWS, irreps.dim).round(decimals=13).requires_grad_() for irreps in module.irreps_in]
    y = module(*x)
    cotangent = torch.randn_like(y).round(decimals=13)
    gradients = torch.autograd.grad(y, x, cotangent)
    arrays = dict(x=[flat(each.detach(), 13) for each in x], y=flat(y.detach(), 12), cotangent=flat(cotangent, 13))
    arrays["dx"] = [flat(each, 12) for each in gradients]
    return {**case, "irreps": str(module.irreps_out), "basis": sparse(module.change_of_basis), "module": arrays}


def copied():
    arrays = np.load(SOURCE / "reduced_tensor_products.npz")
    irreps = json.loads((SOURCE / "reduced_tensor_products.json").read_text())["irreps_out"]
    for key in arrays.files:
        formula, i = key.split("|")
        yield dict(formula=formula, indices=dict(i=i), irreps=irreps[key], basis=sparse(arrays[key]))


assert e3nn.__version__ == "0.6.0"
torch.set_default_dtype(torch.float64)
torch.manual_seed(0)
golden = [*copied(), *map(made, CASES)]
(OUT / "reducedProducts.json").write_text(json.dumps(golden, separators=(",", ":")) + "\n")
