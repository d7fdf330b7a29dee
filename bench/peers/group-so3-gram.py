"""group-so3.py by the eigenvectors of C^T C in place of the singular value decomposition of C."""
import importlib

import group_nullspace as emlp


def make():
    return importlib.import_module("group-so3").make(solve=emlp.by_gram)
