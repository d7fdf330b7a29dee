"""All Wigner 3j tensors to l = 12 by e3nn 0.6.0, cold.

What ours has to mirror
  degrees    every (l1, l2, l3) with each l in 0 ... 12 and |l1 - l2| <= l3 <= l1 + l2: 1,105 tensors [2 l1 + 1, 2 l2 + 1, 2 l3 + 1]
  values     real basis, norm 1, f64; made anew in each step
Timed: all of them. e3nn 0.6 ships no table of them: o3.wigner_3j computes the SU(2) coefficients by Python's fractions, turns
them into the real basis by einsum, and keeps the result in two lru_caches. A step empties both first, and nothing else: the
first step of a process takes as long as later ones.
"""
import torch
from e3nn import o3
from e3nn.o3 import _wigner


def make(most=12):
    degrees = range(most + 1)
    allowed = [(a, b, c) for a in degrees for b in degrees for c in degrees if abs(a - b) <= c <= a + b]

    def step():
        _wigner._so3_clebsch_gordan.cache_clear()
        _wigner._su2_clebsch_gordan.cache_clear()
        return [o3.wigner_3j(*one, dtype=torch.float64) for one in allowed]

    return step, {"tensors": len(allowed)}
