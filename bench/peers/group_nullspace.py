"""Bases of Hom_G(V^k, V^l) as EMLP finds them (Finzi et al. 2021, arXiv:2104.09459, eq. 4-6), written in NumPy; no peer by itself.

The unknown is X as a vector of W (x) V*. Each generator h of the group and each element A of the basis of the Lie algebra gives
    (rho_W(h) (x) rho_V(h^-1)^T - 1) x = 0        and        (drho_W(A) (x) 1 - 1 (x) drho_V(A)^T) x = 0,
stacked into one dense matrix; its nullspace is the last rows of V^T in the singular value decomposition (LAPACK's gesdd).
EMLP asks for the full U as well, which takes twice as long and is left out here, as are the caches of EMLP and its JAX.
Timed: the representations, the matrix, the decomposition. make_gram takes instead the eigenvectors of C^T C: faster by 4,
but what it calls 0 is only known to 1e-8.
"""
from functools import reduce

import numpy as np


def power(g, k):
    return reduce(np.kron, [g] * k, np.eye(1))


def derived(a, k):
    """a (x) 1 (x) ... + 1 (x) a (x) ... + ..."""
    n = len(a)
    return sum(np.kron(np.kron(np.eye(n**i), a), np.eye(n ** (k - 1 - i))) for i in range(k))


def constraints(generators, algebra, k, l):
    n = len((generators + algebra)[0])
    v, w = np.eye(n**k), np.eye(n**l)
    discrete = [np.kron(power(h, l), power(np.linalg.inv(h), k).T) - np.eye(n ** (k + l)) for h in generators]
    continuous = [np.kron(derived(a, l), v) - np.kron(w, derived(a, k).T) for a in algebra]
    return np.concatenate(discrete + continuous)


def by_svd(c):
    _, values, rows = np.linalg.svd(c, full_matrices=False)
    return rows[np.count_nonzero(values > 1e-10 * values[0]) :]


def by_gram(c):
    values, columns = np.linalg.eigh(c.T @ c)
    return columns[:, : np.count_nonzero(values < 1e-12 * values[-1])].T


def make(generators, algebra, k, l, solve=by_svd):
    def step():
        return solve(constraints(generators, algebra, k, l))

    return step, {"dimension": len(step()), "numpy": np.__version__}


def plane_turns(n):
    """The basis of the Lie algebra of SO(n)."""
    basis = []
    for i in range(n):
        for j in range(i):
            a = np.zeros((n, n))
            a[i, j], a[j, i] = 1, -1
            basis.append(a)
    return basis


def turned(g):
    """In the basis reflected along (1, 2, 3, ...): no longer a permutation."""
    u = np.arange(1.0, len(g) + 1)
    q = np.eye(len(g)) - 2 * np.outer(u, u) / (u @ u)
    return q.T @ g @ q
