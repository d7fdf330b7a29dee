"""Hom(V (x) V (x) V, V (x) V) of SO(3), of dimension 6, by group_nullspace.py."""
import group_nullspace as emlp


def make(solve=emlp.by_svd):
    return emlp.make([], emlp.plane_turns(3), 3, 2, solve)
