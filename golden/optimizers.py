"""Writes five steps of PyTorch's optimizers in float64.

    python3 golden/optimizers.py

Gradients are those of a quadratic at the parameters of each step, plus noise that is fixed; all of them are written, so
that a reader needs neither. The rate changes from step to step. Then `npx biome check --write test/golden`.
"""
import json
from pathlib import Path

import torch

OUT = Path(__file__).resolve().parents[1] / "test" / "golden" / "optimizers.json"
RATES = [0.1, 0.1, 0.07, 0.03, 0.2]
CASES = {
    "adam": (torch.optim.Adam, {}),
    "adam with weightDecay": (torch.optim.Adam, {"weight_decay": 0.1}),
    "adam with betas": (torch.optim.Adam, {"betas": (0.5, 0.9), "eps": 1e-3}),
    "adamW": (torch.optim.AdamW, {}),
    "adamW with weightDecay": (torch.optim.AdamW, {"weight_decay": 0.2}),
    "sgd": (torch.optim.SGD, {}),
    "sgd with momentum": (torch.optim.SGD, {"momentum": 0.9}),
    "sgd with momentum and weightDecay": (torch.optim.SGD, {"momentum": 0.8, "weight_decay": 0.05}),
}
NAMES = {"weight_decay": "weightDecay", "eps": "epsilon", "momentum": "momentum"}

torch.set_default_dtype(torch.float64)
torch.manual_seed(20260101)
start = torch.randn(6)
curvature = torch.tensor([0.01, 0.3, 1, 2, 5, 0])
noise = 0.1 * torch.randn(len(RATES), 6)


def ours(options):
    betas = dict(zip(["beta1", "beta2"], options.get("betas", ())))
    return {**{NAMES[key]: value for key, value in options.items() if key in NAMES}, **betas}


def steps(kind, options):
    weights = start.clone()
    optimizer = kind([weights], lr=RATES[0], **options)
    for rate, shift in zip(RATES, noise):
        optimizer.param_groups[0]["lr"] = rate
        weights.grad = curvature * weights + shift
        gradient = weights.grad.tolist()
        optimizer.step()
        yield {"gradient": gradient, "rate": rate, "parameters": weights.tolist()}


golden = {
    "source": f"PyTorch {torch.__version__}",
    "start": start.tolist(),
    "cases": [
        {"name": name, "optimizer": name.split()[0], "options": ours(options), "steps": list(steps(kind, options))}
        for name, (kind, options) in CASES.items()
    ],
}
OUT.write_text(json.dumps(golden, separators=(",", ":")) + "\n")
