"""SchNet-like energies and forces (Schuett et al. 2017, arXiv:1706.08566): one training step through the forces, eager.

What ours has to mirror
  sizes      32 molecules x 20 atoms, every ordered pair an edge: atoms 640, edges 12,160 (i = receiver, j = sender, sorted by i)
  inputs     x [640, 3]: 20 sites of a 3x3x3 grid of spacing 1.5, each moved by 0.15 times a standard normal; kind [640] in 0 ... 3;
             targets energy [32, 1] and force [640, 3], standard normal; f32; fixed, from seed 0
  radial     exp(-0.5 ((r - c_k) / d)^2), c_k = 32 numbers 0 ... 6 evenly spaced, d = 6/31; r = |x_i - x_j|; no cutoff
  embed      table [4, 64]
  3 blocks   W_ij = filter(radial_ij)          Linear(32, 64) SiLU Linear(64, 64)
             y_i  = sum_j W_ij * (h_j A)       A [64, 64], no bias
             h'   = h + dense(y)               Linear(64, 64) SiLU Linear(64, 64)
  energy     sum over the atoms of a molecule of  Linear(64, 32) SiLU Linear(32, 1)
  forces     -dE/dx by reverse mode with create_graph=True
  loss       mean squared error of the energies [32, 1] + mean squared error of the forces [640, 3]
  optimizer  Adam, lr 1e-3, betas 0.9 0.999, eps 1e-8, no weight decay (PyTorch's fused kernel, the fastest it has)
Timed: zero_grad, distances, energies, forces, loss, backward through the forces, Adam, the loss read back as a number.
Not timed: making the inputs and the pairs.

Gathers by index_select and sums by index_add_: a fifth faster at two threads than indexing. All pairs as a dense
[32, 20, 20, 64] block, which no package does, would save another 3 %.
"""
import torch
from torch import nn


class Block(nn.Module):
    def __init__(self, width, radial):
        super().__init__()
        self.filter = nn.Sequential(nn.Linear(radial, width), nn.SiLU(), nn.Linear(width, width))
        self.into = nn.Linear(width, width, bias=False)
        self.dense = nn.Sequential(nn.Linear(width, width), nn.SiLU(), nn.Linear(width, width))

    def forward(self, h, radial, i, j):
        message = self.filter(radial) * self.into(h).index_select(0, j)
        return h + self.dense(torch.zeros_like(h).index_add_(0, i, message))


class Schnet(nn.Module):
    def __init__(self, width=64, depth=3, radial=32, reach=6.0):
        super().__init__()
        self.register_buffer("centres", torch.linspace(0, reach, radial))
        self.spacing = reach / (radial - 1)
        self.embed = nn.Embedding(4, width)
        self.blocks = nn.ModuleList(Block(width, radial) for _ in range(depth))
        self.energy = nn.Sequential(nn.Linear(width, width // 2), nn.SiLU(), nn.Linear(width // 2, 1))

    def forward(self, kind, x, i, j, atoms):
        r = (x.index_select(0, i) - x.index_select(0, j)).square().sum(1, keepdim=True).sqrt()
        radial = torch.exp(-0.5 * ((r - self.centres) / self.spacing).square())
        h = self.embed(kind)
        for block in self.blocks:
            h = block(h, radial, i, j)
        return self.energy(h).view(-1, atoms).sum(1, keepdim=True)


def make(molecules=32, atoms=20):
    torch.manual_seed(0)
    nodes = molecules * atoms
    pairs = [(m * atoms + p, m * atoms + q) for m in range(molecules) for p in range(atoms) for q in range(atoms) if p != q]
    i, j = torch.tensor(pairs).T.contiguous()
    grid = torch.cartesian_prod(*[1.5 * torch.arange(3.0)] * 3)[:atoms]
    x = grid.repeat(molecules, 1) + 0.15 * torch.randn(nodes, 3)
    kind = torch.randint(0, 4, (nodes,))
    energy, force = torch.randn(molecules, 1), torch.randn(nodes, 3)
    model = Schnet()
    adam = torch.optim.Adam(model.parameters(), lr=1e-3, fused=True)

    def step():
        adam.zero_grad()
        at = x.detach().requires_grad_()
        e = model(kind, at, i, j, atoms)
        (slope,) = torch.autograd.grad(e.sum(), at, create_graph=True)
        value = nn.functional.mse_loss(e, energy) + nn.functional.mse_loss(-slope, force)
        value.backward()
        adam.step()
        return value.item()

    return step, {"parameters": sum(p.numel() for p in model.parameters()), "atoms": nodes, "edges": len(pairs)}
