"""Hom(V (x) V, V (x) V) of S(4) permuting 4 entries, by group_nullspace.py; ours has the same two generators."""
import numpy as np

import group_nullspace as emlp


def make(solve=emlp.by_svd):
    transposition, cycle = np.eye(4)[[1, 0, 2, 3]], np.eye(4)[[3, 0, 1, 2]]
    return emlp.make([transposition, cycle], [], 2, 2, solve)
