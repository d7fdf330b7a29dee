"""Tensor products of e3nn 0.6.0: `tensor_products:uvu:800`, `tensor_products:uvu:800:backward:script`, `tensor_products:full`, …

The last word says how the code that e3nn generates is run: as it is (what e3nn does since PyTorch 2.10), by TorchScript
("script", what it did before), or by torch.compile of all that is timed ("compiled").

What ours has to mirror
  inputs     by `numbers`, in the order of the arguments, part by part as [rows, 2l + 1, copies], then the parts of the cotangent
  uvu        nodes n: node i receives from i +- 1, +- 3, ... +- 23 and i + n / 2 (mod n), 25 edges a node, sorted by receiver and sender
             x [nodes, 128x0e + 128x1o + 128x2e], y [edges, 1x0e + 1x1o + 1x2e] in the place of harmonics,
             weights [edges, 11 * 128]: one for each edge, path and channel; ours has a tensor [edges, 128] for each path
             out: sum over a node's edges of  w (x_sender (x) y), mode uvu, 11 paths, each into a part of its own
  full       x, y [1000, 32x0e + 32x1o + 32x2e], weights [11 * 32 * 32 * 32] for all rows
             out: the fully connected product, mode uvw, 11 paths, into 32x0e + 32x1o + 32x2e
  backward   the derivative by x, y and weights of <cotangent, out>
Timed: uvu gathers (index_select), multiplies, sums (index_add); full multiplies; "backward" is both the result and the derivatives.
`values` are the mean absolute entries of out, and of the derivatives by x, y and weights.
"""
import e3nn
import numpy as np
import torch
from e3nn import o3


def make(which, *words):
    if "script" in words:
        e3nn.set_optimization_defaults(jit_mode="script")
    sizes = [int(word) for word in words if word.isdigit()]
    product, inputs, out, facts = {"uvu": uvu, "full": full}[which](*sizes)
    if "compiled" in words:
        product = torch.compile(product, fullgraph=True)
    return timed(product, inputs, out, facts, "backward" in words)


def uvu(nodes, neighbours=25, channels=128):
    x, y = o3.Irreps(f"{channels}x0e + {channels}x1o + {channels}x2e"), o3.Irreps("0e + 1o + 2e")
    found = [(i, j, ir) for i, (_, a) in enumerate(x) for j, (_, b) in enumerate(y) for ir in a * b if ir in x]
    out, place, _ = o3.Irreps([(channels, ir) for _, _, ir in found]).sort()
    paths = [(i, j, place[k], "uvu", True) for k, (i, j, _) in enumerate(found)]
    module = o3.TensorProduct(x, y, out, paths, shared_weights=False, internal_weights=False)
    offsets = [sign * o for o in range(1, neighbours, 2) for sign in (1, -1)][: neighbours - 1] + [nodes // 2]
    receivers = torch.arange(nodes).repeat_interleave(neighbours)
    senders = ((torch.arange(nodes)[:, None] + torch.tensor(offsets)) % nodes).sort(1).values.flatten()
    edges = len(receivers)

    def product(x, y, weights):
        messages = module(x.index_select(0, senders), y, weights)
        return torch.zeros(nodes, messages.shape[1]).index_add_(0, receivers, messages)

    inputs, seed = [], 0
    for rows, irreps in (nodes, x), (edges, y):
        inputs.append(flat(rows, irreps, seed))
        seed += len(irreps)
    weights = [numbers((edges, channels), seed + i) for i in range(len(paths))]
    inputs.append(torch.cat(weights, 1))
    return product, inputs, flat(nodes, out, seed + len(paths)), {"edges": edges}


def full(rows=1000, copies=32):
    irreps = o3.Irreps(f"{copies}x0e + {copies}x1o + {copies}x2e")
    module = o3.FullyConnectedTensorProduct(irreps, irreps, irreps, shared_weights=True, internal_weights=False)
    inputs = [flat(rows, irreps, 0), flat(rows, irreps, 3), numbers((module.weight_numel,), 6)]
    return module, inputs, flat(rows, irreps, 7), {"rows": rows}


def numbers(shape, seed):
    """Of mean 0 and variance 1, spread evenly: the same on both sides."""
    spread = (np.arange(np.prod(shape)) * 0.6180339887498949 + seed * 0.1234) % 1 - 0.5
    return torch.from_numpy((spread * 12**0.5).astype(np.float32)).reshape(shape)


def flat(rows, irreps, seed):
    """A field as e3nn has it, from parts [rows, 2l + 1, copies]."""
    parts = [numbers((rows, ir.dim, copies), seed + i) for i, (copies, ir) in enumerate(irreps)]
    return torch.cat([part.transpose(1, 2).reshape(rows, -1) for part in parts], 1)


def timed(product, inputs, cotangent, facts, backward):
    leaves = [x.requires_grad_(backward) for x in inputs]

    def step():
        with torch.set_grad_enabled(backward):
            z = product(*leaves)
            return [z, *(torch.autograd.grad(z, leaves, cotangent) if backward else [])]

    values = " ".join(f"{float(x.detach().abs().mean()):.6g}" for x in step())
    return step, {"weights": inputs[-1].numel(), "values": values, **facts}
