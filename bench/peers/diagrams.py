"""Products with dense diagram matrices in NumPy: what a layer costs whose weights are multiplied out.

What ours has to mirror
  diagrams   3 -> 3: all 15 perfect matchings and all 203 set partitions of 6 vertices; vertices 0 1 2 are the outputs, 3 4 5 the inputs
  matrices   [512, 512], n = 8: 1 where the indices of each block agree, else 0; f64
  vector     [512], standard normal, fixed
Timed: all 218 products.
Not timed: building the matrices.

The matrices are stacked to one [218 * 512, 512], so that one BLAS call (gemv) does it all: the fastest dense form. Entries of the
table over n, in ms, are the fastest of several products with one matrix.
"""
import time

import numpy


def matchings(points):
    if not points:
        yield []
        return
    first, *others = points
    for partner in others:
        for rest in matchings([p for p in others if p != partner]):
            yield [[first, partner], *rest]


def partitions(m, begun=()):
    at = sum(len(block) for block in begun)
    if at == m:
        yield list(begun)
        return
    for i, block in enumerate(begun):
        yield from partitions(m, (*begun[:i], (*block, at), *begun[i + 1 :]))
    yield from partitions(m, (*begun, (at,)))


def axis(n, m, vertex):
    return numpy.arange(n).reshape([n if i == vertex else 1 for i in range(m)])


def matrix(blocks, n, k, l):
    """Entries of a partition diagram, row-major [n^l, n^k]."""
    out = numpy.ones([n] * (k + l), bool)
    for first, *others in blocks:
        for vertex in others:
            out &= axis(n, k + l, first) == axis(n, k + l, vertex)
    return out.reshape(n**l, n**k).astype(float)


def symplectic(blocks, n, k, l):
    """As matrix, with the form +1 at (2a, 2a + 1), -1 at (2a + 1, 2a) for pairs within a row."""
    out = numpy.ones([n] * (k + l))
    for first, second in blocks:
        i, j = axis(n, k + l, first), axis(n, k + l, second)
        within = (first < l) == (second < l)
        out = out * (numpy.where(i ^ 1 == j, numpy.sign(j - i), 0) if within else i == j)
    return out.reshape(n**l, n**k)


def determinant(blocks, arms, n, k, l):
    """As matrix, times the sign of the indices of the arms."""
    index = [axis(n, k + l, arm[0]) for arm in arms]
    sign = 1
    for i in range(n):
        for j in range(i + 1, n):
            sign = sign * numpy.sign(index[j] - index[i])
    same = matrix([*blocks, *arms], n, k, l)
    return same * numpy.broadcast_to(sign, [n] * (k + l)).reshape(n**l, n**k)


PAIRS = [(0, 2), (1, 4), (3, 5)]
SWEEPS = {
    "S(n) 3→3": ((14, 16, 18), lambda n: matrix([(i,) for i in range(6)], n, 3, 3)),
    "O(n) 4→2": ((14, 16, 18), lambda n: matrix(PAIRS, n, 4, 2)),
    "Sp(n) 4→2": ((14, 16, 18), lambda n: symplectic(PAIRS, n, 4, 2)),
    "SO(4) 5→3": ((4,), lambda n: determinant([(1, 6), (2, 7)], [(0,), (3,), (4,), (5,)], n, 5, 3)),
    "A(4) 4→4": ((4,), lambda n: determinant([], [(0, 4), (1,), (2, 6), (3, 5, 7)], n, 4, 4)),
}


def fastest(call):
    best = float("inf")
    for _ in range(7):
        begin = time.perf_counter()
        calls = 0
        while time.perf_counter() < begin + 2e-3:
            call()
            calls += 1
        best = min(best, 1e3 * (time.perf_counter() - begin) / calls)
    return best


def make(n=8):
    rng = numpy.random.default_rng(0)
    blocks = [*matchings(list(range(6))), *partitions(6)]
    stacked = numpy.concatenate([matrix(one, n, 3, 3) for one in blocks])
    vector = rng.standard_normal(n**3)

    def step():
        return float((stacked @ vector)[0])

    facts = {"diagrams": len(blocks), "numpy": numpy.__version__}
    for name, (sizes, dense) in SWEEPS.items():
        for size in sizes:
            a = dense(size)
            v = rng.standard_normal(a.shape[1])
            facts[f"{name} {size}"] = fastest(lambda: a @ v)
    return step, facts
