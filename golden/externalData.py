"""Writes test/golden/externalData/: a permutation-equivariant model as PyTorch's exporter writes it, its larger weights in
deep.onnx.data beside deep.onnx, and PyTorch's results for one input.

bash bench/peers/setup.sh && bench/peers/.venv/bin/python -m pip install onnx onnxscript
bench/peers/.venv/bin/python golden/externalData.py
"""

import json
from pathlib import Path

import onnx
import torch
from torch.nn import Linear

out = Path(__file__).parent.parent / "test/golden/externalData"
out.mkdir(parents=True, exist_ok=True)


class DeepSet(torch.nn.Module):
    def __init__(self):
        super().__init__()
        self.own, self.mean, self.mix, self.out = Linear(3, 24), Linear(3, 24, bias=False), Linear(24, 24), Linear(24, 2)

    def forward(self, x):
        hidden = torch.tanh(self.own(x) + self.mean(x.mean(1, keepdim=True)))
        return self.out(torch.tanh(self.mix(hidden)))


torch.manual_seed(0)
model, x = DeepSet(), torch.randn(1, 5, 3)
torch.onnx.export(model, (x,), out / "deep.onnx", dynamo=True, input_names=["x"], output_names=["y"], verbose=False)
exported = onnx.load(out / "deep.onnx", load_external_data=False)
for node in exported.graph.node:  # where each was written
    del node.metadata_props[:]
onnx.save(exported, out / "deep.onnx")
values = {name: t.detach().flatten().tolist() for name, t in {"x": x, "y": model(x)}.items()}
(out / "deep.json").write_text(json.dumps({"torch": torch.__version__, **values}) + "\n")
