"""The first call of a function that torch.compile has not seen: tracing, differentiation and code for a training step of egnn.py.

What ours has to mirror: all that comes before the second step is quick, from the model in memory on.
Timed: torch.compile with every cache of earlier compilations off, one forward and one backward pass (0.02 s of it).
"""
import torch

import egnn


def make():
    torch._inductor.config.force_disable_caches = True
    _, loss, facts = egnn.parts()

    def step():
        torch._dynamo.reset()
        torch.compile(loss, fullgraph=True)().backward()

    return step, facts
