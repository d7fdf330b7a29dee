"""Writes small files of weights, as NumPy, PyTorch and SevenNet write them, and what they hold: test/golden/weights/.

    bench/peers/.venv/bin/python golden/weights.py SEVENN    # SEVENN holds 7net-0/weights.npz, 7net-l3i5/weights.npz

The checkpoints of SevenNet are those of the package `sevenn` 0.13.0, cut to a few tensors and to one row of the radial
networks' last layer; SEVENN's arrays are what the package makes of them when it loads them.
"""
import gzip
import io
import json
import sys
from collections import Counter, OrderedDict, defaultdict, deque
from importlib.util import find_spec
from pathlib import Path, PurePosixPath

import numpy as np
import torch

OUT = Path(__file__).resolve().parents[1] / "test" / "golden" / "weights"
OUT.mkdir(parents=True, exist_ok=True)
DTYPES = {"float64": "F64", "float32": "F32", "float16": "F16", "bfloat16": "BF16", "int64": "I64", "int32": "I32",
          "int16": "I16", "int8": "I8", "uint64": "U64", "uint32": "U32", "uint16": "U16", "uint8": "U8", "bool": "BOOL"}


def expected(array):
    """In one string, which the formatter leaves alone; halves as their bits."""
    name = str(array.dtype).removeprefix("torch.")
    if isinstance(array, torch.Tensor):
        array = array.detach().contiguous()
        array = (array.view(torch.int16) if array.dtype == torch.bfloat16 else array).numpy()
    flat = np.ascontiguousarray(array).ravel()
    flat = flat.view(np.uint16) if name in ("float16", "bfloat16") else flat
    return {"dtype": DTYPES[name], "shape": list(array.shape), "values": " ".join(repr(x.item() * 1) for x in flat)}


def write_json(name, arrays):
    (OUT / name).write_text(json.dumps({key: expected(array) for key, array in arrays.items()}) + "\n")


# NumPy
random = np.random.default_rng(0)
matrix = random.standard_normal((3, 4)).astype("f4")
arrays = {
    "layer.weight": matrix, "layer.bias": random.standard_normal(5), "fortran": np.asfortranarray(matrix * 2),
    "fortran3": np.asfortranarray(np.arange(24, dtype="i4").reshape(2, 3, 4)), "scalar": np.array(7, "i8"),
    "empty": np.zeros((0, 3), "f8"), "half": np.array([1, -2.5, 65504], "f2"), "flags": np.array([True, False, True]),
    "i16": np.array([-3, 4], "i2"), "i8": np.array([-1, 127], "i1"), "u8": np.array([255], "u1"),
    "u16": np.array([65535], "u2"), "u32": np.array([4294967295], "u4"), "u64": np.array([2**64 - 1], "u8"),
    "zeros": np.zeros((20, 10), "f4"),
}
np.savez(OUT / "stored.npz", **{key: array for key, array in arrays.items() if key != "zeros"})
np.savez_compressed(OUT / "deflated.npz", **arrays)
write_json("arrays.json", arrays)

# PyTorch
torch.manual_seed(0)
model = torch.nn.Sequential(torch.nn.Linear(3, 2), torch.nn.BatchNorm1d(2))
optimizer = torch.optim.Adam(model.parameters())
model(torch.randn(4, 3)).square().sum().backward()
optimizer.step()
base = torch.arange(24, dtype=torch.float64).reshape(4, 6)
checkpoint = {
    "epoch": 3,
    "model": model.state_dict(),
    "base": base, "rows": base[1:3], "slice": base[1:3, 1::2], "transposed": base.t(), "expanded": torch.tensor([1.0, 2.0]).expand(3, 2),
    "empty": torch.zeros(0, 3), "scalar": torch.tensor(-7), "parameter": torch.nn.Parameter(torch.randn(2)),
    "list": [torch.tensor([1.5]), {"deep": (torch.tensor([2.5]), None)}],
    "types": {str(t).removeprefix("torch."): torch.tensor([1, 0, 1]).to(t) for t in
              (torch.float16, torch.bfloat16, torch.int32, torch.int16, torch.int8, torch.uint8, torch.bool)},
    "optimizer": optimizer.state_dict(),
    "config": {"device": torch.device("cpu"), "path": PurePosixPath("a/b"), "numpy": np.arange(3.0), "set": {1, 2}, "big": 2**70,
               "negative": -(2**40), "bytes": b"\x00\xff", "float": 0.1, "counter": Counter("aab"), "deque": deque([1, 2]), "default": defaultdict(list, {"a": [1]}), "size": torch.Size([2, 3]), 5: False},
}


def tensors(value, path=()):
    if isinstance(value, torch.Tensor):
        return {".".join(map(str, path)): value}
    items = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, (list, tuple)) else ()
    return {name: found for key, item in items for name, found in tensors(item, (*path, key)).items()}


for protocol in (2, 5):
    data = io.BytesIO()
    torch.save(checkpoint, data, pickle_protocol=protocol)
    (OUT / f"protocol{protocol}.pth.gz").write_bytes(gzip.compress(data.getvalue(), mtime=0))
write_json("checkpoint.json", tensors(checkpoint))

# SevenNet: found without an import, which would take e3nn.py of this folder for e3nn
PRETRAINED = Path(find_spec("sevenn").origin).parent / "pretrained_potentials"
MODELS = {"7net-0": ("SevenNet_0__11Jul2024/checkpoint_sevennet_0.pth", (1,)),
          "7net-l3i5": ("SevenNet_l3i5/checkpoint_l3i5.pth", (2,))}
KEEP = ("convolution.denominator", "convolution.convolution.", "convolution.weight_nn.layer2")
for name, (path, layers) in MODELS.items():
    whole = torch.load(PRETRAINED / path, map_location="cpu", weights_only=False)
    sorted_arrays = np.load(Path(sys.argv[1]) / name / "weights.npz")

    def is_kept(key):
        return any(key.startswith(f"{layer}_{part}") for layer in layers for part in KEEP)

    def row(key, array):
        return array[:1] if ".layer2." in key else array

    config = {key: whole["config"][key] for key in ("version", "irreps_manual", "lmax", "lmax_edge", "is_parity", "device")}
    raw = OrderedDict((key, row(key, array).clone()) for key, array in whole["model_state_dict"].items() if is_kept(key))
    data = io.BytesIO()
    torch.save({"model_state_dict": raw, "config": config, "epoch": whole["epoch"]}, data)
    (OUT / f"{name}.pth.gz").write_bytes(gzip.compress(data.getvalue(), mtime=0))
    np.savez_compressed(OUT / f"{name}.npz", **{key: row(key, sorted_arrays[key]) for key in sorted_arrays.files if is_kept(key) and "_w3j_" not in key})
