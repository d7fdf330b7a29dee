"""Hom(V (x) V (x) V, V (x) V) of O(3) by group_nullspace.py; it is 0, for -1 acts as -1 and as 1."""
import numpy as np

import group_nullspace as emlp


def make(solve=emlp.by_svd):
    return emlp.make([np.diag([-1.0, 1, 1])], emlp.plane_turns(3), 3, 2, solve)
