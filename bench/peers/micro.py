"""One operation of fixed sizes and its derivatives: micro:NAME eager, micro:NAME:compiled by torch.compile (where it takes it).

What ours has to mirror
  inputs       the shapes beside each function, all with a derivative; f32; fixed numbers that both sides make from the same formula
  results      those of the function, and the derivative of <cotangent, result> by every input (of eigh and svd: of the values only)
  values       a number for each result and derivative, in this order; the benchmark refuses to time what does not agree
Timed: the function and its derivatives (autograd.grad). Not timed: making inputs, indices and what is known of them.
"""
import numpy as np
import torch
from torch.nn import functional as F


def fractions(seed, count):
    wild = np.sin(np.arange(1, count + 1) * 12.9898 + seed * 78.233) * 43758.5453
    return wild - np.floor(wild)


def drawn(seed, shape, scale=1):
    return torch.tensor(scale * np.sqrt(12) * (fractions(seed, int(np.prod(shape))) - 0.5), dtype=torch.float32).reshape(shape)


def integers(seed, count, below):
    return torch.tensor(np.floor(fractions(seed, count) * below), dtype=torch.int64)


SEGMENTS, ROWS = 1000, 20_000
ids = integers(100, ROWS, SEGMENTS)
ordered = ids.sort().values
lengths = torch.bincount(ordered, minlength=SEGMENTS)

HEADS = (4, 8, 128, 64)
MLP = (1024, 128), (128, 256), (256,), (256, 128), (128,)


def mlp(activation):
    return lambda x, into, bias, out, shift: torch.addmm(shift, activation(torch.addmm(bias, x, into)), out)


def attention(q, k, v):
    return F.scaled_dot_product_attention(q, k, v)


def broadcast(x, scale, shift, gate):
    return (((x - x.mean(-1, keepdim=True)) * scale + shift) * gate).sum(0)


def einsum(q, k, x, y, form, z, mix):
    scores = torch.einsum("bqhd,bkhd->bhqk", q, k)
    return scores, torch.einsum("bi,bj,oij->bo", x, y, form), torch.einsum("nmi,io->nmo", z, mix)


def eigh(x):
    return tuple(torch.linalg.eigh(x + x.mT))


def svd(x):
    u, s, vh = torch.linalg.svd(x, full_matrices=False)
    return s, u, vh.mT


def radial(x, cutoff=5):
    r = x * x + 0.5
    u = r / cutoff
    bessel = (2 / cutoff) ** 0.5 * torch.sin(u * torch.pi * torch.arange(1, 9)) / r
    return bessel * torch.where(u < 1, 1 - 28 * u**6 + 48 * u**7 - 21 * u**8, 0.0)


OPERATIONS = {
    "softmax": (lambda x: x.softmax(-1), (4096, 256)),
    "layer-norm": (lambda x, scale, bias: F.layer_norm(x, (256,), scale, bias), (4096, 256), (256,), (256,)),
    "attention": (attention, HEADS, HEADS, HEADS),
    "matmul-small": (torch.bmm, (10_000, 8, 8), (10_000, 8, 8)),
    "matmul-transposed": (lambda x, y, z: (x.T @ y, x @ z.T), (512, 384), (512, 384), (512, 384)),
    "conv1d": (lambda x, w: F.conv1d(x, w, padding=2), (32, 64, 256), (64, 64, 5)),
    "conv2d": (lambda x, w: F.conv2d(x, w, padding=1), (16, 32, 32, 32), (32, 32, 3, 3)),
    "conv3d": (lambda x, w: F.conv3d(x, w, padding=1), (4, 16, 16, 16, 16), (16, 16, 3, 3, 3)),
    "mlp-gelu": (mlp(F.gelu), *MLP),
    "mlp-silu": (mlp(F.silu), *MLP),
    "einsum": (einsum, (8, 64, 4, 32), (8, 64, 4, 32), (512, 32), (512, 32), (32, 32, 32), (2000, 9, 32), (32, 32)),
    "broadcast": (broadcast, (4096, 256), (256,), (256,), (4096, 1)),
    "gather": (lambda x: x.index_select(0, ids), (SEGMENTS, 64)),
    "segment-sum-sorted": (lambda x: torch.segment_reduce(x, "sum", lengths=lengths, unsafe=True), (ROWS, 64)),
    "segment-sum-unsorted": (lambda x: torch.zeros(SEGMENTS, 64).index_add_(0, ids, x), (ROWS, 64)),
    "eigh": (eigh, (10_000, 3, 3)),
    "svd": (svd, (10_000, 3, 3)),
    "radial": (radial, (20_000, 1)),
    "fft": (lambda x: torch.view_as_real(torch.fft.rfft(x)), (4096, 64)),
}
SCALES = {"mlp-gelu": {1: 128**-0.5, 3: 256**-0.5}, "mlp-silu": {1: 128**-0.5, 3: 256**-0.5}}
FIRST_ONLY = {"eigh", "svd"}


def make(name, how="eager"):
    function, *shapes = OPERATIONS[name]
    scales = SCALES.get(name, {})
    inputs = [drawn(i, shape, scales.get(i, 1)).requires_grad_() for i, shape in enumerate(shapes)]
    if how == "compiled":
        function = torch.compile(function, fullgraph=True)

    def forward():
        found = function(*inputs)
        return found if isinstance(found, tuple) else (found,)

    results = forward()
    chosen = slice(1 if name in FIRST_ONLY else None)
    cotangents = [drawn(len(inputs) + i, y.shape) for i, y in enumerate(results[chosen])]

    def step():
        results = forward()
        return *results, *torch.autograd.grad(results[chosen], inputs, cotangents)

    return step, {"values": " ".join(str(summary(x)) for x in step())}


def summary(x):
    x = x.detach().double().abs().flatten().numpy()
    return float((x * (1 + np.arange(len(x)) / len(x))).mean())
