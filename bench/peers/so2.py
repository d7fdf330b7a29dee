"""The eSCN convolution in PyTorch: `so2` as its authors write it, `so2:short` by fewer operations, `so2:product` without it.

What ours has to mirror
  inputs     by `numbers` of tensor_products.py: the parts of x [80, 2l + 1, 64] for l = 0 ... 6, arrows [2000, 3], factors
             [2000, 18 * 64] by m, l, channel; then, times 1 / sqrt(rows), the weights [n 64, n 64] of m = 0, n = 7, and of
             m = 1, 2, n = 7 - m, the real and the imaginary ones
  edges      those of tensor_products.py
  out        sum over a node's edges of D^T W (factors D x_sender): D turns the edge onto y and keeps |m| <= 2
Timed: the matrices D from arrows, gather, turn, mix, turn back, sum (index_add).
  so2        D = J Z(-beta) J Z(-alpha) of each l, put into a matrix [49, 49] of which rows are kept; one linear map for the
             real and imaginary weights of m on both of +-m  (Passaro & Zitnick 2023, Liao et al. 2023)
  short      D by its Fourier series in beta, complex products by three real ones: as ours
  product    e3nn's product with harmonics l <= 6 instead of turning, mode uvu, all paths of natural parity into l <= 6,
             the factors one for each edge, path and channel, and e3nn's linear map of the sums over edges; e3nn compiles it
`values` are the mean absolute entry of out, and the mean product of an entry and the next.
"""
import math

import torch
from e3nn import o3

from tensor_products import numbers

MOST, M_MAX, CHANNELS, NODES, NEIGHBOURS = 6, 2, 64, 80, 25
EDGES, SIZE = NODES * NEIGHBOURS, (MOST + 1) ** 2
# Components in the order m = 0, 1, -1, 2, -2; of each, all l.
ORDERS = [(m, sign, range(m, MOST + 1)) for m in range(M_MAX + 1) for sign in ((1,) if m == 0 else (1, -1))]
KEPT = torch.tensor([l * l + l + sign * m for m, sign, degrees in ORDERS for l in degrees])
COUNTS = [MOST + 1 - m for m in range(M_MAX + 1)]


def make(which="authors"):
    offsets = [sign * o for o in range(1, NEIGHBOURS, 2) for sign in (1, -1)][: NEIGHBOURS - 1] + [NODES // 2]
    receivers = torch.arange(NODES).repeat_interleave(NEIGHBOURS)
    senders = ((torch.arange(NODES)[:, None] + torch.tensor(offsets)) % NODES).sort(1).values.flatten()
    x = torch.cat([numbers((NODES, 2 * l + 1, CHANNELS), l) for l in range(MOST + 1)], 1)
    arrows, factors = numbers((EDGES, 3), MOST + 1), numbers((EDGES, sum(COUNTS) * CHANNELS), MOST + 2)
    if which == "product":
        return product(x, arrows, senders, receivers)
    sizes = [n * CHANNELS for m, n in enumerate(COUNTS) for _ in range(min(m, 1) + 1)]
    weights = [numbers((n, n), MOST + 3 + i) / math.sqrt(n) for i, n in enumerate(sizes)]
    turning, mixer = (fourier(), three(weights)) if which == "short" else (wigner, four(weights))

    def step():
        with torch.no_grad():
            matrices = turning(arrows)
            turned = torch.bmm(matrices, x.index_select(0, senders))
            back = torch.bmm(matrices.transpose(1, 2), mixed(turned, factors, mixer))
            return torch.zeros(NODES, SIZE, CHANNELS).index_add_(0, receivers, back)

    # Ours has the parts one after the other.
    out = torch.cat([step()[:, l * l : (l + 1) ** 2].flatten() for l in range(MOST + 1)])
    values = [out.abs().mean(), (out.double() * out.double().roll(-1)).mean()]
    return step, {"edges": EDGES, "values": " ".join(f"{float(v):.6g}" for v in values)}


def mixed(turned, factors, mixer):
    out, row, column = [], 0, 0
    for m, n in enumerate(COUNTS):
        signs = 1 if m == 0 else 2
        part = turned[:, row : row + signs * n].reshape(EDGES, signs, n * CHANNELS)
        part = part * factors[:, None, column : column + n * CHANNELS]
        out.append(mixer(m, part).reshape(EDGES, signs * n, CHANNELS))
        row, column = row + signs * n, column + n * CHANNELS
    return torch.cat(out, 1)


def four(weights):
    """One map for the real and the imaginary weights."""
    maps = [weights[0].T.contiguous()] + [torch.cat(weights[i : i + 2], 1).T.contiguous() for i in (1, 3)]

    def mixer(m, x):
        y = torch.nn.functional.linear(x, maps[m])
        if m == 0:
            return y
        real, imaginary = y.chunk(2, 2)
        return torch.cat([real[:, :1] - imaginary[:, 1:], real[:, 1:] + imaginary[:, :1]], 1)

    return mixer


def three(weights):
    sums = [(weights[i], weights[i + 1] - weights[i], weights[i + 1] + weights[i]) for i in (1, 3)]

    def mixer(m, x):
        if m == 0:
            return x @ weights[0]
        real, difference, total = sums[m - 1]
        plus, minus = x[:, 0], x[:, 1]
        both = (plus + minus) @ real
        return torch.stack([torch.addmm(both, minus, total, alpha=-1), torch.addmm(both, plus, difference)], 1)

    return mixer


def angles(arrows):
    direction = torch.nn.functional.normalize(arrows, dim=1)
    return torch.atan2(direction[:, 0], direction[:, 2]), torch.acos(direction[:, 1].clamp(-1, 1))


# The half turn about (1, 1, 0), which exchanges turns about x and about y.
SWAP = o3.matrix_to_angles(torch.tensor([[0.0, 1, 0], [1, 0, 0], [0, 0, -1]]))
J = [o3.wigner_D(l, *SWAP) for l in range(MOST + 1)]


def wigner(arrows):
    alpha, beta = angles(arrows)
    matrices = torch.zeros(EDGES, SIZE, SIZE)
    for l in range(MOST + 1):
        own = slice(l * l, (l + 1) ** 2)
        matrices[:, own, own] = J[l] @ about_y(-beta, l) @ J[l] @ about_y(-alpha, l)
    return matrices[:, KEPT]


def about_y(angle, l):
    m = torch.arange(-l, l + 1)
    matrix = torch.zeros(len(angle), 2 * l + 1, 2 * l + 1)
    matrix[:, m + l, l - m] = torch.sin(-m * angle[:, None])
    matrix[:, m + l, m + l] = torch.cos(m * angle[:, None])
    return matrix


def fourier():
    """D [m, c] is an entry of D(beta), given by its series, times cos |c| alpha or +- sin |c| alpha."""
    samples = 2 * MOST + 1
    nodes = 2 * math.pi * torch.arange(samples, dtype=torch.float64) / samples
    d = torch.zeros(samples, SIZE, SIZE, dtype=torch.float64)
    order, flip = torch.zeros(SIZE, dtype=torch.long), torch.zeros(SIZE, dtype=torch.long)
    for l in range(MOST + 1):
        own = slice(l * l, (l + 1) ** 2)
        d[:, own, own] = o3.wigner_D(l, torch.zeros_like(nodes), nodes, torch.zeros_like(nodes))
        order[own] = torch.arange(-l, l + 1)
        flip[own] = torch.arange((l + 1) ** 2 - 1, l * l - 1, -1)
    k = torch.arange(1, MOST + 1)
    series = torch.cat([torch.ones(1, samples), 2 * torch.cos(k[:, None] * nodes), 2 * torch.sin(k[:, None] * nodes)])
    series = ((series / samples) @ d.reshape(samples, -1)).reshape(-1, SIZE, SIZE)[:, :, KEPT].transpose(1, 2)
    negative = (order[KEPT] < 0)[:, None]
    is_same = negative == (order < 0)
    polar_table = torch.where(is_same, series, series[:, :, flip]).float().reshape(samples, -1)
    cosines = (torch.arange(samples)[:, None] == order.abs()).float()
    sines = (torch.arange(samples)[:, None] == MOST + order.abs()).float() * -order.sign()
    azimuth_table = torch.where(is_same, cosines[:, None], sines[:, None] * (order != 0)).reshape(samples, -1)

    def turning(arrows):
        polar, azimuth = ([torch.cos(phi * k), torch.sin(phi * k)] for phi in (a[:, None] for a in angles(arrows)[::-1]))
        one = torch.ones(EDGES, 1)
        matrices = (torch.cat([one, *polar], 1) @ polar_table).mul_(torch.cat([one, *azimuth], 1) @ azimuth_table)
        return matrices.reshape(EDGES, len(KEPT), SIZE)

    return turning


def product(x, arrows, senders, receivers):
    irreps = o3.Irreps([(CHANNELS, (l, (-1) ** l)) for l in range(MOST + 1)])
    harmonics = o3.Irreps([(1, ir) for _, ir in irreps])
    paths = [
        (i, j, k, "uvu", True)
        for i, (_, a) in enumerate(irreps)
        for j, (_, b) in enumerate(harmonics)
        for k, (_, c) in enumerate(irreps)
        if c in a * b
    ]
    module = o3.TensorProduct(irreps, harmonics, irreps, paths, shared_weights=False, internal_weights=False)
    linear = o3.Linear(irreps, irreps)
    factors = numbers((EDGES, module.weight_numel), MOST + 2)
    flat = torch.cat([x[:, l * l : (l + 1) ** 2].transpose(1, 2).reshape(NODES, -1) for l in range(MOST + 1)], 1)

    def step():
        with torch.no_grad():
            y = o3.spherical_harmonics(harmonics, arrows, True, "component")
            messages = module(flat.index_select(0, senders), y, factors)
            return linear(torch.zeros(NODES, messages.shape[1]).index_add_(0, receivers, messages))

    return step, {"edges": EDGES, "paths": len(paths), "weights": factors.numel()}
