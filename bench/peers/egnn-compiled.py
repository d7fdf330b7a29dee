"""egnn.py with forward, loss and their derivative through torch.compile (one graph, default mode); fused Adam stays eager, for
that is the fastest: compiling Adam too, or mode="max-autotune", gains nothing. The first call takes 30-40 s (3 s from the
on-disk cache of an earlier run) and is not timed.
"""
import torch

import egnn


def make():
    return egnn.make(lambda loss: torch.compile(loss, fullgraph=True))
