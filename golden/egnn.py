"""Writes what the EGNN authors' code computes in float64: the velocity EGNN and the GNN baseline of their n-body experiment.

    python3 golden/egnn.py REPO_DIR    # a git directory of https://github.com/vgsatorras/egnn (MIT), bare or not

Needs PyTorch. The code is checked out into a temporary folder; only values are kept: inputs, weights (all drawn larger
than by their initialisation, so that each matters), outputs, the mean squared error and its gradient by each weight.
Then `npx biome check --write test/golden`.
"""
import json
import subprocess
import sys
import tempfile
from pathlib import Path

import torch

OUT = Path(__file__).resolve().parents[1] / "test" / "golden" / "egnn"
REPO = Path(sys.argv[1])
GIT_DIR = REPO / ".git" if (REPO / ".git").exists() else REPO
GRAPHS, NODES, WIDTH, LAYERS = 2, 4, 8, 2

checkout = tempfile.TemporaryDirectory()
archive = ["git", f"--git-dir={GIT_DIR}", "archive", "HEAD", "models/gcl.py", "n_body_system/model.py"]
subprocess.run(["tar", "-x", "-C", checkout.name], input=subprocess.run(archive, check=True, capture_output=True).stdout, check=True)
commit = subprocess.run(["git", f"--git-dir={GIT_DIR}", "rev-parse", "HEAD"], check=True, capture_output=True, text=True).stdout.strip()
sys.path.insert(0, checkout.name)
sys.dont_write_bytecode = True
from n_body_system.model import GNN, EGNN_vel  # noqa: E402

torch.set_default_dtype(torch.float64)
torch.manual_seed(20260101)


def plain(tensor):
    return {"shape": list(tensor.shape), "data": tensor.detach().flatten().tolist()}


def record(name, model, predict):
    with torch.no_grad():
        for weight in model.parameters():
            weight.normal_(0, 0.4)
    predicted = predict(model)
    loss = torch.nn.MSELoss()(predicted, target)
    loss.backward()
    golden = {
        "source": f"https://github.com/vgsatorras/egnn at {commit}, MIT, Copyright (c) 2021 Victor Garcia Satorras; PyTorch {torch.__version__}",
        "width": WIDTH,
        "layers": LAYERS,
        "graphs": GRAPHS,
        "inputs": {key: plain(value) for key, value in {"position": position, "velocity": velocity, "charge": charge, "target": target}.items()},
        "weights": {key: plain(value) for key, value in model.state_dict().items()},
        "predicted": plain(predicted),
        "loss": loss.item(),
        "gradients": {key: plain(value.grad) for key, value in model.named_parameters() if value.grad is not None},
    }
    (OUT / f"{name}.json").write_text(json.dumps(golden, separators=(",", ":")) + "\n")
    print(name, "loss", loss.item(), "without gradient:", [key for key, value in model.named_parameters() if value.grad is None])


nodes = GRAPHS * NODES
position, velocity, target = (torch.randn(nodes, 3) for _ in range(3))
charge = torch.randint(0, 2, (nodes,)) * 2.0 - 1
pairs = [(g * NODES + i, g * NODES + j) for g in range(GRAPHS) for i in range(NODES) for j in range(NODES) if i != j]
rows, cols = (torch.tensor(ends) for ends in zip(*pairs))
product = (charge[rows] * charge[cols]).unsqueeze(1)
squared = torch.sum((position[rows] - position[cols]) ** 2, 1).unsqueeze(1)
speed = torch.sqrt(torch.sum(velocity**2, 1)).unsqueeze(1)

OUT.mkdir(parents=True, exist_ok=True)
# As main_nbody.py calls them. The layers add to the positions in place, hence the copy.
record(
    "egnnVelocity",
    EGNN_vel(in_node_nf=1, in_edge_nf=2, hidden_nf=WIDTH, n_layers=LAYERS, recurrent=True),
    lambda model: model(speed, position.clone(), [rows, cols], velocity, torch.cat([product, squared], 1)),
)
record(
    "gnn",
    GNN(input_dim=6, hidden_nf=WIDTH, n_layers=LAYERS, recurrent=True),
    lambda model: model(torch.cat([position, velocity], 1), [rows, cols], product),
)
