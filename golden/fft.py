"""Writes Fourier and cosine transforms, convolutions and correlations of NumPy and SciPy, in float64.

    python3 golden/fft.py

Inputs are sums of sines, of lengths that take one product, two or three stages, or a chirp, and of degenerate ones (1, primes,
odd); of long results every few numbers are kept. Then `npx biome check --write test/golden`.
"""
import json
from pathlib import Path

import numpy as np
import scipy
from scipy import fft, signal

OUT = Path(__file__).resolve().parents[1] / "test" / "golden" / "fft.json"
KEPT = 24


def wave(index, seed):
    """Numbers that a reader can make again: sums of sines, exact to the last digits in any language."""
    return np.sin(0.7 * index + seed) + np.cos(1.3 * index * (1 + 0.1 * seed))


def real(shape, seed=1):
    return wave(np.arange(np.prod(shape)), seed).reshape(shape)


def pairs(x):
    return np.stack([x.real, x.imag], -1) if np.iscomplexobj(x) else x


def complex_(shape, seed=1):
    flat = real([*shape, 2], seed)
    return flat[..., 0] + 1j * flat[..., 1]


def result(y):
    y = pairs(np.asarray(y))
    step = max(1, y.size // KEPT)
    return {"shape": list(y.shape), "step": step, "values": y.ravel()[::step].tolist()}


cases = []


def add(op, shapes, options, y):
    cases.append({"op": op, "shapes": [list(shape) for shape in shapes], "options": options, **result(y)})


for n in [1, 2, 3, 8, 31, 64, 97, 100, 129, 134, 243, 360, 509, 1000, 1021, 1031, 2048, 2 * 1033]:
    add("fft", [(2, n)], {}, np.fft.fft(complex_((2, n))))
    add("ifft", [(2, n)], {"norm": "ortho"}, np.fft.ifft(complex_((2, n)), norm="ortho"))
    add("rfft", [(2, n)], {}, np.fft.rfft(real((2, n))))
    bins = n // 2 + 1
    add("irfft", [(2, bins)], {"length": n}, np.fft.irfft(complex_((2, bins)), n))
    for kind in [2, 3]:
        for norm in ["backward", "ortho"]:
            options = {"type": kind, "norm": norm}
            add("dct", [(2, n)], options, fft.dct(real((2, n)), type=kind, norm=norm))
            add("idct", [(2, n)], options, fft.idct(real((2, n)), type=kind, norm=norm))

for shape, axes in [((4, 6), (0, 1)), ((5, 3, 7), (0, 1, 2)), ((5, 3, 7), (2, 0)), ((3, 130), (1, 0)), ((1, 5), (0, 1))]:
    for norm in ["backward", "ortho", "forward"]:
        options = {"axes": list(axes), "norm": norm}
        add("fft", [shape], options, np.fft.fftn(complex_(shape), axes=axes, norm=norm))
        add("ifft", [shape], options, np.fft.ifftn(complex_(shape), axes=axes, norm=norm))
        add("rfft", [shape], options, np.fft.rfftn(real(shape), axes=axes, norm=norm))
        half = [size // 2 + 1 if axis == axes[-1] else size for axis, size in enumerate(shape)]
        sizes = [shape[axis] for axis in axes]
        real_options = {**options, "length": sizes[-1]}
        add("irfft", [half], real_options, np.fft.irfftn(complex_(half), s=sizes, axes=axes, norm=norm))

for shapes, axes in [([(7,), (4,)], [0]), ([(200,), (31,)], [0]), ([(6, 5), (3, 4)], [0, 1]), ([(1,), (1,)], [0])]:
    x, y = real(shapes[0]), real(shapes[1], 2)
    for mode in ["full", "same", "valid"]:
        add("fftConvolve", shapes, {"axes": axes, "mode": mode}, signal.fftconvolve(x, y, mode))
        add("fftCorrelate", shapes, {"axes": axes, "mode": mode}, signal.correlate(x, y, mode, method="direct"))

OUT.write_text(
    json.dumps({"source": f"NumPy {np.__version__}, SciPy {scipy.__version__}", "cases": cases}, separators=(",", ":"))
    + "\n"
)
