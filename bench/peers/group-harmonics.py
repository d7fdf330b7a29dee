"""Real spherical harmonics of degrees 0 ... 6 at 10,000 vectors by e3nn 0.6.0.

What ours has to mirror
  inputs     vectors [10000, 3], standard normal, f64; fixed, from seed 0
  output     a new array [10000, 49], all degrees side by side, vectors normalised first, "component" normalisation
Timed: the call of the module o3.SphericalHarmonics, made once (o3.spherical_harmonics makes it in each call, 5 % slower), as
e3nn 0.6 has it by default: eager. Its jit_mode "script" is as fast, "inductor" is group-harmonics-compiled. "component" is the
one normalisation that costs e3nn no further pass.
"""
import torch
from e3nn import o3


def make(most=6, count=10_000):
    torch.manual_seed(0)
    vectors = torch.randn(count, 3, dtype=torch.float64)
    harmonics = o3.SphericalHarmonics(list(range(most + 1)), normalize=True, normalization="component")

    def step():
        return harmonics(vectors)

    return step, {"vectors": count, "entries": step().numel()}
