"""Writes values of NumPy and SciPy for the linear-algebra rules: test/golden/linalg.json.

    python3 golden/linalg.py FOLDER [--all]    # FOLDER holds linalg.npz; NumPy 2.4.6, SciPy 1.17.1

Then `npx biome check --write test/golden`. `square*`, `symmetric*` and `rotation*` are cases of linalg.npz; the rest is drawn
here. --all adds the larger n, which take minutes to compile. Arrays are [shape, base64 of little-endian f64, row-major].
"""
import base64
import json
import sys
from pathlib import Path

import numpy as np
import scipy.linalg as sl
from scipy.spatial.transform import Rotation

SOURCE, EVERY = np.load(Path(sys.argv[1]) / "linalg.npz"), "--all" in sys.argv
OUT = Path(__file__).resolve().parents[1] / "test" / "golden" / "linalg.json"
# What follows from the others (products of factors, A - A^T) or is free up to signs is left out.
LEFT_OUT = {"svd_u", "svd_vt", "qr_q", "skew", "eigh_v", "polar_p"}
rng = np.random.default_rng(20261126)
golden = {}


def put(case, **arrays):
    for name, values in arrays.items():
        flat = np.ascontiguousarray(values, dtype="<f8")
        golden.setdefault(case, {})[name] = [list(flat.shape), base64.b64encode(flat.tobytes()).decode()]


def spectrum(m, n, values, count=2):
    """Matrices with the given singular values."""
    left = np.linalg.qr(rng.standard_normal((count, m, len(values))))[0]
    right = np.linalg.qr(rng.standard_normal((count, n, len(values))))[0]
    return (left * values) @ right.transpose(0, 2, 1)


for key in SOURCE.files:
    case, name = key.split("/")
    if name in LEFT_OUT or case == "rotation3_near_pi" or ("3" not in case.split("_")[0] and not EVERY):
        continue
    put(case, **{name: SOURCE[key]})

for m, n in ((6, 3), (3, 6), (5, 1)):
    k = min(m, n)
    for kind, values in {"random": np.linspace(1, 2, k), "ill_conditioned": np.logspace(0, -6, k), "degenerate": np.ones(k),
                         "deficient": np.r_[np.linspace(1, 2, k)[1:], 0.0] if k > 1 else np.ones(1)}.items():
        a = spectrum(m, n, values)
        u, s, vt = np.linalg.svd(a, full_matrices=False)
        put(f"rectangle{m}x{n}_{kind}", A=a, svd_s=s, pinv=np.linalg.pinv(a, rcond=1e-12))
        if kind != "deficient":
            q, r = np.linalg.qr(a)
            sign = np.sign(np.einsum("bii->bi", r[..., :k]))
            put(f"rectangle{m}x{n}_{kind}", qr_r=sign[:, :, None] * r, polar_u=u @ vt)

for n in (3, 8) if EVERY else (3,):
    a, b = rng.standard_normal((2, n, n)) + 3 * np.eye(n), rng.standard_normal((2, n, 2))
    put(f"triangle{n}", A=a, b=b, lower=[sl.solve_triangular(x, y, lower=True) for x, y in zip(a, b)],
        upper=[sl.solve_triangular(x, y, lower=False) for x, y in zip(a, b)])
    a = rng.standard_normal((6, n, n)) * 30
    sign, logdet = np.linalg.slogdet(a)
    put(f"determinant{n}", A=a, sign=sign, logdet=logdet)
    a = sl.expm(rng.standard_normal((n, n)) * 0.5)[None]
    put(f"power{n}", A=a, third=[np.real(sl.fractional_matrix_power(x, 1 / 3)) for x in a], fifth=np.linalg.matrix_power(a, 5),
        minus_two=np.linalg.matrix_power(a, -2), sqrtm=[np.real(sl.sqrtm(x)) for x in a], logm=[np.real(sl.logm(x)) for x in a])
    norms = np.array([1e-8, 1e-3, 0.1, 1, 10, 100])[:, None, None]
    a = rng.standard_normal((6, n, n))
    a = norms * (a - a.transpose(0, 2, 1))                          # rotations: large norms, no large numbers
    put(f"exponential{n}", A=a, expm=[sl.expm(x) for x in a])

for n in (8, 16, 33, 64) if EVERY else (8,):
    a = rng.standard_normal((1, n, n)) / np.sqrt(n)
    put(f"large{n}", A=a, eigh_w=np.linalg.eigvalsh((a + a.transpose(0, 2, 1)) / 2))
    if n < 64:
        put(f"large{n}", svd_s=np.linalg.svd(a)[1])

x, w = rng.standard_normal((2, 7, 3)), rng.uniform(0.2, 1, (2, 7))
turn = Rotation.random(2, rng=1).as_matrix()
y = 1.7 * x @ turn.transpose(0, 2, 1) + rng.standard_normal((2, 1, 3)) + 0.1 * rng.standard_normal((2, 7, 3))
y[1] *= [1, 1, -1]                                                  # the best orthogonal matrix is a reflection here
center = lambda p, weights: p - np.average(p, axis=0, weights=weights)
put("points", x=x, y=y, w=w,
    kabsch=[Rotation.align_vectors(center(q, None), center(p, None))[0].as_matrix() for p, q in zip(x, y)],
    weighted=[Rotation.align_vectors(center(q, v), center(p, v), v)[0].as_matrix() for p, q, v in zip(x, y, w)],
    procrustes=[sl.orthogonal_procrustes(p, q)[0] for p, q in zip(x, y)])

OUT.write_text(json.dumps(golden, separators=(",", ":")) + "\n")
