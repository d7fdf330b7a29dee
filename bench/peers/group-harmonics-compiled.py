"""group-harmonics.py with e3nn's jit_mode "inductor", one vectorised loop of C++: the first call takes 7 s, later ones a tenth."""
import importlib

import e3nn


def make():
    e3nn.set_optimization_defaults(jit_mode="inductor")
    return importlib.import_module("group-harmonics").make()
